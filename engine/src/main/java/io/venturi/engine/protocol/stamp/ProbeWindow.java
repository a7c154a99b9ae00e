package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;

/**
 * Which of the last 64 probes of a session arrived, by the sender's u32 sequence numbers, of which one is newer than
 * another if it is less than 2^31 ahead.
 *
 * <p>Owned by the lane thread.
 */
final class ProbeWindow {
    private long bits; // bit k: highest - k arrived
    private int highest;
    private int count;
    private int distinct;

    void reset() {
        bits = 0;
        highest = 0;
        count = 0;
        distinct = 0;
    }

    /** A probe arrived. One older than the window counts, but not as distinct: it may be a duplicate. */
    @HotPath
    void accept(int seq) {
        int ahead = count == 0 ? 0 : seq - highest;
        count++;
        if (bits == 0 || ahead > 0) {
            bits = ahead < Long.SIZE ? bits << ahead | 1 : 1;
            highest = seq;
            distinct++;
        } else if (ahead > -Long.SIZE && (bits & 1L << -ahead) == 0) {
            bits |= 1L << -ahead;
            distinct++;
        }
    }

    /** Bit k set: probe {@code seq} - k arrived; 0 unless {@code seq} is the newest, as not all would be known. */
    @HotPath
    long window(int seq) {
        return seq == highest ? bits : 0;
    }

    /** Probes that arrived, duplicates included; u32, wraps. */
    int count() {
        return count;
    }

    /** Probes that arrived, duplicates not counted; u32, wraps. */
    int distinct() {
        return distinct;
    }
}
