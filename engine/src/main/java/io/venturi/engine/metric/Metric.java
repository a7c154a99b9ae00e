package io.venturi.engine.metric;

import java.util.Map;

/**
 * What statistics produce and renderers consume. A metric of which nothing was measured is absent, not zero. Adding a
 * case breaks each renderer's switch, on purpose.
 */
public sealed interface Metric {

    /**
     * Delay in ns. Round trip: without the time in the peer if the peer tells it (RFC 2681, RFC 5357). One way
     * (RFC 7679): difference of two hosts' clocks, a delay only as far as {@code clockRelation} says so; estimated
     * offsets are taken out.
     *
     * @param stampedBy   our side's stamps
     * @param uncertainty how far off all values together may be because of the clocks
     */
    record Delay(Direction direction, StampSource stampedBy, ClockRelation clockRelation, Summary ns,
                 Uncertainty uncertainty) implements Metric {
        /** One that the clocks of one host have measured, or of which nothing is known. */
        public Delay(Direction direction, StampSource stampedBy, ClockRelation clockRelation, Summary ns) {
            this(direction, stampedBy, clockRelation, ns, Uncertainty.NONE);
        }

        public Delay {
            if (direction == Direction.ROUND_TRIP && !(clockRelation instanceof ClockRelation.SameHost)) {
                throw new IllegalArgumentException("a round trip is measured with the clocks of one host");
            }
        }
    }

    /** Variation of delay in ns; needs no relation between the clocks, only equal speed. */
    record DelayVariation(Form form, Direction direction, StampSource stampedBy, Summary ns) implements Metric {

        /** Which of the two forms of RFC 5481. */
        public enum Form {
            /** Absolute difference to the probe with the preceding number (RFC 3393, RFC 5481 section 4.1). */
            IPDV,
            /** Difference to the least delay of the test (RFC 5481 section 4.2). */
            PDV
        }

        public DelayVariation {
            requireNotNegative("variation", ns.min());
        }
    }

    /**
     * Smoothed interarrival jitter in ns over the replies in order of their arrival, as it stood after the last one.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1">RFC 3550 section 6.4.1</a>
     */
    record Rfc3550Jitter(Direction direction, StampSource stampedBy, double ns) implements Metric {
        public Rfc3550Jitter {
            if (!(ns >= 0)) {
                throw new IllegalArgumentException("jitter " + ns);
            }
        }
    }

    /**
     * Round-trip loss (RFC 6673). {@code sent = received + lost + unobserved}.
     *
     * @param sent       probes the kernel took
     * @param received   distinct probes whose reply was recorded
     * @param lost       probes whose reply had not arrived when the wait after the last probe was over
     * @param unobserved probes whose reply may have reached this host but not our records: the ring or the socket
     *                   overflowed, or the reply was older than the rows kept; never part of {@code lost}
     * @param waitNs     how long replies were waited for after the last probe
     */
    record Loss(long sent, long received, long lost, long unobserved, long waitNs, ByDirection byDirection, Runs runs)
            implements Metric {
        public Loss {
            requireNotNegative("received", received);
            requireNotNegative("lost", lost);
            requireNotNegative("unobserved", unobserved);
            requireNotNegative("waitNs", waitNs);
            if (received + lost + unobserved != sent) {
                throw new IllegalArgumentException("received " + received + " + lost " + lost + " + unobserved "
                        + unobserved + " != sent " + sent);
            }
            if (byDirection.forward + byDirection.reverse + byDirection.undetermined != lost) {
                throw new IllegalArgumentException(byDirection + " does not add up to lost " + lost);
            }
        }

        /** Lost probes in percent of those that could be observed; 0 if there were none. */
        public double percent() {
            return Metric.percent(lost, sent - unobserved);
        }

        /**
         * On which way the lost ones were lost.
         *
         * @param exact true if the peer's totals at the end decided, false if its received windows did
         */
        public record ByDirection(long forward, long reverse, long undetermined, boolean exact) {
            public ByDirection {
                requireNotNegative("forward", forward);
                requireNotNegative("reverse", reverse);
                requireNotNegative("undetermined", undetermined);
            }
        }

        /**
         * Probes without recorded reply that follow each other. If some probes are unobserved, these are among them.
         *
         * @param count    number of runs
         * @param longest  probes in the longest run
         * @param firstSeq number of the first probe without reply, -1 if none
         * @param lastSeq  number of the last one, -1 if none
         * @see <a href="https://www.rfc-editor.org/rfc/rfc3357">RFC 3357: loss patterns</a>
         */
        public record Runs(long count, long longest, long firstSeq, long lastSeq) {
            public static final Runs NONE = new Runs(0, 0, -1, -1);
        }
    }

    /**
     * Order of the replies, duplicates left out.
     *
     * @param received  distinct replies
     * @param reordered replies whose probe number is below one already seen (RFC 4737 section 3.3)
     * @param late      replies whose probe number is below that of the reply just before
     */
    record Reordering(long received, long reordered, long late) implements Metric {
        public Reordering {
            requirePart("reordered", reordered, received);
            requirePart("late", late, received);
        }

        /** Type-P-Reordered ratio in percent; 0 if nothing was received. */
        public double percent() {
            return Metric.percent(reordered, received);
        }
    }

    /**
     * Replies beyond the first one of a probe (RFC 5560).
     *
     * @param received replies, duplicates included
     */
    record Duplication(long received, long duplicates) implements Metric {
        public Duplication {
            requirePart("duplicates", duplicates, received);
        }

        public double percent() {
            return Metric.percent(duplicates, received);
        }
    }

    /**
     * What was carried. FORWARD: probes, from before the first send call to after the last. REVERSE: distinct replies,
     * from the first to the last.
     *
     * @param bytes UDP payload
     */
    record Rate(Direction direction, long packets, long bytes, long spanNs) implements Metric {
        public Rate {
            requireNotNegative("packets", packets);
            requireNotNegative("bytes", bytes);
            requireNotNegative("spanNs", spanNs);
        }

        /** Bits of UDP payload per second, rounded down; 0 if the span is 0. */
        public long bitsPerSecond() {
            return spanNs == 0 ? 0 : (long) (8e9 * bytes / spanNs);
        }
    }

    /**
     * Time that packets spent in a host between program and wire, in ns: the difference between delays by user stamps
     * and delays by the stamps below.
     *
     * @param stampedBy where it ends on the way down, where it begins on the way up
     */
    record HostResidence(Host host, Part part, StampSource stampedBy, Summary ns) implements Metric {

        /** Whose. */
        public enum Host { HERE, PEER }

        /** Of what is sent, of what is received, or of a probe and its reply together. */
        public enum Part { SEND, RECEIVE, BOTH }
    }

    /** Time a probe spent in the peer, by the peer's stamps, in ns; may be negative if the peer's stamps are wrong. */
    record PeerResidence(Summary ns) implements Metric {}

    /** Probes the peer said it had received, duplicates included, in the first reply that arrived last. */
    record PeerReceived(long count) implements Metric {
        public PeerReceived {
            requireNotNegative("count", count);
        }
    }

    /**
     * What the IP headers of the distinct replies carried.
     *
     * @param trafficClasses replies by TOS or traffic class byte 0..255, in ascending order
     * @param minHopLimit    least TTL or hop limit, -1 if not told
     * @param maxHopLimit    greatest, -1 if not told
     */
    record ReplyHeaders(Map<Integer, Long> trafficClasses, int minHopLimit, int maxHopLimit) implements Metric {

        /** Replies with this ECN codepoint, 0..3 (RFC 3168 section 5: 3 is congestion experienced). */
        public long withEcn(int codepoint) {
            return trafficClasses.entrySet().stream().filter(e -> (e.getKey() & 3) == codepoint)
                    .mapToLong(Map.Entry::getValue).sum();
        }
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    private static void requireNotNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " " + value);
        }
    }

    private static void requirePart(String name, long part, long whole) {
        if (part < 0 || part > whole) {
            throw new IllegalArgumentException(name + " " + part + " of " + whole);
        }
    }
}
