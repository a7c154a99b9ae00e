package io.venturi.bench.loop;

import com.sun.management.ThreadMXBean;
import io.venturi.engine.agent.Lane;
import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.plan.RttPlan.Wakeup;
import io.venturi.engine.record.Counters;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.stream.Endpoint;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The counterpart of twin-sleep: a lane with its pacer and a socket on which nothing arrives. */
final class SleepLoop implements Endpoint {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long periodNs;
    private final Samples latenessNs;
    private long dueNs;
    private long skipped;

    private SleepLoop(long periodNs, int count) {
        this.periodNs = periodNs;
        latenessNs = new Samples(count);
        dueNs = System.nanoTime() + periodNs;
    }

    static String run(Arguments arguments) {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (UdpSocket socket = UdpSocket.open(SocketOptions.listening(any).sized(1, 64).stamped(false, false))) {
            var loop = new SleepLoop(arguments.number("period", 1_000_000), (int) arguments.number("count", 1_000));
            // the spinning after work is for replies, of which there are none here
            Poller poller = new Poller(List.of(socket));
            Pacer pacer = new Pacer(Wakeup.HYBRID, 0, poller, true);
            Lane lane = new Lane("sleep", List.of(new Lane.Inlet(socket, loop)), pacer, new Counters(),
                    ThreadTuning.NONE);
            lane.onStart();
            // the first call of each finds where this thread keeps errno, which is set-up
            lane.doWork();
            poller.await(0);
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            while (!loop.latenessNs.isFull()) {
                pacer.idle(lane.doWork());
            }
            allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
            return "count=" + loop.latenessNs.count() + " skipped=" + loop.skipped + " allocated=" + allocated
                    + loop.latenessNs.text("");
        }
    }

    @Override
    public int advance(long nowNs) {
        if (nowNs < dueNs) {
            return 0;
        }
        latenessNs.add(nowNs - dueNs);
        dueNs += periodNs;
        if (nowNs >= dueNs) {
            long passed = (nowNs - dueNs) / periodNs + 1;
            skipped += passed;
            dueNs += passed * periodNs;
        }
        return 1;
    }

    @Override
    public long dueNs() {
        return dueNs;
    }

    @Override
    public int onPacket(Packet packet) {
        return 0;
    }
}
