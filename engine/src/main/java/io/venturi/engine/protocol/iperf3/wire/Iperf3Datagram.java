package io.venturi.engine.protocol.iperf3.wire;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfLong;
import java.nio.ByteOrder;

/**
 * Head of a UDP datagram, big-endian, and the words by which a stream begins.
 *
 * <pre>
 * 0  4  seconds        4  4  microseconds, both of the sender's monotonic clock
 * 8  4 or 8  sequence number from 1; 8 bytes if the client asked for 64-bit counters
 * </pre>
 */
public final class Iperf3Datagram {
    /** Smallest payload with either width of number. */
    public static final int LEAST_BYTES = 16;
    /** First datagram of a stream, client to server: "9876". */
    public static final int HELLO = 0x39383736;
    /** Its answer: "6789". */
    public static final int ANSWER = 0x36373839;
    /** Hello of releases before 3.12 on little-endian hosts. */
    public static final int OLD_HELLO = 0x15cd5b07;
    /** Answer of releases before 3.12 on little-endian hosts. */
    public static final int OLD_ANSWER = 0xb168de3a;
    /** Hello of releases before 3.12 on big-endian hosts. */
    public static final int OLD_BIG_ENDIAN_HELLO = 0x075bcd15;
    /** Answer of releases before 3.12 on big-endian hosts. */
    public static final int OLD_BIG_ENDIAN_ANSWER = 0x3ade68b1;

    private static final OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int MICROSECONDS = 4;
    private static final int SEQ = 8;

    private Iperf3Datagram() {
    }

    /** The first word, as it is written in the constants of this class. */
    public static int word(MemorySegment payload) {
        return payload.get(INT, 0);
    }

    public static void word(MemorySegment payload, int word) {
        payload.set(INT, 0, word);
    }

    /** True if a datagram of four bytes with this word asks for a stream. */
    public static boolean isHello(int word) {
        return word == HELLO || word == OLD_HELLO || word == OLD_BIG_ENDIAN_HELLO || word == ANSWER;
    }

    /** The answer that a hello expects; big-endian hosts of releases 3.12 to 3.16 have the two words swapped. */
    public static int answerTo(int hello) {
        return hello == ANSWER ? HELLO : ANSWER;
    }

    /** True if a datagram with this word answers a hello. */
    public static boolean isAnswer(int word) {
        return word == ANSWER || word == OLD_ANSWER || word == OLD_BIG_ENDIAN_ANSWER || word == HELLO;
    }

    /** Put time and number into a datagram. */
    @HotPath
    public static void write(MemorySegment payload, long nowNs, long seq, boolean counters64) {
        payload.set(INT, 0, (int) (nowNs / 1_000_000_000L));
        payload.set(INT, MICROSECONDS, (int) (nowNs % 1_000_000_000L / 1_000));
        if (counters64) {
            payload.set(LONG, SEQ, seq);
        } else {
            payload.set(INT, SEQ, (int) seq);
        }
    }

    /** When it was sent, by the sender's clock, ns. */
    public static long sentNs(MemorySegment payload) {
        return Integer.toUnsignedLong(payload.get(INT, 0)) * 1_000_000_000L
                + Integer.toUnsignedLong(payload.get(INT, MICROSECONDS)) * 1_000L;
    }

    /** Its number, from 1; the narrow form wraps. */
    public static long seq(MemorySegment payload, boolean counters64) {
        return counters64 ? payload.get(LONG, SEQ) : Integer.toUnsignedLong(payload.get(INT, SEQ));
    }
}
