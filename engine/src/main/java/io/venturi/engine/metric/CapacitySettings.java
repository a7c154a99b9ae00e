package io.venturi.engine.metric;

/**
 * What a connection of a capacity test runs with: what was asked for, or what the server made of it.
 *
 * @param protocolVersion    as on the wire
 * @param lowerThresholdNs   delay variation below which the rate may rise
 * @param upperThresholdNs   delay variation above which it falls
 * @param trialIntervalNs    between feedback messages
 * @param testIntervalNs     length of the test
 * @param subIntervalNs      length of a result
 * @param trafficClass       TOS or traffic class byte, 0..255
 * @param row                of the sending-rate table: fixed, or to start from; -1 for automatic
 * @param startRow           {@code row} is only to start from
 * @param oneWayDelay        the search looks at one-way delay instead of round trips
 * @param fastStepRows       rows per fast step
 * @param slowThreshold      congested trial intervals until the search becomes slow
 * @param sequenceErrors     tolerated per trial interval
 * @param ignoreReordered    reordered datagrams and duplicates are no sequence errors
 * @param randomPayload      payload is random instead of zeros
 * @param algorithm          {@code B} or {@code C}
 * @param ceThreshold        ECN threshold 1..255, 0 for off
 * @param frozenSubIntervals first ones in which the rate is not adjusted
 */
public record CapacitySettings(int protocolVersion, CapacityDirection direction, long lowerThresholdNs,
                               long upperThresholdNs, long trialIntervalNs, long testIntervalNs, long subIntervalNs,
                               int trafficClass, int row, boolean startRow, boolean oneWayDelay, int fastStepRows,
                               int slowThreshold, int sequenceErrors, boolean ignoreReordered, boolean randomPayload,
                               char algorithm, int ceThreshold, int frozenSubIntervals) {
    /** {@link #row} of a search that starts at the bottom. */
    public static final int AUTOMATIC = -1;
}
