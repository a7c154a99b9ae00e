package io.venturi.engine.protocol.udpst;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import io.venturi.engine.protocol.udpst.wire.SendingRate;
import io.venturi.engine.socket.Transmitter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * Sends load: two transmitters, each with deadlines of its own, which send what the current rate says. A deadline
 * missed by some intervals is given up, with those before it; no burst makes up for them.
 *
 * <p>Thread: the lane. Allocates nothing once made.
 */
final class LoadSender {
    /** So many intervals late, and the missed ones are given up. */
    private static final int MOST_BEHIND = 4;
    /** Spread datagrams are at least so far apart. */
    private static final long LEAST_SPACING_NS = 10_000;
    private static final int IPV6_EXTRA = 20;
    private static final long NEVER = Long.MAX_VALUE;

    private final Transmitter transmitter;
    private final SendOptions options;
    private final long wallOffsetNs;
    private final PeerWatch watch;
    private final SendingRate rate = new SendingRate();
    private final MemorySegment header = Arena.ofAuto().allocate(LoadPdu.BYTES, 8);
    private final LoadPdu template = new LoadPdu().begin(header);
    private final LoadPdu pdu = new LoadPdu();
    private final SplittableRandom random;
    private final int largest;
    private final int headerBytes;
    private final long[] dueNs = {0, NEVER, NEVER};
    private final int[] part = new int[3];
    private long seq;
    private int statusError;
    private long statusTime;
    private boolean fellSilent;

    private final LoadCounts counts;

    /**
     * @param wallOffsetNs CLOCK_REALTIME minus CLOCK_MONOTONIC; fixed, so that a step of the clock does no harm
     */
    LoadSender(Transmitter transmitter, SendOptions options, long wallOffsetNs, PeerWatch watch, LoadCounts counts,
               long seed) {
        this.transmitter = transmitter;
        this.options = options;
        this.wallOffsetNs = wallOffsetNs;
        this.watch = watch;
        this.counts = counts;
        this.random = new SplittableRandom(seed);
        this.largest = (int) transmitter.slot(0).byteSize();
        this.headerBytes = CapacityLayer.IP.overheadBytes(options.ipv6());
        // All slots are zero from the start, but the first served the set-up. Not to touch them saves their memory.
        transmitter.slot(0).fill((byte) 0);
        for (int i = 0; options.random() && i < transmitter.capacity(); i++) {
            randomize(transmitter.slot(i));
        }
    }

    private void randomize(MemorySegment slot) {
        byte[] bytes = new byte[(int) slot.byteSize() - LoadPdu.BYTES];
        random.nextBytes(bytes);
        MemorySegment.copy(bytes, 0, slot, JAVA_BYTE, LoadPdu.BYTES, bytes.length);
    }

    /** Arm the transmitters that {@code armed} uses; what they send is {@code first}. */
    void start(SendingRate armed, SendingRate first, long nowNs) {
        rate.set(first);
        for (int t = 1; t <= 2; t++) {
            if (armed.intervalUs(t) > 0) {
                dueNs[t] = nowNs + options.startNs();
            }
        }
    }

    /** Use this from the next deadline of either transmitter on. */
    @HotPath
    void rate(SendingRate next) {
        rate.set(next);
    }

    /** Stop for good. */
    void halt() {
        dueNs[1] = NEVER;
        dueNs[2] = NEVER;
    }

    @HotPath
    long dueNs() {
        return Math.min(dueNs[1], dueNs[2]);
    }

    /** Largest datagram and burst are within bounds by {@link SendingRate#clamp}. */
    SendingRate rate() {
        return rate;
    }

    /** Echo this in what is sent from now on. @param error status PDUs missing before it, see {@link LoadPdu} */
    @HotPath
    void echo(int error, long time) {
        statusError = error;
        statusTime = time;
    }

    /** True once after nothing was heard of the peer for a second. */
    boolean fellSilent() {
        boolean was = fellSilent;
        fellSilent = false;
        return was;
    }

    /**
     * Send what is due.
     *
     * @param action testAction; other than 0, bursts have one datagram at most
     * @return datagrams offered to the kernel; negative if a deadline passed without any
     */
    @HotPath
    int advance(long nowNs, int action) {
        int sent = 0;
        boolean fired = false;
        for (int t = 1; t <= 2; t++) {
            if (nowNs >= dueNs[t]) {
                sent += fire(t, nowNs, action);
                fired = true;
            }
        }
        return fired && sent == 0 ? -1 : sent;
    }

    @HotPath
    private int fire(int t, long nowNs, int action) {
        long intervalNs = rate.intervalUs(t) * Millis.US_NS;
        int burst = action != 0 ? Math.min(rate.burst(t), 1) : rate.burst(t);
        int parts = parts(burst, intervalNs);
        int now = part[t] >= parts ? 0 : part[t];
        part[t] = now + 1;
        rearm(t, intervalNs / parts, nowNs);
        rearmOther(3 - t, nowNs);
        int count = burst * (now + 1) / parts - burst * now / parts;
        int addOn = now == parts - 1 ? rate.addOn(t) : 0;
        if (count == 0 && addOn == 0) {
            return 0;
        }
        fellSilent |= watch.look();
        template.state(action, watch.silent()).status(statusError, statusTime, watch.sinceHeardMs(nowNs))
                .time(nowNs + wallOffsetNs);
        int sent = 0;
        if (count > 0) {
            sent = send(count, size(rate.payload(t)));
        }
        return sent + (addOn != 0 ? send(1, size(addOn)) : 0);
    }

    private int parts(int burst, long intervalNs) {
        return options.spread() && burst > 1 ? Math.clamp(intervalNs / LEAST_SPACING_NS, 1, burst) : 1;
    }

    private void rearm(int t, long stepNs, long nowNs) {
        if (stepNs == 0) {
            dueNs[t] = NEVER;
            return;
        }
        long nextNs = dueNs[t] + stepNs;
        if (nowNs - nextNs > MOST_BEHIND * stepNs) {
            long missed = (nowNs - nextNs) / stepNs + 1;
            counts.addMissed(missed);
            nextNs += missed * stepNs;
        }
        dueNs[t] = nextNs;
    }

    private void rearmOther(int other, long nowNs) {
        long intervalNs = rate.intervalUs(other) * Millis.US_NS;
        if (intervalNs == 0) {
            dueNs[other] = NEVER;
        } else if (dueNs[other] == NEVER) {
            dueNs[other] = nowNs + intervalNs;
        }
    }

    private int size(int asked) {
        int bytes = asked & ~SendingRate.RANDOM;
        if (options.ipv6() && bytes >= LoadPdu.LEAST_RANDOM_IPV4) {
            bytes -= IPV6_EXTRA;
        }
        if (asked < 0) {
            int least = options.ipv6() ? LoadPdu.BYTES : LoadPdu.LEAST_RANDOM_IPV4;
            bytes = least + random.nextInt(Math.max(1, bytes - least + 1));
        }
        return Math.clamp(bytes, LoadPdu.BYTES, largest);
    }

    /** @return datagrams offered; those the kernel refused count as never sent */
    @HotPath
    private int send(int count, int bytes) {
        template.payload(bytes);
        int offered = 0;
        while (offered < count) {
            int chunk = Math.min(count - offered, transmitter.capacity());
            for (int i = 0; i < chunk; i++) {
                write(i, bytes);
            }
            int taken = Math.max(0, transmitter.flush(chunk));
            counts.addSent(taken, (long) taken * bytes, headerBytes);
            offered += chunk;
            if (taken < chunk) {
                int refused = count - offered + chunk - taken;
                counts.addRefused(refused);
                seq += options.reuseRefused() ? taken - chunk : count - offered;
                return count;
            }
        }
        return count;
    }

    @HotPath
    private void write(int slot, int bytes) {
        MemorySegment to = transmitter.slot(slot);
        MemorySegment.copy(header, 0, to, 0, LoadPdu.BYTES);
        pdu.resume(to).seq(++seq);
        if (options.checksums()) {
            pdu.seal();
        }
        transmitter.length(slot, bytes);
    }
}
