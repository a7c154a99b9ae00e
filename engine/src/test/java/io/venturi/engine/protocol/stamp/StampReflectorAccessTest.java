package io.venturi.engine.protocol.stamp;

import static io.venturi.engine.protocol.stamp.ReflectorHarness.PORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.plan.AccessPlan;
import io.venturi.engine.socket.AccessGate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StampReflectorAccessTest {
    private static final long STRANGER = 0xffff_7f00_0002L;

    @ParameterizedTest
    @CsvSource({"true, false", "false, false", "true, true"})
    void shouldAnswerThoseOnlyWhomTheListLetsInAndLetSessionsGoOn(boolean stateful, boolean keyed) {
        StampReflectorOptions.Builder options = StampReflectorOptions.builder().stateful(stateful);
        ReflectorHarness harness = new ReflectorHarness(keyed ? options.key(ReflectorHarness.KEY) : options);
        AccessGate gate = new AccessGate(AccessPlan.of(List.of("127.0.0.1"), List.of()), (_, _) -> { });
        harness.reflector.guardedBy(gate);

        assertEquals(0, harness.from(0, STRANGER, PORT).send(harness.request(0, 1)).length);
        assertTrue(harness.from(PORT).send(harness.request(0, 1)).length > 0);
        gate.replace(AccessPlan.of(List.of(), List.of("127.0.0.0/8")));

        assertEquals(stateful, harness.send(harness.request(1, 1)).length > 0); // without state there are no sessions
        assertEquals(0, harness.send(harness.request(0, 2)).length);
        assertEquals(stateful ? 2 : 3, harness.reflector.counters().drops(StampDrop.ACCESS_LIST));
    }
}
