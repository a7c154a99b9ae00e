package io.venturi.engine.stats;

/** Order in which first replies arrive, by probe number. Thread: one. Allocates nothing. */
final class ReplyOrder {
    private long highest = -1;
    private long last = -1;
    private long reordered;
    private long late;

    /** The next first reply. True if it is late: its number is below that of the reply just before. */
    boolean add(long seq) {
        boolean isLate = seq < last;
        if (isLate) {
            late++;
        }
        if (seq < highest) { // RFC 4737 section 3.3: below the next expected number
            reordered++;
        }
        last = seq;
        highest = Math.max(highest, seq);
        return isLate;
    }

    long reordered() {
        return reordered;
    }

    long late() {
        return late;
    }
}
