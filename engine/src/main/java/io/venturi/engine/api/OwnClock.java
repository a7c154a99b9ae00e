package io.venturi.engine.api;

import io.venturi.engine.clock.WallClock;
import io.venturi.engine.metric.ClockChoice;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.plan.RttPlan;
import java.net.InetSocketAddress;

/** What this host's wall clock is worth to a test. */
final class OwnClock {

    private OwnClock() {
    }

    /** Ask those who keep it, some milliseconds; nobody if the test does not need it. */
    static SyncState ask(RttPlan plan, InetSocketAddress peer) {
        ClockChoice choice = plan.clocks();
        boolean needed = switch (choice.method()) {
            case AUTO -> true;
            case SYNCHRONISED -> choice.statedErrorNs() == ClockChoice.NOT_STATED;
            case ESTIMATE, NONE -> false;
        };
        return needed && !Addresses.isOwn(peer.getAddress()) ? WallClock.ask().syncState() : SyncState.UNKNOWN;
    }
}
