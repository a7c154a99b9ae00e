package io.venturi.engine.metric;

/**
 * How the two hosts' wall clocks are to be related.
 *
 * @param statedErrorNs what the user says they are apart at most; {@link #NOT_STATED} if that is for the hosts to say
 */
public record ClockChoice(Method method, long statedErrorNs) {
    public static final long NOT_STATED = -1;
    /** The best that can be known. */
    public static final ClockChoice AUTO = new ClockChoice(Method.AUTO, NOT_STATED);
    /** Not at all. */
    public static final ClockChoice NONE = new ClockChoice(Method.NONE, NOT_STATED);

    /** The ways there are. */
    public enum Method {
        /** By what both hosts say of their clocks or by estimate, whichever is the more exact. */
        AUTO,
        /** Both are synchronised. */
        SYNCHRONISED,
        /** From the packets of the test. */
        ESTIMATE,
        /** Delays of one direction are not wanted. */
        NONE
    }

    public ClockChoice {
        if (statedErrorNs < NOT_STATED || statedErrorNs != NOT_STATED && method != Method.SYNCHRONISED) {
            throw new IllegalArgumentException(method + " with an error of " + statedErrorNs);
        }
    }

    @Override
    public String toString() {
        return method.toString() + (statedErrorNs == NOT_STATED ? "" : " within " + statedErrorNs + " ns");
    }
}
