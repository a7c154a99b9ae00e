package io.venturi.engine.protocol.udpst;

import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.protocol.udpst.wire.IntervalBlock;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;

/** What happens in a {@link TestPhase}. Called on the lane; must not block. */
interface PhaseEvents {

    /** Where the stamps of load go that this end receives; asked when the phase begins. */
    default LoadLog log() {
        return LoadLog.NONE;
    }

    /**
     * A trial interval has ended: ours, if this end receives, else that of a status PDU.
     *
     * @param row chosen for the next, negative if this end does not choose
     */
    default void trial(TrialBlock trial, int row) {
    }

    /** This end received load and has completed a sub-interval. */
    default void interval(LoadReceiver receiver) {
    }

    /** The peer told of a sub-interval that it completed. @param number from 1 */
    default void peerInterval(long number, IntervalBlock block, TrialBlock trial) {
    }

    /** Something is worth a warning. @param number lost messages, or 0 */
    default void incident(CapacityStatus status, long number) {
    }

    /** The end has been announced. @param received by the peer, else by us */
    default void stopping(boolean received) {
    }
}
