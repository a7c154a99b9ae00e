package io.venturi.engine.stream;

import io.venturi.engine.metric.ReflectorReport;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.SyncState;
import java.util.Optional;

/**
 * The side of a round-trip test that sends probes, whatever the protocol.
 *
 * <p>Thread: the methods of {@link Endpoint} and {@link #fail} belong to the lane, the others to anyone.
 */
public interface RoundTripClient extends Endpoint {

    /** What was asked for, in the terms of a report. */
    RttSettings requested();

    /** Stop: the first time sending, then also waiting for replies, then whatever ends a test properly. */
    void stop();

    /** The lane cannot go on: end the test now, with what there is. Lane thread only. */
    void fail(Throwable cause);

    /** Wait until the test has begun, or will not, and tell what came of it. */
    RoundTripOpening awaitOpened() throws InterruptedException;

    /** Wait until all probes are sent, and tell the most that will be waited for replies, ns; 0 if all have come. */
    long awaitSent() throws InterruptedException;

    /** What the peer has told of its wall clock so far; once the test has ended, of the end. */
    default SyncState peerClock() {
        return SyncState.UNKNOWN;
    }

    /** What a reflector told of itself and of how probes arrived; once the test has ended. */
    default Optional<ReflectorReport> reflector() {
        return Optional.empty();
    }

    /** Wait for the end. */
    RoundTripOutcome awaitEnd() throws InterruptedException;
}
