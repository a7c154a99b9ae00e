package io.venturi.engine.metric;

/**
 * A capacity test as it stands a moment ago.
 *
 * @param phase         what is going on
 * @param elapsedNs     since the load began
 * @param bitsPerSecond IP rate of the last trial intervals, all connections
 * @param maximumBitsPerSecond greatest IP rate of a sub-interval so far
 * @param total         counts since the load began
 * @param highestRow    row of the sending-rate table, -1 if unknown
 */
public record CapacityLive(Phase phase, long elapsedNs, int activeConnections, double bitsPerSecond,
                           double maximumBitsPerSecond, CapacityTally total, int highestRow) {
    /** Before anything. */
    public static final CapacityLive NONE =
            new CapacityLive(Phase.OPENING, 0, 0, 0, 0, CapacityTally.NONE, -1);

    /** Before the load, while the latency of the idle path is measured. */
    public static final CapacityLive IDLE = new CapacityLive(Phase.IDLE, 0, 0, 0, 0, CapacityTally.NONE, -1);

    /** Probes without load, set-up and activation, load, the end. */
    public enum Phase { IDLE, OPENING, RUNNING, STOPPING }
}
