package io.venturi.engine.protocol.irtt;

import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.SyncState.Source;
import io.venturi.engine.protocol.irtt.wire.ClockStatement;
import io.venturi.engine.protocol.irtt.wire.IrttParams;

/** What two venturis tell each other of the server's wall clock. */
final class PeerClock {

    private PeerClock() {
    }

    /** The extensions that say so, granted bit included. */
    static long statement(SyncState state) {
        int source = switch (state.source()) {
            case UNKNOWN, STATED -> 0;
            case NTP, CHRONY -> 1;
            case PTP -> 2;
            case SSU_BITS -> 3;
            case GNSS -> 4;
            case FREE_RUNNING -> 5;
        };
        return IrttParams.CLOCK_STATEMENT | ClockStatement.encode(state.synchronised(), source, state.errorBoundNs());
    }

    /** What granted extensions say; {@link SyncState#UNKNOWN} if the server said nothing of its clock. */
    static SyncState of(long extensions) {
        if ((extensions & IrttParams.CLOCK_STATEMENT) == 0) {
            return SyncState.UNKNOWN;
        }
        Source source = switch (ClockStatement.source(extensions)) {
            case 1 -> Source.NTP;
            case 2 -> Source.PTP;
            case 3 -> Source.SSU_BITS;
            case 4 -> Source.GNSS;
            case 5 -> Source.FREE_RUNNING;
            default -> Source.UNKNOWN;
        };
        return new SyncState(source, ClockStatement.isSynchronised(extensions), ClockStatement.errorNs(extensions),
                "its answer when the test was opened", "");
    }
}
