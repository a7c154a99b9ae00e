package io.venturi.engine.protocol.irtt;

import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.SyncState.Source;
import io.venturi.engine.protocol.irtt.wire.ClockStatement;
import io.venturi.engine.protocol.irtt.wire.IrttParams;

/**
 * What two venturis tell each other of the server's wall clock.
 *
 * @param statement   the extensions that say it, granted bit included; 0 if nothing is said
 * @param grandmaster identity of the PTP grandmaster that the server follows, or is; 0 for none
 */
record PeerClock(long statement, long grandmaster) {
    /** Nothing is said. */
    static final PeerClock SILENT = new PeerClock(0, 0);

    /** What says this. */
    static PeerClock telling(SyncState state) {
        int source = switch (state.source()) {
            case UNKNOWN, STATED -> 0;
            case NTP, CHRONY -> 1;
            case PTP -> 2;
            case SSU_BITS -> 3;
            case GNSS -> 4;
            case FREE_RUNNING -> 5;
        };
        return new PeerClock(IrttParams.CLOCK_STATEMENT
                | ClockStatement.encode(state.synchronised(), source, state.errorBoundNs()),
                identity(state.grandmaster()));
    }

    /** What a server granted. */
    static PeerClock of(IrttParams granted) {
        return new PeerClock(granted.extensions(), granted.grandmaster());
    }

    /** {@link SyncState#UNKNOWN} if the server said nothing of its clock. */
    SyncState state() {
        if ((statement & IrttParams.CLOCK_STATEMENT) == 0) {
            return SyncState.UNKNOWN;
        }
        Source source = switch (ClockStatement.source(statement)) {
            case 1 -> Source.NTP;
            case 2 -> Source.PTP;
            case 3 -> Source.SSU_BITS;
            case 4 -> Source.GNSS;
            case 5 -> Source.FREE_RUNNING;
            default -> Source.UNKNOWN;
        };
        return new SyncState(source, ClockStatement.isSynchronised(statement), ClockStatement.errorNs(statement),
                "its answer when the test was opened", text(grandmaster));
    }

    /** 0 if it is none as PTP has them. */
    private static long identity(String grandmaster) {
        return grandmaster.matches("[0-9a-f]{6}\\.[0-9a-f]{4}\\.[0-9a-f]{6}")
                ? Long.parseUnsignedLong(grandmaster.replace(".", ""), 16) : 0;
    }

    private static String text(long identity) {
        return identity == 0 ? "" : "%06x.%04x.%06x".formatted(identity >>> 40, identity >>> 24 & 0xffff,
                identity & 0xff_ffff);
    }
}
