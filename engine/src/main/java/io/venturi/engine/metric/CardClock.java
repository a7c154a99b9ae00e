package io.venturi.engine.metric;

/** What the clock of this host's network card was by CLOCK_REALTIME. Thread: any. Allocates nothing. */
public interface CardClock {
    /** No card, or one whose clock was never compared. */
    CardClock UNKNOWN = new CardClock() {
        @Override
        public boolean isConvertible(long nicNs) {
            return false;
        }

        @Override
        public long toSystemNs(long nicNs) {
            throw new IllegalStateException("the clocks were never compared");
        }

        @Override
        public long boundNs(long nicNs) {
            throw new IllegalStateException("the clocks were never compared");
        }
    };

    /** False if the clocks were not compared, or one of them was set at about this time. */
    boolean isConvertible(long nicNs);

    /** CLOCK_REALTIME, ns since 1970, when the card showed {@code nicNs}, which must be {@link #isConvertible}. */
    long toSystemNs(long nicNs);

    /** Bound of the error of {@link #toSystemNs}, ns. */
    long boundNs(long nicNs);
}
