package io.venturi.engine.protocol.udpst;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import io.venturi.engine.protocol.udpst.wire.RateTable;
import io.venturi.engine.protocol.udpst.wire.SearchAlgorithm;
import io.venturi.engine.protocol.udpst.wire.StatusLayout;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.testing.AllocationProbe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Load allocates nothing, whichever end sends it. */
class UdpstAllocationTest {
    private static final PhaseEvents NO_EVENTS = new PhaseEvents() {
    };

    private long nowNs = 1_000_000_000L;

    private static PhaseSetup setup(boolean upstream) {
        return new PhaseSetup(false, new TestParameters(upstream, 30, 90, 50, 3600, 1000, 0, TestParameters.AUTOMATIC,
                false, false, 10, 3, 10, true, false, SearchAlgorithm.B, 0, 0), SendOptions.DEFAULT, StatusLayout.V20,
                true, false, true, 0, 0, 1);
    }

    @Test
    void shouldAllocateNothingPerBurstSent() {
        TestPhase phase = TestPhase.start(setup(true), new NoSocket(), new LoadCounts(), NO_EVENTS,
                RateTable.of(true, false).row(555), nowNs);

        AllocationProbe.assertAllocatesNothing(() -> {
            nowNs += 10_000;
            phase.watch.heard(nowNs, nowNs, true);
            phase.advance(nowNs);
        });
    }

    @Test
    void shouldAllocateNothingPerDatagramReceived() {
        Packet packet = new Packet(Arena.ofAuto().allocate(2048));
        LoadPdu load = new LoadPdu().begin(packet.payload()).payload(1222);
        TestPhase phase = TestPhase.start(setup(false), new NoSocket(), new LoadCounts(), NO_EVENTS, null, nowNs);
        long[] seq = {0};

        AllocationProbe.assertAllocatesNothing(() -> {
            nowNs += 10_000;
            load.seq(++seq[0]).time(nowNs);
            packet.reset(1222, false, nowNs, nowNs);
            phase.onPacket(packet);
            phase.advance(nowNs);
        });
    }

    /** Takes everything and keeps nothing. */
    private static final class NoSocket implements TestSocket {
        private final MemorySegment[] slots = new MemorySegment[64];

        NoSocket() {
            for (int i = 0; i < slots.length; i++) {
                slots[i] = Arena.ofAuto().allocate(9000);
                slots[i].set(JAVA_BYTE, 0, (byte) 1);
            }
        }

        @Override
        public InetSocketAddress local() {
            return null;
        }

        @Override
        public int connect(InetSocketAddress peer) {
            return 0;
        }

        @Override
        public int sendTo(InetSocketAddress someone, int bytes) {
            return 1;
        }

        @Override
        public int trafficClass(int value) {
            return 0;
        }

        @Override
        public long overflows() {
            return 0;
        }

        @Override
        public int capacity() {
            return slots.length;
        }

        @Override
        public MemorySegment slot(int index) {
            return slots[index];
        }

        @Override
        public void length(int index, int bytes) {
        }

        @Override
        public int flush(int count) {
            return count;
        }

        @Override
        public long accepted() {
            return 0;
        }
    }
}
