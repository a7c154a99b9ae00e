package io.venturi.engine.api;

import io.venturi.engine.metric.Refusals;
import io.venturi.engine.plan.AccessPlan;
import io.venturi.engine.plan.AccessPlan.Served;
import io.venturi.engine.socket.AccessGate;
import java.util.EnumMap;
import java.util.Map;

/** Whom the servers of this process let in; it can change while they run. Thread-safe. */
public final class Access {
    private final Map<Served, AccessGate> gates = new EnumMap<>(Served.class);

    /** @param listener hears of those who are not let in, on any thread */
    public Access(AccessPlan plan, ServerListener listener) {
        for (Served protocol : Served.values()) {
            gates.put(protocol, new AccessGate(plan.of(protocol),
                    (peer, why) -> listener.onEvent(peer, "Refused", "refused: " + why.text())));
        }
    }

    /** Everybody. */
    static Access open() {
        return new Access(AccessPlan.OPEN, (_, _, _) -> { });
    }

    /** From now on let in whom this plan lets in. Tests that run go on. */
    public void replace(AccessPlan plan) {
        gates.forEach((protocol, gate) -> gate.replace(plan.of(protocol)));
    }

    /** Who was not let in so far. */
    public Refusals refusals() {
        return gates.values().stream().map(AccessGate::refusals).reduce(new Refusals(0, 0, 0), Refusals::plus);
    }

    AccessGate gate(Served protocol) {
        return gates.get(protocol);
    }
}
