package io.venturi.engine.metric;

/**
 * How well probes kept to their times, by the best stamps there are.
 *
 * @param stampedBy    who told when they left; what {@link StampSource#USER} tells is when they were handed over
 * @param errorNs      from the intended to the actual time, ns, negative if too early
 * @param missedLaunch probes that this host's queue dropped because they could not leave in time; neither sent nor lost
 */
public record Departures(StampSource stampedBy, Summary errorNs, long missedLaunch) {
    /** Nothing is known. */
    public static final Departures NONE = new Departures(StampSource.USER, Summary.NONE, 0);
}
