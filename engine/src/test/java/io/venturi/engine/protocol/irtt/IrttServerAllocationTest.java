package io.venturi.engine.protocol.irtt;

import io.venturi.engine.protocol.irtt.IrttServerCounters.Id;
import io.venturi.engine.protocol.irtt.ServerHarness.Session;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.protocol.irtt.wire.ReceivedStats;
import io.venturi.engine.protocol.irtt.wire.StampAt;
import io.venturi.engine.protocol.irtt.wire.StampClock;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.testing.AllocationProbe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;

import static io.venturi.engine.protocol.irtt.ServerHarness.LOOPBACK;
import static io.venturi.engine.protocol.irtt.ServerHarness.MS;
import static io.venturi.engine.protocol.irtt.ServerHarness.PORT;
import static io.venturi.engine.protocol.irtt.ServerHarness.S;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IrttServerAllocationTest {

    @ParameterizedTest
    @CsvSource({"'', none, 60, 60", "'', pattern:69727474, 172, 172", "'', rand, 172, 172",
        "key, pattern:69727474, 172, 172",
        "'', none, 172, 16"})
    void shouldAllocateNothingPerEcho(String key, String fill, int length, int requestLength) {
        var harness = new ServerHarness(IrttServerOptions.builder().key(IrttKey.parse(key)).fill(fill));
        Session session = harness.open(new IrttParams(1, S, S, length, ReceivedStats.BOTH, StampAt.BOTH,
                StampClock.BOTH, 184, "", 0));
        byte[] request = session.request(0, Math.max(requestLength, key.isEmpty() ? 0 : 32));
        MemorySegment received = MemorySegment.ofArray(request);
        Packet packet = harness.packet;

        AllocationProbe.assertAllocatesNothing(() -> {
            harness.after(10 * MS);
            MemorySegment.copy(received, 0, packet.payload(), 0, request.length);
            packet.reset(request.length, false, harness.monotonic.nanoTime(), harness.realtime.nanoTime());
            packet.receivedKernelNs(harness.realtime.nanoTime() - 1_000);
            packet.peer(0, LOOPBACK, PORT, 0);
            harness.server.onPacket(packet);
        });

        assertTrue(harness.count(Id.ECHO_REPLIES) >= 120_000);
    }
}
