package io.venturi.engine.protocol.irtt;

import static io.venturi.engine.protocol.irtt.IrttClientPair.S;
import static io.venturi.engine.protocol.irtt.IrttClientPlans.plan;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.clock.Timescale;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.protocol.irtt.wire.IrttHmac;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Counters.Id;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.testing.AllocationProbe;
import io.venturi.engine.testing.ManualClock;
import io.venturi.engine.testing.PacketFixture;
import io.venturi.engine.testing.ScriptedTransmitter;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.MessageHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IrttClientAllocationTest {
    private static final long INTERVAL_NS = 1_000_000;

    @ParameterizedTest
    @CsvSource({"'', none, 60", "'', pattern:010203, 172", "'', rand, 172", "secret, none, 76"})
    void shouldAllocateNothingPerProbeAndReply(String key, String fill, int length) {
        Packet packet = PacketFixture.slot();
        ManualClock monotonic = new ManualClock(Timescale.MONOTONIC, S);
        ManualClock realtime = new ManualClock(Timescale.REALTIME, 1_000_000 * S);
        Counters counters = new Counters();
        Recorder recorder = new Recorder(1 << 16, counters);
        MemorySegment last = packet.payload();
        IrttHmac hmac = key.isEmpty() ? null : new IrttHmac(IrttKey.parse(key));
        int[] refusing = {0};
        ScriptedTransmitter transmitter = new ScriptedTransmitter((datagram, bytes, id) -> {
            MemorySegment.copy(datagram, 0, last, 0, bytes);
            return ++refusing[0] % 10 == 0 ? 11 : 0;
        });
        IrttClient client = new IrttClient(plan().every(INTERVAL_NS, 10_000_000 * S).length(length).fill(fill, false)
                .key(key).build(), Launch.byUser(), false, IrttKey.parse(key), transmitter, recorder, monotonic,
                realtime);
        open(client, packet, monotonic, key);
        MessageHandler discard = (_, _, _, _) -> { };

        AllocationProbe.assertAllocatesNothing(() -> {
            monotonic.advanceNs(INTERVAL_NS);
            realtime.advanceNs(INTERVAL_NS);
            long before = transmitter.accepted();
            client.advance(monotonic.nanoTime());
            if (transmitter.accepted() > before) {
                client.onTransmitStamp(before, realtime.nanoTime());
                answer(packet, hmac, length, monotonic, realtime);
                client.onPacket(packet);
            }
            recorder.ring().read(discard);
        });

        assertTrue(counters.get(Id.RECEIVED) >= 90_000);
        assertEquals(counters.get(Id.SENT) - 1, counters.get(Id.RECEIVED)); // the first was sent before
        assertEquals(0, counters.get(Id.IGNORED));
        assertEquals(0, counters.get(Id.RING_OVERRUN));
    }

    private static void open(IrttClient client, Packet packet, ManualClock monotonic, String key) {
        client.advance(monotonic.nanoTime());
        byte[] reply = IrttClientAnswers.openReply(IrttClientAnswers.TOKEN, client.asked(), key);
        client.onPacket(PacketFixture.receive(packet, reply, monotonic.nanoTime(), 1));
        client.advance(monotonic.nanoTime());
    }

    private static void answer(Packet packet, IrttHmac hmac, int length, ManualClock monotonic, ManualClock realtime) {
        byte flags = (byte) (IrttMessage.REPLY | (hmac == null ? 0 : IrttMessage.HMAC));
        packet.payload().set(JAVA_BYTE, 3, flags);
        if (hmac != null) {
            hmac.sign(packet.payload(), length);
        }
        packet.reset(length, false, monotonic.nanoTime(), realtime.nanoTime());
        packet.receivedKernelNs(realtime.nanoTime());
    }
}
