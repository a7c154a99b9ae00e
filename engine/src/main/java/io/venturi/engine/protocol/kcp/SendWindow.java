package io.venturi.engine.protocol.kcp;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Segments on their way to the peer: numbers from {@link #first} to {@link #next} are under way, from there to
 * {@link #end} they wait. A ring outside the heap, indexed by sequence number.
 */
final class SendWindow {
    private final int segmentBytes;
    private final int mask;
    private final MemorySegment data;
    private final int[] lengths;
    private final int[] sentMs;
    private final int[] dueMs;
    private final int[] timeoutsMs;
    private final int[] passedOver;
    private final int[] transmissions;
    private final boolean[] acknowledged;
    private int first;
    private int next;
    private int end;

    SendWindow(int segments, int segmentBytes, Arena arena) {
        int capacity = capacity(segments);
        this.segmentBytes = segmentBytes;
        mask = capacity - 1;
        data = arena.allocate((long) capacity * segmentBytes, 64);
        lengths = new int[capacity];
        sentMs = new int[capacity];
        dueMs = new int[capacity];
        timeoutsMs = new int[capacity];
        passedOver = new int[capacity];
        transmissions = new int[capacity];
        acknowledged = new boolean[capacity];
    }

    private static int capacity(int segments) {
        return Integer.highestOneBit(Math.max(1, segments - 1)) << 1;
    }

    /** Memory for the data of that many segments. */
    static long bytes(int segments, int segmentBytes) {
        return (long) capacity(segments) * segmentBytes;
    }

    /** The oldest number that is not acknowledged, or {@link #next}. */
    int first() {
        return first;
    }

    /** The number that the next segment to leave will have. */
    int next() {
        return next;
    }

    int underWay() {
        return next - first;
    }

    int waiting() {
        return end - next;
    }

    int held() {
        return end - first;
    }

    /** Bytes that {@link #append} would take. */
    @HotPath
    int room(int mostHeld, boolean fillUp) {
        int open = Math.max(0, Math.min(mostHeld, mask + 1) - held());
        return open * segmentBytes + (fillUp && waiting() > 0 ? segmentBytes - lengths[end - 1 & mask] : 0);
    }

    /** Append up to {@code bytes}; if wanted, a last segment that still waits is filled up before another is begun. */
    @HotPath
    int append(MemorySegment from, long at, int bytes, int mostHeld, boolean fillUp) {
        int taken = 0;
        if (fillUp && waiting() > 0) {
            taken = fill(end - 1, from, at, bytes);
        }
        int limit = Math.min(mostHeld, mask + 1);
        while (taken < bytes && held() < limit) {
            int i = end & mask;
            lengths[i] = 0;
            transmissions[i] = 0;
            passedOver[i] = 0;
            acknowledged[i] = false;
            end++;
            taken += fill(end - 1, from, at + taken, bytes - taken);
        }
        return taken;
    }

    private int fill(int seq, MemorySegment from, long at, int bytes) {
        int i = seq & mask;
        int taken = Math.min(bytes, segmentBytes - lengths[i]);
        MemorySegment.copy(from, at, data, (long) i * segmentBytes + lengths[i], taken);
        lengths[i] += taken;
        return taken;
    }

    /** The first waiting segment is under way from now on. */
    void admit() {
        next++;
    }

    /**
     * The peer has all below {@code seq}.
     *
     * @return false if nothing is new in that
     */
    @HotPath
    boolean acknowledgeBelow(int seq) {
        if (seq - first <= 0 || seq - next > 0) {
            return false;
        }
        first = seq;
        skipAcknowledged();
        return true;
    }

    /** The peer has {@code seq}. */
    @HotPath
    void acknowledge(int seq) {
        if (seq - first >= 0 && seq - next < 0) {
            acknowledged[seq & mask] = true;
            skipAcknowledged();
        }
    }

    private void skipAcknowledged() {
        while (first != next && acknowledged[first & mask]) {
            first++;
        }
    }

    /** The peer has {@code seq}, sent at {@code timeMs}, but not all that was sent before it. */
    @HotPath
    void passOver(int seq, int timeMs) {
        if (seq - next >= 0) {
            return;
        }
        for (int s = first; s - seq < 0; s++) {
            int i = s & mask;
            if (!acknowledged[i] && sentMs[i] - timeMs <= 0) {
                passedOver[i]++;
            }
        }
    }

    boolean isAcknowledged(int seq) {
        return acknowledged[seq & mask];
    }

    int length(int seq) {
        return lengths[seq & mask];
    }

    int passedOver(int seq) {
        return passedOver[seq & mask];
    }

    int transmissions(int seq) {
        return transmissions[seq & mask];
    }

    int dueMs(int seq) {
        return dueMs[seq & mask];
    }

    int timeoutMs(int seq) {
        return timeoutsMs[seq & mask];
    }

    /** Segment {@code seq} leaves now; its data are put behind the header at {@code at}. */
    @HotPath
    void transmit(int seq, int nowMs, int timeoutMs, int newDueMs, MemorySegment datagram, long at) {
        int i = seq & mask;
        sentMs[i] = nowMs;
        timeoutsMs[i] = timeoutMs;
        dueMs[i] = newDueMs;
        passedOver[i] = 0;
        transmissions[i]++;
        MemorySegment.copy(data, (long) i * segmentBytes, datagram, at, lengths[i]);
    }
}
