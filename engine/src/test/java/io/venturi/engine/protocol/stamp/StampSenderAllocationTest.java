package io.venturi.engine.protocol.stamp;

import io.venturi.engine.pacing.Launch;
import io.venturi.engine.protocol.stamp.wire.StampKey;
import io.venturi.engine.record.Counters;
import io.venturi.engine.socket.Transmitter;
import io.venturi.engine.testing.AllocationProbe;
import io.venturi.engine.testing.PacketFixture;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.venturi.engine.protocol.stamp.ReflectorHarness.KEY;
import static io.venturi.engine.protocol.stamp.StampPair.ALL;
import static io.venturi.engine.protocol.stamp.StampPair.MS;
import static io.venturi.engine.protocol.stamp.StampPair.S;
import static io.venturi.engine.protocol.stamp.StampPair.reflecting;
import static io.venturi.engine.protocol.stamp.StampPair.sending;
import static io.venturi.engine.testing.PacketFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A round trip with all extensions allocates nothing. */
class StampSenderAllocationTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAllocateNothingPerRoundTrip(boolean keyed) {
        StampKey key = keyed ? KEY : StampKey.NONE;
        var pair = new StampPair(sending().key(key).extensions(ALL).build(), reflecting().key(key).packetsPerSecond(0)
                .build(), StampPair.plan(10_000_000, 0), 1_795_172_000 * S, 0);
        var slot = PacketFixture.slot();
        var endpoint = new StampSender(StampPair.plan(10_000_000, 0), Launch.byUser(), sending().key(key)
                .extensions(ALL).build(),
                new SilentTransmitter(), pair.recorder, pair.monotonic, pair.realtime, StampListener.NONE);
        endpoint.advance(pair.monotonic.nanoTime());
        long[] id = new long[1];

        AllocationProbe.assertAllocatesNothing(() -> {
            endpoint.advance(pair.monotonic.nanoTime());
            MemorySegment.copy(SilentTransmitter.SENT, 0, slot.payload(), 0, SilentTransmitter.bytes);
            slot.reset(SilentTransmitter.bytes, false, pair.monotonic.nanoTime(), pair.realtime.nanoTime());
            int length = pair.reflector.onPacket(slot);
            slot.reset(length, false, pair.monotonic.nanoTime(), pair.realtime.nanoTime());
            endpoint.onPacket(slot);
            endpoint.onTransmitStamp(id[0]++, pair.realtime.nanoTime());
            pair.monotonic.advanceNs(100 * MS);
            pair.realtime.advanceNs(100 * MS);
            pair.peerRealtime.advanceNs(100 * MS);
        });

        assertTrue(pair.counters.get(Counters.Id.RECEIVED) >= 120_000,
                pair.counters.get(Counters.Id.IGNORED) + " ignored");
    }

    private static final class SilentTransmitter implements Transmitter {
        static final MemorySegment SLOT = Arena.ofAuto().allocate(2_048);
        /** Slots are made ready for the next probe at once. */
        static final MemorySegment SENT = Arena.ofAuto().allocate(2_048);
        static int bytes;
        private long accepted;

        @Override
        public int capacity() {
            return 1;
        }

        @Override
        public MemorySegment slot(int index) {
            return SLOT;
        }

        @Override
        public void length(int index, int length) {
            bytes = length;
        }

        @Override
        public int flush(int count) {
            MemorySegment.copy(SLOT, 0, SENT, 0, bytes);
            accepted++;
            return 1;
        }

        @Override
        public long accepted() {
            return accepted;
        }
    }
}
