package io.venturi.engine.api;

import java.util.Locale;

/** Rows of the CSV file of received load, as text that is kept until {@link #clear}. One thread. */
final class MetadataRow {
    private static final long US_NS = 1_000;
    private static final long MS_NS = 1_000_000;
    private static final long SECOND_US = 1_000_000;

    private final StringBuilder text = new StringBuilder();
    private String rates = "0.00,0.00";

    /** Of an interface, in the rows to come. */
    void rates(double mainMbps, double otherMbps) {
        rates = mainMbps == 0 && otherMbps == 0 ? "0.00,0.00"
                : String.format(Locale.ROOT, "%.2f,%.2f", mainMbps, otherMbps);
    }

    /** First part of a row; times in ns since 1970. */
    void datagram(long seq, int payload, int ecn, long sentNs, long arrivedNs) {
        text.append(seq).append(',').append(payload).append(',').append(ecn).append(',');
        time(sentNs);
        text.append(',');
        time(arrivedNs);
        text.append(',').append(Math.floorDiv(arrivedNs - sentNs + MS_NS / 2, MS_NS)).append(',').append(rates);
    }

    /** The rest of a row. */
    void sample(long statusTimeNs, long arrivedNs, int responseDelayMs, long rttMs, int statusError) {
        text.append(',');
        time(statusTimeNs);
        text.append(',');
        time(arrivedNs);
        text.append(',').append(responseDelayMs).append(',').append(rttMs).append(',').append(statusError)
                .append('\n');
    }

    /** The rest of a row without a sample of the round trip. */
    void noSample() {
        text.append(",,,,,\n");
    }

    /** Seconds with six places, cut off. */
    private void time(long ns) {
        long us = Math.floorDiv(ns, US_NS);
        text.append(us / SECOND_US).append('.');
        String places = Long.toString(us % SECOND_US);
        text.repeat('0', 6 - places.length()).append(places);
    }

    StringBuilder text() {
        return text;
    }

    void clear() {
        text.setLength(0);
    }
}
