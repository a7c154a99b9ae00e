package io.venturi.engine.api;

import io.venturi.engine.metric.Refusals;
import io.venturi.engine.plan.AccessPlan;
import io.venturi.engine.socket.AccessGate;

/** Whom the servers of this process let in; one for all of them, and it can change while they run. Thread-safe. */
public final class Access {
    private final AccessGate gate;

    /** @param listener hears of those who are not let in, on any thread */
    public Access(AccessPlan plan, ServerListener listener) {
        gate = new AccessGate(plan, (peer, why) -> listener.onEvent(peer, "Refused", "refused: " + why.text()));
    }

    /** Everybody. */
    static Access open() {
        return new Access(AccessPlan.OPEN, (_, _, _) -> { });
    }

    /** From now on let in whom this plan lets in. Tests that run go on. */
    public void replace(AccessPlan plan) {
        gate.replace(plan);
    }

    /** Who was not let in so far. */
    public Refusals refusals() {
        return gate.refusals();
    }

    AccessGate gate() {
        return gate;
    }
}
