package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/**
 * Payload whose every byte follows from its position and from a number both ends know: random bytes that come again
 * after a prime number of them, so that what was put to a wrong place does not look right.
 */
final class StreamPattern {
    private static final int PERIOD = 65_521;

    private final MemorySegment bytes;

    StreamPattern(long seed) {
        byte[] random = new byte[PERIOD];
        new Random(seed).nextBytes(random);
        bytes = Arena.ofAuto().allocate(2L * PERIOD);
        MemorySegment.copy(random, 0, bytes, ValueLayout.JAVA_BYTE, 0, PERIOD);
        MemorySegment.copy(random, 0, bytes, ValueLayout.JAVA_BYTE, PERIOD, PERIOD);
    }

    /** Put the bytes from {@code position} on. */
    @HotPath
    void write(long position, MemorySegment into, long at, int count) {
        for (int done = 0; done < count; ) {
            int piece = Math.min(PERIOD, count - done);
            MemorySegment.copy(bytes, (position + done) % PERIOD, into, at + done, piece);
            done += piece;
        }
    }

    /** True if these are the bytes from {@code position} on. */
    @HotPath
    boolean matches(long position, MemorySegment from, long at, int count) {
        for (int done = 0; done < count; ) {
            int piece = Math.min(PERIOD, count - done);
            long start = Math.floorMod(position + done, PERIOD);
            if (MemorySegment.mismatch(bytes, start, start + piece, from, at + done, at + done + piece) >= 0) {
                return false;
            }
            done += piece;
        }
        return true;
    }
}
