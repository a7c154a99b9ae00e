package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;

/**
 * How long to wait for replies after the last probe.
 *
 * @param kind       whether {@code factor} multiplies the greatest or the mean round trip, or the time is fixed
 * @param factor     1 or more; 0 if fixed
 * @param durationNs the fixed time, or the time if there was no reply at all; ns, not negative
 */
public record WaitRule(Kind kind, int factor, long durationNs) {
    /** Three times the greatest round trip, 4 s if nothing came back. */
    public static final WaitRule DEFAULT = new WaitRule(Kind.TIMES_MAX, 3, 4_000_000_000L);
    /** Round trips are so short on some paths that a multiple of them is less than this host's own scheduling. */
    private static final long LEAST_NS = 100_000_000;

    /** What the factor multiplies. */
    public enum Kind { TIMES_MAX, TIMES_MEAN, FIXED }

    public WaitRule {
        if (durationNs < 0 || kind != Kind.FIXED && factor < 1) {
            throw new ConfigException("A wait is a duration (4s), or a factor and a duration: 3x4s (3 times the"
                    + " greatest round trip, 4 s if there was none), 3r4s (the mean).");
        }
    }

    /**
     * Parse {@code 3x4s}, {@code 3r4s} or {@code 4s}.
     *
     * @throws ConfigException if it is none of these
     */
    public static WaitRule parse(String text) {
        int x = text.indexOf('x');
        int r = text.indexOf('r');
        int at = x >= 0 ? x : r;
        if (at < 0) {
            return new WaitRule(Kind.FIXED, 0, Durations.parse(text));
        }
        try {
            return new WaitRule(x >= 0 ? Kind.TIMES_MAX : Kind.TIMES_MEAN, Integer.parseInt(text.substring(0, at)),
                    Durations.parse(text.substring(at + 1)));
        } catch (NumberFormatException e) {
            throw new ConfigException("\"" + text + "\" is no wait: the part before '" + text.charAt(at)
                    + "' must be a whole number, as in 3x4s.", e);
        }
    }

    /**
     * The wait in ns, given the greatest and mean round trip so far (ns, not negative); 0 replies count as none. A
     * multiple is at least 100 ms.
     */
    public long waitNs(long replies, long maxRoundTripNs, long meanRoundTripNs) {
        if (kind == Kind.FIXED || replies == 0) {
            return durationNs;
        }
        long base = kind == Kind.TIMES_MAX ? maxRoundTripNs : meanRoundTripNs;
        return base > Long.MAX_VALUE / factor ? Long.MAX_VALUE : Math.max(LEAST_NS, base * factor);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case TIMES_MAX -> factor + "x" + Durations.format(durationNs);
            case TIMES_MEAN -> factor + "r" + Durations.format(durationNs);
            case FIXED -> Durations.format(durationNs);
        };
    }
}
