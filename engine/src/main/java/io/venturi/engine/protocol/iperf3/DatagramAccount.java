package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;

/**
 * What the receiver of a UDP stream counts: as iperf3 counts it, which is what the ends tell each other, and as it was.
 * The two differ because iperf3 takes every datagram that is not the newest for a lost one found again, duplicates too.
 *
 * <p>Thread: one. Allocates nothing.
 */
public final class DatagramAccount {
    /** Numbers back from the highest within which a copy is known as one. */
    private static final int WINDOW = 1 << 16;
    private static final int WORD_BITS = 64;

    private final long[] seen = new long[WINDOW / WORD_BITS];
    private long highest;
    private long errors;
    private long outOfOrder;
    private long received;
    private long duplicates;
    private long bytes;
    private double jitterNs;
    private long previousTransitNs;
    private boolean jitterStarted;
    private long omittedErrors;
    private long omittedHighest;
    private long omittedReceived;
    private long omittedDuplicates;
    private long omittedOutOfOrder;

    /**
     * Count one datagram.
     *
     * @param seq        its number, from 1
     * @param sentNs     when it was sent, by the sender's clock
     * @param receivedNs when it arrived, by any clock of this host
     */
    @HotPath
    public void received(long seq, int payloadBytes, long sentNs, long receivedNs) {
        received++;
        bytes += payloadBytes;
        if (seq > highest) {
            errors += seq - highest - 1;
            forget(seq);
            highest = seq;
        } else {
            outOfOrder++;
            if (errors > 0) {
                errors--;
            }
            if (isMarked(seq)) {
                duplicates++;
            }
        }
        mark(seq);
        jitter(Math.abs(receivedNs - sentNs));
    }

    /** The ring takes up the numbers up to {@code seq}, none of which has been seen. */
    private void forget(long seq) {
        long first = Math.max(highest + 1, seq - WINDOW + 1);
        int bit = (int) (first & WINDOW - 1);
        for (int left = (int) (seq - first) + 1; left > 0; ) { // counts: the last number may be the largest there is
            int bits = (bit & WORD_BITS - 1) == 0 && left >= WORD_BITS ? WORD_BITS : 1;
            seen[bit / WORD_BITS] &= bits == 1 ? ~(1L << bit) : 0;
            bit = bit + bits & WINDOW - 1;
            left -= bits;
        }
    }

    private void mark(long seq) {
        if (seq > 0 && highest - seq < WINDOW) {
            seen[(int) (seq & WINDOW - 1) / WORD_BITS] |= 1L << seq;
        }
    }

    private boolean isMarked(long seq) {
        return seq > 0 && highest - seq < WINDOW && (seen[(int) (seq & WINDOW - 1) / WORD_BITS] & 1L << seq) != 0;
    }

    private void jitter(long transitNs) {
        if (jitterStarted) {
            jitterNs += (Math.abs(transitNs - previousTransitNs) - jitterNs) / 16;
        }
        jitterStarted = true;
        previousTransitNs = transitNs;
    }

    /** The time that is omitted ends: what was counted so far is not counted. */
    public void omit() {
        omittedErrors = errors;
        omittedHighest = highest;
        omittedReceived = received;
        omittedDuplicates = duplicates;
        omittedOutOfOrder = outOfOrder;
        bytes = 0;
        jitterNs = 0;
        jitterStarted = false;
    }

    // ---- as iperf3 counts, the time omitted included ---------------------------------------------------------------

    /** Highest number received: what iperf3 calls packets. */
    public long packets() {
        return highest;
    }

    /** Lost by iperf3's count; never below {@link #omittedErrors}. */
    public long errors() {
        return Math.max(errors, omittedErrors);
    }

    public long omittedPackets() {
        return omittedHighest;
    }

    public long omittedErrors() {
        return omittedErrors;
    }

    /** Arrived behind a higher number, copies too. */
    long everOutOfOrder() {
        return outOfOrder;
    }

    // ---- as it was, the time omitted left out ----------------------------------------------------------------------

    /** Payload bytes of all datagrams, copies too. */
    public long bytes() {
        return bytes;
    }

    /** Datagrams that arrived, copies too. */
    public long received() {
        return received - omittedReceived;
    }

    /** Arrived, copies too, the time omitted included. */
    long everReceived() {
        return received;
    }

    /** Copies, the time omitted included. */
    long everDuplicates() {
        return duplicates;
    }

    /** Copies of what had arrived already, as far back as 65536 numbers. */
    public long duplicates() {
        return duplicates - omittedDuplicates;
    }

    /** Arrived after one with a higher number, copies not counted. */
    public long reordered() {
        return outOfOrder - omittedOutOfOrder - duplicates();
    }

    /** Not arrived, of those up to the highest number that did. */
    public long lost() {
        long expected = highest - omittedHighest;
        return Math.max(0, expected - (received() - duplicates()));
    }

    /** Not arrived of {@code sent} datagrams that the sender counted after the time omitted: the tail too. */
    public long lostOf(long sent) {
        return Math.max(0, sent - (received() - duplicates()));
    }

    /** Smoothed interarrival jitter (RFC 1889), ns. */
    public double jitterNs() {
        return jitterNs;
    }
}
