package io.venturi.engine.metric;

/**
 * What a capacity server has done since it was started; no number ever falls, but for those of {@link Allocated}.
 */
public record CapacityServerTotals(Setups setups, Activations activations, Invalid invalid, Load load,
        Messages messages, Allocated allocated) {

    /** Set-up requests. */
    public record Setups(long requests, long accepted, long rejected, long badVersion, long badOption,
                         long bandwidthExceeded, long noConnection, long legacy, long authenticationFailed,
                         long authenticationTime) {}

    /** Activation requests, and connections that never got one. */
    public record Activations(long timeouts, long requests, long accepted, long rejected, long badParameter) {}

    /** Datagrams that were none of the protocol. */
    public record Invalid(long controlSize, long controlFormat, long controlChecksum, long loadSize, long loadFormat,
                          long loadChecksum, long statusSize, long statusFormat, long statusChecksum) {}

    /**
     * Load.
     *
     * @param queuedDatagrams  handed to the kernel
     * @param queuedIpBytes    the same, with headers
     * @param refusedDatagrams that the kernel did not take
     * @param refusals         send calls in which that happened
     * @param sendCalls        bursts handed over
     * @param sent             what receivers told of the load sent
     * @param sentIpBytes      of its datagrams that arrived, with headers
     * @param received         what arrived here
     * @param receivedIpBytes  the same, with headers
     * @param receiveCalls     bursts taken
     * @param wakeUps          times the lane was woken
     * @param missedSlots      send times given up
     */
    public record Load(long queuedDatagrams, long queuedIpBytes, long refusedDatagrams, long refusals, long sendCalls,
                       CapacityTally sent, long sentIpBytes, CapacityTally received, long receivedIpBytes,
                       long receiveCalls, long wakeUps, long missedSlots) {}

    /** Feedback messages, and how often one side had nothing from the other for a second. */
    public record Messages(long sent, long received, long lostHere, long lostThere, long stoppedHere,
                           long stoppedThere) {}

    /** Connections and bandwidth taken now. */
    public record Allocated(int connections, int downMbps, int upMbps) {}
}
