package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.ClockChoice;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.metric.StampSetup;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A round-trip test as asked for; immutable and checked.
 *
 * @param target   whom to measure and from where
 * @param probes   what to send and when
 * @param replies  what the peer is asked to put into its replies
 * @param marks    how the packets are marked
 * @param openTimeoutsNs waits between attempts to open, each at least 200 ms
 * @param waitRule for replies after the last probe
 * @param acceptRestrictions go on when the peer grants less than asked
 * @param key      shared secret, empty for none
 * @param precision what this host is asked for
 * @param keepRows last rows kept of an endless test, 0 to keep them all
 * @param clocks   how the two hosts' clocks are to be related
 * @param stamp    what is asked of STAMP reflectors only
 */
public record RttPlan(Target target, Probes probes, Replies replies, Marks marks, List<Long> openTimeoutsNs,
                      WaitRule waitRule, boolean acceptRestrictions, byte[] key, Precision precision, long keepRows,
                      ClockChoice clocks, Stamp stamp) {
    /** Duration of a test that ends only when it is stopped. */
    public static final long ENDLESS = Long.MAX_VALUE;
    /** Attempts to open after 0, 1, 3 and 7 s, given up after 15 s. */
    public static final List<Long> OPEN_TIMEOUTS =
            List.of(1_000_000_000L, 2_000_000_000L, 4_000_000_000L, 8_000_000_000L);

    private static final long LEAST_OPEN_TIMEOUT_NS = 200_000_000;

    /** How to speak to the peer. */
    public enum Protocol {
        /** IRTT, which opens and closes tests. */
        IRTT,
        /** STAMP, RFC 8762 and 8972, which only asks and answers. */
        STAMP
    }

    /** Address families to use. */
    public enum Family { ANY, IPV4, IPV6 }

    /** The peer's clocks. */
    public enum PeerClock { WALL, MONOTONIC, BOTH }

    /** The DF bit of probes: the host's default, off, on. */
    public enum DontFragment { DEFAULT, FALSE, TRUE }

    /** How a lane waits: sleeping, sleeping and spinning at the end, or spinning all the time. */
    public enum Wakeup { SLEEP, HYBRID, BUSY }

    /**
     * Whom to measure.
     *
     * @param protocol what is spoken there
     * @param host     name or address, with {@code :port} if wanted; IPv6 as {@code ::1} or {@code [::1]:2112}
     * @param local    address, {@code address:port} or {@code :port} to send from; empty for any
     * @param device   interface to send through, empty for any
     */
    public record Target(Protocol protocol, String host, Family family, String local, String device) {
        /** One that speaks IRTT. */
        public Target(String host, Family family, String local, String device) {
            this(Protocol.IRTT, host, family, local, device);
        }

        public Target {
            if (host.isBlank()) {
                throw new ConfigException("No host to measure was given.");
            }
        }
    }

    /**
     * What to send.
     *
     * @param durationNs probes are sent before this time; {@link #ENDLESS} for no end
     * @param intervalNs between probes, or bursts or trains of them, or in the mean
     * @param pattern    when in that interval
     * @param lengths    UDP payload, raised to what the fields need
     * @param seed       of what is random
     * @param fill       rest of the payload: {@code none}, {@code rand} or {@code pattern:HEX}
     * @param fillOnce   the same filling in every probe
     * @param pacing     who lets them go at their times
     */
    public record Probes(long durationNs, long intervalNs, SendPattern pattern, Lengths lengths, long seed,
                         String fill, boolean fillOnce, Pacing pacing) {
        /** Evenly spaced probes of one length, 0 for just what the fields need. */
        public Probes(long durationNs, long intervalNs, int lengthBytes, String fill, boolean fillOnce) {
            this(durationNs, intervalNs, SendPattern.ISOCHRONOUS, new Lengths.Fixed(lengthBytes), 0, fill, fillOnce,
                    Pacing.BY_USER);
        }

        public Probes {
            if (intervalNs <= 0) {
                throw new ConfigException("The interval must be above 0, not " + Durations.format(intervalNs) + ".");
            }
            if (durationNs <= 0) {
                throw new ConfigException("The duration must be above 0, not " + Durations.format(durationNs) + ".");
            }
            if (pattern instanceof SendPattern.Trains trains && trains.spanNs() >= intervalNs) {
                throw new ConfigException("A " + trains + " takes " + Durations.format(trains.spanNs())
                        + ", which must be below the interval, " + Durations.format(intervalNs) + ".");
            }
            if (pattern instanceof SendPattern.Listed listed && listed.times().countBefore(durationNs) == 0) {
                throw new ConfigException("No send time of " + listed + " comes before the end, "
                        + Durations.format(durationNs) + ".");
            }
        }

        /** The same in the terms of a report. */
        public RttSettings.Stream stream() {
            boolean random = pattern instanceof SendPattern.Poisson || lengths instanceof Lengths.Uniform;
            return new RttSettings.Stream(pattern.toString(), lengths.toString(),
                    random ? OptionalLong.of(seed) : OptionalLong.empty());
        }

        /** The greatest length there is. */
        public int lengthBytes() {
            return lengths.most();
        }

        /**
         * Probes that fit the duration, {@link Long#MAX_VALUE} if endless. Where chance decides, hardly ever more than
         * that: ten standard deviations above the mean.
         */
        public long expected() {
            if (pattern instanceof SendPattern.Listed listed) {
                return listed.times().countBefore(durationNs);
            }
            if (durationNs == ENDLESS) {
                return Long.MAX_VALUE;
            }
            long intervals = (durationNs - 1) / intervalNs + 1;
            return switch (pattern) {
                case SendPattern.Trains trains -> intervals > Long.MAX_VALUE / trains.probes()
                        ? Long.MAX_VALUE : intervals * trains.probes();
                case SendPattern.Poisson _ -> intervals + (long) (10 * Math.sqrt(intervals)) + 10;
                case SendPattern.Isochronous _, SendPattern.Listed _ -> intervals;
            };
        }
    }

    /** Who lets probes go at their times: the best that works, this process, or the interface's queue of that kind. */
    public enum PacingChoice { AUTO, USER, FQ, ETF }

    /**
     * Who lets probes go at their times.
     *
     * @param leadNs how long before its time the kernel gets a probe, if it lets them go
     */
    public record Pacing(PacingChoice choice, long leadNs) {
        /** Long enough for a thread that wakes late, short enough that few probes wait. */
        public static final long DEFAULT_LEAD_NS = 1_000_000;
        /** This process. */
        public static final Pacing BY_USER = new Pacing(PacingChoice.USER, DEFAULT_LEAD_NS);

        private static final long MOST_LEAD_NS = 1_000_000_000;

        public Pacing {
            if (leadNs <= 0 || leadNs > MOST_LEAD_NS) {
                throw new ConfigException("The lead is above 0 and at most 1s, not " + Durations.format(leadNs) + ".");
            }
        }
    }

    /**
     * What the peer is asked to put into its replies.
     *
     * @param fill how to fill the rest, empty for the peer's default
     */
    public record Replies(PeerStamps stamps, PeerClock clock, boolean count, boolean window, String fill) {
        /** Everything. */
        public static final Replies ALL = new Replies(PeerStamps.BOTH, PeerClock.BOTH, true, true, "");

        public Replies {
            if (fill.length() > 32) {
                throw new ConfigException("The fill asked of the server has at most 32 characters, not "
                        + fill.length() + ".");
            }
            if (fill.equals("pattern:")) { // some servers end when they are asked for this
                throw new ConfigException("A pattern needs at least one byte, as in pattern:69727474.");
            }
        }
    }

    /**
     * Marks in the IP header.
     *
     * @param trafficClass TOS or traffic class byte, 0..255
     * @param hopLimit     TTL or hop limit 1..255, 0 for the host's default
     * @param ptpEvents    probes look like PTP event messages, which more network cards stamp
     */
    public record Marks(int trafficClass, int hopLimit, DontFragment dontFragment, boolean ptpEvents) {
        /** Nothing special. */
        public static final Marks NONE = new Marks(0, 0, DontFragment.DEFAULT);

        /** Of probes that look like nothing else. */
        public Marks(int trafficClass, int hopLimit, DontFragment dontFragment) {
            this(trafficClass, hopLimit, dontFragment, false);
        }

        public Marks {
            if (trafficClass < 0 || trafficClass > 255) {
                throw new ConfigException("The traffic class is a byte, 0 to 255, not " + trafficClass + ".");
            }
            if (hopLimit < 0 || hopLimit > 255) {
                throw new ConfigException("The TTL is 1 to 255, or 0 for the host's default, not " + hopLimit + ".");
            }
        }
    }

    /**
     * What this host is asked for.
     *
     * @param wakeup       how the lane waits
     * @param stamps       who is to say when packets left and arrived
     * @param cpu          CPU for the lane, -1 for any
     * @param fifoPriority SCHED_FIFO priority 1..99 of the lane, 0 for none
     * @param lockMemory   mlockall
     * @param warmUp       round trips over loopback inside this process before the first probe, so that it is sent by
     *                     compiled code
     */
    public record Precision(Wakeup wakeup, StampSetup.Choice stamps, int cpu, int fifoPriority, boolean lockMemory,
                            int warmUp) {
        /** Sleep, then spin; kernel stamps; 5,000 round trips of warm-up. */
        public static final Precision DEFAULT = new Precision(Wakeup.HYBRID, true, -1, 0, false, 5_000);

        /** With stamps of the kernel, or of our own only. */
        public Precision(Wakeup wakeup, boolean kernelStamps, int cpu, int fifoPriority, boolean lockMemory,
                         int warmUp) {
            this(wakeup, kernelStamps ? StampSetup.Choice.KERNEL : StampSetup.Choice.USER, cpu, fifoPriority,
                    lockMemory, warmUp);
        }

        /** True if the kernel is asked when packets left and arrived. */
        public boolean kernelStamps() {
            return stamps != StampSetup.Choice.USER;
        }

        public Precision {
            if (cpu < -1 || cpu > 1023) {
                throw new ConfigException("CPUs are numbered from 0; " + cpu + " is none.");
            }
            if (fifoPriority < 0 || fifoPriority > 99) {
                throw new ConfigException("Real-time priorities are 1 to 99, not " + fifoPriority + ".");
            }
            if (warmUp < 0 || warmUp > 10_000_000) {
                throw new ConfigException("The warm-up is 0 to 10000000 round trips, not " + warmUp + ".");
            }
        }
    }

    /**
     * What STAMP has and other protocols have not.
     *
     * @param ssid       session identifier 1..65535, 0 for none, {@link #RANDOM_SSID} for one by chance
     * @param extensions of its probes
     */
    public record Stamp(int ssid, StampExtensions extensions) {
        public static final int RANDOM_SSID = -1;
        /** Base packets. */
        public static final Stamp PLAIN = new Stamp(RANDOM_SSID, StampExtensions.NONE);

        public Stamp {
            if (ssid < RANDOM_SSID || ssid > 0xffff) {
                throw new ConfigException("An SSID is 1 to 65535, or 0 for none, not " + ssid + ".");
            }
        }
    }

    /** One that asks nothing of STAMP reflectors in particular. */
    public RttPlan(Target target, Probes probes, Replies replies, Marks marks, List<Long> openTimeoutsNs,
                   WaitRule waitRule, boolean acceptRestrictions, byte[] key, Precision precision, long keepRows,
                   ClockChoice clocks) {
        this(target, probes, replies, marks, openTimeoutsNs, waitRule, acceptRestrictions, key, precision, keepRows,
                clocks, Stamp.PLAIN);
    }

    /** One that relates the clocks as well as can be. */
    public RttPlan(Target target, Probes probes, Replies replies, Marks marks, List<Long> openTimeoutsNs,
                   WaitRule waitRule, boolean acceptRestrictions, byte[] key, Precision precision, long keepRows) {
        this(target, probes, replies, marks, openTimeoutsNs, waitRule, acceptRestrictions, key, precision, keepRows,
                ClockChoice.AUTO);
    }

    public RttPlan {
        openTimeoutsNs = List.copyOf(openTimeoutsNs);
        key = key.clone();
        if (openTimeoutsNs.isEmpty()) {
            throw new ConfigException("At least one time-out is needed to open a test.");
        }
        for (long timeoutNs : openTimeoutsNs) {
            if (timeoutNs < LEAST_OPEN_TIMEOUT_NS) {
                throw new ConfigException("Time-outs for opening are at least 200ms, not "
                        + Durations.format(timeoutNs) + ".");
            }
        }
        if (marks.ptpEvents() && target.protocol() != Protocol.STAMP) {
            throw new ConfigException("Only STAMP probes can look like PTP events: add --protocol stamp.");
        }
        if (!Objects.equals(stamp, Stamp.PLAIN) && target.protocol() != Protocol.STAMP) {
            throw new ConfigException("Only STAMP has session identifiers and extensions: add --protocol stamp.");
        }
        if (keepRows < 0) {
            throw new ConfigException("The rows to keep cannot be negative.");
        }
    }

    @Override
    public byte[] key() {
        return key.clone();
    }
}
