package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.protocol.stamp.StampSenderOptions.Reflector;

/**
 * What the sequence numbers of a stateful reflector tell. It numbers its replies from 0, so the reply with number r was
 * the (r + 1)-th probe that arrived there. Between two answered probes, n apart, whose replies are m apart, all arrived
 * if m = n and none if m = 1; otherwise it is known how many did, but not which.
 *
 * <p>A first number above the probe's own shows that the reflector had counted before this test; it is taken as the
 * count's zero.
 *
 * <p>Thread: the lane. Allocates nothing but {@link #totals}.
 */
final class ReflectorCount {
    private final Reflector kind;
    private boolean started;
    private boolean stateful;
    private int zero;
    private long highest;
    private long replyOfHighest;
    private long duplicates;
    private long arrived; // bit k: probe highest - k arrived
    private long known;   // bit k: so much is known of probe highest - k

    ReflectorCount(Reflector kind) {
        this.kind = kind;
        stateful = kind == Reflector.STATEFUL;
    }

    /**
     * A sound reply came.
     *
     * @param duplicated the probe had been answered by another reply
     */
    @HotPath
    void accept(long seq, int wireReply, boolean duplicated) {
        if (kind == Reflector.STATELESS) {
            return;
        }
        stateful |= wireReply != (int) seq;
        duplicates += duplicated ? 1 : 0;
        if (!started) {
            start(seq, wireReply);
            return;
        }
        long reply = replyOfHighest + (wireReply - zero - (int) replyOfHighest);
        if (seq > highest) {
            advance(seq - highest, reply - replyOfHighest);
            highest = seq;
        } else if (highest - seq < Long.SIZE) {
            arrived |= 1L << highest - seq;
            known |= 1L << highest - seq;
        }
        replyOfHighest = Math.max(replyOfHighest, reply);
    }

    private void start(long seq, int wireReply) {
        started = true;
        zero = Integer.compareUnsigned(wireReply, (int) seq) > 0 ? wireReply - (int) seq : 0;
        known = -1; // what was before the first probe is nobody's question
        highest = -1;
        replyOfHighest = -1;
        advance(seq + 1, Integer.toUnsignedLong(wireReply - zero) + 1);
        highest = seq;
        replyOfHighest = Integer.toUnsignedLong(wireReply - zero);
    }

    /** The newest answered probe is now {@code probes} further, its reply {@code replies}. */
    private void advance(long probes, long replies) {
        boolean far = probes >= Long.SIZE;
        long between = far ? -1 : (1L << probes) - 1; // bit 0 is the new one, those above it lie between
        arrived = far ? 0 : arrived << probes;
        known = far ? 0 : known << probes;
        if (replies == probes) {
            arrived |= between;
            known |= between;
        } else if (replies == 1) {
            known |= between;
        }
        arrived |= 1;
        known |= 1;
    }

    /** Probes that had arrived with the newest answered one, duplicates included, u32; 0 if that is not known. */
    @HotPath
    int count() {
        return stateful ? (int) (replyOfHighest + 1) : 0;
    }

    /** Bit k: probe {@code seq} - k had arrived; 0 if that is not known of all, or {@code seq} is not the newest. */
    @HotPath
    long window(long seq) {
        return stateful && seq == highest && known == -1 ? arrived : 0;
    }

    /** True if replies have shown, or the user has said, that the reflector counts. */
    boolean isStateful() {
        return stateful;
    }

    /** What the reflector had received of {@code sent} probes; null unless the last was answered and all is known. */
    PeerTotals totals(long sent) {
        if (!started || highest != sent - 1 || window(highest) == 0) {
            return null;
        }
        long total = replyOfHighest + 1;
        return new PeerTotals(highest, total - duplicates, arrived, total);
    }
}
