package io.venturi.bench.jmh;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.WaitRule;
import io.venturi.engine.protocol.irtt.IrttClient;
import io.venturi.engine.protocol.irtt.IrttServer;
import io.venturi.engine.protocol.irtt.IrttServerListener;
import io.venturi.engine.protocol.irtt.IrttServerOptions;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.Transmitter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An IRTT client and server in one thread whose datagrams go through memory instead of sockets. */
final class Wire implements Transmitter {
    static final int SLOT_BYTES = 2048;
    static final long INTERVAL_NS = 10_000;
    private static final long LOOPBACK = 0xffff_7f00_0001L;
    private static final int PORT = 40_000;

    final Counters counters = new Counters();
    final Recorder recorder = new Recorder(1 << 16, counters);
    final IrttServer server;
    final IrttClient client;
    /** The datagram on its way: sent by the client, then answered in place by the server. */
    final Packet packet = new Packet(Arena.ofAuto().allocate(SLOT_BYTES));
    private final MemorySegment slot = Arena.ofAuto().allocate(SLOT_BYTES);
    private final Clock realtime = SystemClock.realtime();
    private int length;
    private long accepted;

    Wire(IrttKey key) {
        server = new IrttServer(IrttServerOptions.builder().minIntervalNs(0).key(key).build(), SystemClock.MONOTONIC,
                SystemClock.realtime(), IrttServerListener.NONE);
        client = new IrttClient(plan(), Launch.byUser(), false, key, this, recorder, SystemClock.MONOTONIC,
                SystemClock.realtime());
    }

    /** Open the session; the client's first probe is then due. */
    void open() {
        client.advance(System.nanoTime());
        arrive();
        packet.reset(server.onPacket(packet), false, System.nanoTime(), realtime.nanoTime());
        client.onPacket(packet);
        if (client.dueNs() > System.nanoTime()) {
            throw new IllegalStateException("the session did not open");
        }
    }

    /** What the client sent last arrives at the server now. */
    void arrive() {
        MemorySegment.copy(slot, 0, packet.payload(), 0, length);
        packet.reset(length, false, System.nanoTime(), realtime.nanoTime());
        packet.peer(0, LOOPBACK, PORT, 0);
    }

    @Override
    public int capacity() {
        return 1;
    }

    @Override
    public MemorySegment slot(int index) {
        return slot;
    }

    @Override
    public void length(int index, int bytes) {
        length = bytes;
    }

    @Override
    public int flush(int count) {
        accepted++;
        return 1;
    }

    @Override
    public long accepted() {
        return accepted;
    }

    private static RttPlan plan() {
        return new RttPlan(new RttPlan.Target("localhost", RttPlan.Family.ANY, "", ""),
                new RttPlan.Probes(RttPlan.ENDLESS, INTERVAL_NS, 0, "none", false), RttPlan.Replies.ALL,
                RttPlan.Marks.NONE, RttPlan.OPEN_TIMEOUTS, WaitRule.DEFAULT, true, new byte[0],
                RttPlan.Precision.DEFAULT, 1 << 12);
    }
}
