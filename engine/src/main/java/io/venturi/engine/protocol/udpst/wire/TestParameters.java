package io.venturi.engine.protocol.udpst.wire;

/**
 * What a test is to be, as in activation PDUs: asked for in the request, granted in the response.
 *
 * @param upstream       the client sends the load
 * @param lowMs          below this delay variation the rate may grow, ms
 * @param highMs         above this it must fall, ms
 * @param trialMs        between status PDUs, ms
 * @param seconds        length of the test, s
 * @param subIntervalMs  length of a sub-interval, ms
 * @param trafficClass   TOS or traffic class byte of everything from the activation response on
 * @param row            row of the table to stay at or start from; {@link #AUTOMATIC} for a search
 * @param startRow       {@code row} is where a search starts
 * @param oneWay         the search looks at one-way delay variation, not at that of round trips
 * @param step           rows of a fast step up
 * @param slowThreshold  times of congestion after which the search becomes slow
 * @param errorThreshold lost datagrams of a trial interval that are not yet congestion
 * @param ignoreReordered datagrams out of order or twice are no sign of congestion
 * @param randomPayload  random filling, not zeros
 * @param algorithm      as on the wire, see {@link SearchAlgorithm}
 * @param ceThreshold    congestion marks that are congestion: (n-1)/255 of the datagrams; 0 for off
 * @param frozen         sub-intervals at the begin in which the rate is not adjusted
 */
public record TestParameters(boolean upstream, int lowMs, int highMs, int trialMs, int seconds, int subIntervalMs,
                             int trafficClass, int row, boolean startRow, boolean oneWay, int step, int slowThreshold,
                             int errorThreshold, boolean ignoreReordered, boolean randomPayload,
                             SearchAlgorithm algorithm, int ceThreshold, int frozen) {
    /** Row of a search that starts at the bottom. */
    public static final int AUTOMATIC = 0xffff;
    /** What OB-UDPST asks for unless told otherwise, downstream. */
    public static final TestParameters DEFAULT = new TestParameters(false, 30, 90, 50, 10, 1000, 0, AUTOMATIC, false,
            false, 10, 3, 10, true, false, SearchAlgorithm.B, 0, 0);

    /** True if it stays at one row, but for frozen sub-intervals. */
    public boolean isFixed() {
        return row != AUTOMATIC && !startRow;
    }

    /** Sub-intervals that fit in the test. */
    public int subIntervals() {
        return seconds * 1000 / subIntervalMs;
    }

    /** The same with another traffic class byte. */
    public TestParameters withTrafficClass(int value) {
        return new TestParameters(upstream, lowMs, highMs, trialMs, seconds, subIntervalMs, value, row, startRow,
                oneWay,
                step, slowThreshold, errorThreshold, ignoreReordered, randomPayload, algorithm, ceThreshold, frozen);
    }
}
