package io.venturi.engine.protocol.irtt;

import static io.venturi.engine.protocol.irtt.ServerHarness.PORT;
import static io.venturi.engine.protocol.irtt.ServerHarness.S;
import static io.venturi.engine.protocol.irtt.ServerHarness.SILENCE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.plan.AccessPlan;
import io.venturi.engine.protocol.irtt.IrttServerCounters.Id;
import io.venturi.engine.protocol.irtt.ServerHarness.Session;
import io.venturi.engine.protocol.irtt.wire.DropReason;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.protocol.irtt.wire.ReceivedStats;
import io.venturi.engine.protocol.irtt.wire.StampAt;
import io.venturi.engine.protocol.irtt.wire.StampClock;
import io.venturi.engine.socket.AccessGate;
import java.util.List;
import org.junit.jupiter.api.Test;

class IrttServerAccessTest {
    private static final IrttParams PARAMS = new IrttParams(1, S, S, 172, ReceivedStats.BOTH, StampAt.BOTH,
            StampClock.BOTH, 0, "", 0);
    private static final long STRANGER = 0xffff_7f00_0002L;

    private final ServerHarness harness = new ServerHarness();
    private final AccessGate gate = new AccessGate(AccessPlan.of(List.of("127.0.0.1"), List.of()), (_, _) -> { });

    @Test
    void shouldOpenSessionsForThoseOnlyWhomTheListLetsIn() {
        harness.server.guardedBy(gate);

        assertArrayEquals(SILENCE, harness.from(0, STRANGER, PORT).send(harness.openRequest(PARAMS)));
        assertArrayEquals(SILENCE, harness.from(0, 1, PORT).send(harness.openRequest(PARAMS)));
        assertTrue(harness.from(PORT).send(harness.openRequest(PARAMS)).length > 0);

        assertEquals(2, harness.server.counters().drops(DropReason.ACCESS_LIST));
        assertEquals(1, harness.server.counters().get(Id.LIVE));
    }

    @Test
    void shouldLetSessionsGoOnThatANewListWouldNotOpen() {
        harness.server.guardedBy(gate);
        Session session = harness.open(PARAMS);

        gate.replace(AccessPlan.of(List.of(), List.of("127.0.0.0/8")));

        assertTrue(harness.send(session.request(0, 172)).length > 0);
        assertArrayEquals(SILENCE, harness.from(PORT + 1).send(harness.openRequest(PARAMS)));
    }
}
