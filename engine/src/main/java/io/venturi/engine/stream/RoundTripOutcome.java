package io.venturi.engine.stream;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.PeerTotals;

/**
 * How a round-trip test ended.
 *
 * @param end        the kind of end
 * @param detail     why, for people; empty if completed
 * @param endNs      when the wait for replies was over, CLOCK_MONOTONIC ns
 * @param waitedNs   how long replies were waited for after the last probe, ns
 * @param peerTotals what the peer had received in all, null if it did not say
 */
public record RoundTripOutcome(EndState end, String detail, long endNs, long waitedNs, PeerTotals peerTotals) {
}
