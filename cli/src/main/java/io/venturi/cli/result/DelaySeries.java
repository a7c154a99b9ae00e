package io.venturi.cli.result;

/**
 * Every probe of a test, in order of sending.
 *
 * @param label whose delay, such as {@code round trip (kernel)}
 * @param sentS when it was sent, in s from the first
 * @param delayNs NaN unless {@link Fate#ANSWERED}
 */
public record DelaySeries(String label, double[] sentS, double[] delayNs, Fate[] fates) {

    /** What became of a probe. */
    public enum Fate {
        ANSWERED, LOST,
        /** Our own blindness: it may have come back, but there is no record. */
        UNOBSERVED
    }

    public int size() {
        return sentS.length;
    }
}
