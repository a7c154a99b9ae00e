package io.venturi.engine.record;

import io.venturi.engine.metric.CardClock;
import io.venturi.engine.metric.RoundTrips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * One {@link RoundTripRow} per probe, found by its number, in chunks of memory off the Java heap: all rows, or a ring
 * of the last ones.
 *
 * <p>Thread: one appends and writes; others may read once it has stopped and handed the table over.
 */
public final class RoundTripTable implements RoundTrips {
    /** log2 of the rows of a chunk, which so has 4 MiB. */
    private static final int CHUNK_SHIFT = 15;
    static final int CHUNK_ROWS = 1 << CHUNK_SHIFT;

    private final boolean keepsAll;
    private final long capacity;
    private final Arena arena = Arena.ofShared();
    private MemorySegment[] chunks = new MemorySegment[16];
    private long first;
    private long end;
    private volatile CardClock cardClock = CardClock.UNKNOWN;

    private RoundTripTable(boolean keepsAll, long capacity) {
        this.keepsAll = keepsAll;
        this.capacity = capacity;
    }

    /** A table that keeps every row and grows by chunks. */
    public static RoundTripTable keepingAll() {
        return new RoundTripTable(true, Long.MAX_VALUE);
    }

    /** A table that keeps the last {@code rows} rows, 1..2^30, rounded up to a power of two. */
    public static RoundTripTable keepingLast(int rows) {
        if (rows < 1 || rows > 1 << 30) {
            throw new IllegalArgumentException("rows " + rows + " is not 1.." + (1 << 30));
        }
        return new RoundTripTable(false, Long.highestOneBit(2L * rows - 1));
    }

    /** Let the rows tell stamps of the card as times of this host's wall clock too. */
    public void relate(CardClock clock) {
        cardClock = clock;
    }

    CardClock cardClock() {
        return cardClock;
    }

    /** Bytes off the heap that a test of this many rows needs, the one column for its final statistics included. */
    public static long bytesFor(long rows) {
        long wholeChunks = Math.ceilDiv(rows, CHUNK_ROWS) * CHUNK_ROWS;
        return Math.addExact(Math.multiplyExact(wholeChunks, RoundTripRow.BYTES), rows * Long.BYTES);
    }

    /** True if no row is ever dropped. */
    public boolean keepsAll() {
        return keepsAll;
    }

    /** True if the next {@link #append} drops the row {@link #first()}. */
    public boolean isFull() {
        return size() == capacity;
    }

    /**
     * Add an empty row with the number {@link #end()}.
     *
     * @throws OutOfMemoryError if the system has no memory for another chunk
     */
    public void append() {
        if (isFull()) {
            first++;
        }
        long slot = slotOf(end);
        int chunk = (int) (slot >>> CHUNK_SHIFT);
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * chunk);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = arena.allocate(Math.min(capacity, CHUNK_ROWS) * RoundTripRow.BYTES, 64);
        } else if (!keepsAll) {
            clear(chunks[chunk], offsetOf(end));
        }
        end++;
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long size() {
        return end - first;
    }

    /** Number of the row after the last one. */
    public long end() {
        return end;
    }

    /** True if the row of this number can be read. */
    public boolean holds(long seq) {
        return seq >= first && seq < end;
    }

    @Override
    public RoundTripRow cursor() {
        return new RoundTripRow(this);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static void clear(MemorySegment chunk, long offset) {
        for (int i = 0; i < RoundTripRow.BYTES; i += Long.BYTES) {
            chunk.set(JAVA_LONG, offset + i, 0);
        }
    }

    MemorySegment chunkOf(long seq) {
        return chunks[(int) (slotOf(seq) >>> CHUNK_SHIFT)];
    }

    long offsetOf(long seq) {
        return (slotOf(seq) & CHUNK_ROWS - 1) * RoundTripRow.BYTES;
    }

    private long slotOf(long seq) {
        return keepsAll ? seq : seq & capacity - 1;
    }
}
