package io.venturi.engine.protocol.stamp;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.PeerTotals;

/**
 * How a test of a {@link StampSender} ended.
 *
 * @param end        the kind of end
 * @param detail     why, for people; empty if completed
 * @param endNs      when the wait for replies was over, CLOCK_MONOTONIC ns
 * @param waitedNs   how long replies were waited for after the last probe, ns
 * @param peerTotals what the reflector had received in all, null if its replies do not tell
 * @param findings   what the replies told of the reflector
 */
public record StampOutcome(EndState end, String detail, long endNs, long waitedNs, PeerTotals peerTotals,
                           StampFindings findings) {
}
