package io.venturi.engine.protocol.kcp;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Segments from the peer: numbers from {@link #unread} to {@link #next} are in order and wait for the reader, later
 * ones wait for a gap to close. A ring outside the heap, indexed by sequence number.
 */
final class ReceiveWindow {
    private final int segments;
    private final int segmentBytes;
    private final int mask;
    private final MemorySegment data;
    private final int[] lengths;
    private final boolean[] present;
    private int unread;
    private int next;
    private int readOffset;

    ReceiveWindow(int segments, int segmentBytes, Arena arena) {
        int capacity = capacity(segments);
        this.segments = segments;
        this.segmentBytes = segmentBytes;
        mask = capacity - 1;
        data = arena.allocate((long) capacity * segmentBytes, 64);
        lengths = new int[capacity];
        present = new boolean[capacity];
    }

    private static int capacity(int segments) {
        return Integer.highestOneBit(2 * segments - 1) << 1;
    }

    /** Memory for the data of that many segments. */
    static long bytes(int segments, int segmentBytes) {
        return (long) capacity(segments) * segmentBytes;
    }

    /** All numbers below have arrived. */
    int next() {
        return next;
    }

    private int ready() {
        return next - unread;
    }

    /** Segments that can still be taken. */
    int free() {
        return segments - ready();
    }

    boolean admits(int seq) {
        return seq - next - segments < 0;
    }

    boolean isNew(int seq) {
        return seq - next >= 0 && !present[seq & mask];
    }

    /** Keep a segment that is admitted and new; false if it is longer than this end can hold. */
    @HotPath
    boolean insert(int seq, MemorySegment from, long at, int bytes) {
        if (bytes > segmentBytes) {
            return false;
        }
        int i = seq & mask;
        MemorySegment.copy(from, at, data, (long) i * segmentBytes, bytes);
        lengths[i] = bytes;
        present[i] = true;
        closeGap();
        return true;
    }

    private void closeGap() {
        while (ready() < segments && present[next & mask]) {
            next++;
        }
    }

    /**
     * Take up to {@code most} bytes that are in order.
     *
     * @param into where to, or null to drop them
     */
    @HotPath
    int read(MemorySegment into, long at, int most) {
        int taken = 0;
        while (taken < most && unread != next) {
            int i = unread & mask;
            int bytes = Math.min(most - taken, lengths[i] - readOffset);
            if (into != null) {
                MemorySegment.copy(data, (long) i * segmentBytes + readOffset, into, at + taken, bytes);
            }
            taken += bytes;
            readOffset += bytes;
            if (readOffset == lengths[i]) {
                readOffset = 0;
                present[i] = false;
                unread++;
            }
        }
        closeGap();
        return taken;
    }
}
