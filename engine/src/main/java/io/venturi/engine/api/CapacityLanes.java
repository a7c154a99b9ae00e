package io.venturi.engine.api;

import io.venturi.engine.agent.Lane;
import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.plan.RttPlan.Precision;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.udpst.TestSocket;
import io.venturi.engine.protocol.udpst.UdpstServer;
import io.venturi.engine.protocol.udpst.UdpstServerTest;
import io.venturi.engine.record.Counters;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;

/**
 * Opens a socket for each test of a server, and closes it when the test is over. As many tests run on lanes of their
 * own as there are CPUs; more share these lanes, for threads that wait for each other's CPUs serve nobody. Thread-safe.
 */
final class CapacityLanes {
    /** How long a new test may wait for a lane that sleeps. */
    private static final long MOST_IDLE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int REHEARSALS = 64;

    /** What a test holds. */
    private record Running(UdpSocket socket, Arena buffers, UdpstServerTest test) {
    }

    private final ServePlan.Udpst plan;
    private final Precision precision;
    private final LongAdder wakeUps = new LongAdder();
    private final int mostLanes;
    /** Guarded by this. */
    private final List<TestLane> lanes = new ArrayList<>();
    /** Guarded by this. */
    private int started;

    CapacityLanes(ServePlan.Udpst plan, Precision precision) {
        this.plan = plan;
        this.precision = precision;
        mostLanes = precision.cpu() >= 0 ? 1 : Runtime.getRuntime().availableProcessors();
    }

    /**
     * Open and close some sockets. The first takes 100 times the time of later ones, whose code is linked and compiled,
     * and clients who come together wait for each other.
     */
    void rehearse() {
        for (int i = 0; i < REHEARSALS; i++) {
            try (Arena buffers = UdpSocket.lazyBuffers()) {
                UdpSocket.open(options(InetAddress.getLoopbackAddress()), buffers).close();
            } catch (NativeException _) {
                return; // a test would find out
            }
        }
    }

    private SocketOptions options(InetAddress address) {
        return LaneSocket.options(SocketOptions.listening(new InetSocketAddress(address, 0)),
                UdpstServer.slotBytes(plan.datagrams().jumbo(), plan.datagrams().traditionalMtu()),
                plan.socketBufferBytes(), precision);
    }

    /** @return the port, or {@code -errno} */
    int open(InetAddress address, Function<TestSocket, UdpstServerTest> maker, Queue<CapacityEvent> events) {
        Arena buffers = UdpSocket.lazyBuffers();
        UdpSocket socket;
        try {
            socket = UdpSocket.open(options(address), buffers);
        } catch (NativeException e) {
            buffers.close();
            return -e.errno();
        }
        UdpstServerTest test = maker.apply(new LaneSocket(socket));
        events.add(new CapacityEvent.Created(test.connection(), socket.localAddress(), socket.sendBufferBytes(),
                socket.receiveBufferBytes()));
        place(new Running(socket, buffers, test));
        return socket.localAddress().getPort();
    }

    /** On a lane of its own, or on the one with the fewest. */
    private synchronized void place(Running test) {
        TestLane least = null;
        for (TestLane lane : lanes) {
            if (least == null || lane.tests < least.tests) {
                least = lane;
            }
        }
        if (least == null || lanes.size() < mostLanes) {
            least = new TestLane("venturi-capacity-" + ++started, test.socket());
            lanes.add(least);
            least.tests++;
            least.arriving.add(test);
            // As the control ports, which start it, it goes before others: a few lanes serve many clients.
            AgentRunner.startOnThread(least.runner, Thread::new);
        } else {
            least.tests++;
            least.arriving.add(test);
        }
    }

    /** @return whether the lane has nothing left to do; then it is given no more */
    private synchronized boolean finished(TestLane lane, int tests) {
        lane.tests -= tests;
        return lane.tests == 0 && lanes.remove(lane);
    }

    static void failed(Throwable cause) {
        if (!(cause instanceof AgentTerminationException)) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
        }
    }

    /** Times one of the lanes slept and came back. */
    long wakeUps() {
        return wakeUps.sum();
    }

    void close() {
        List<TestLane> open;
        synchronized (this) {
            open = List.copyOf(lanes);
        }
        open.forEach(lane -> AgentEnd.await(lane.runner));
    }

    /** A lane that ends with the last of its tests. */
    private final class TestLane implements Agent {
        private final Queue<Running> arriving = new ConcurrentLinkedQueue<>();
        private final List<Running> running = new ArrayList<>();
        private final Pacer pacer;
        private final Lane lane;
        private final AgentRunner runner;
        /** Guarded by the lanes. */
        private int tests;

        TestLane(String name, UdpSocket first) {
            pacer = LaneSocket.pacer(precision, plan.datagrams().spread(), first, new Poller(List.of()), false);
            lane = new Lane(name, List.of(), pacer, new Counters(),
                    new ThreadTuning(precision.cpu(), precision.fifoPriority()), MOST_IDLE_NS);
            runner = new AgentRunner(pacer, CapacityLanes::failed, null, this);
        }

        @Override
        public void onStart() {
            lane.onStart();
        }

        @Override
        public int doWork() {
            if (!arriving.isEmpty()) {
                for (Running next = arriving.poll(); next != null; next = arriving.poll()) {
                    running.add(next);
                }
                settle();
            }
            if (pacer.intendedWaitNs() > 0) {
                wakeUps.increment();
            }
            int work = lane.doWork();
            if (anyOver()) {
                end();
            }
            return work;
        }

        private boolean anyOver() {
            for (int i = 0; i < running.size(); i++) {
                if (running.get(i).test.isOver()) {
                    return true;
                }
            }
            return false;
        }

        private void end() {
            List<Running> over = running.stream().filter(test -> test.test.isOver()).toList();
            running.removeAll(over);
            settle();
            over.forEach(TestLane::close);
            if (finished(this, over.size())) {
                throw new AgentTerminationException();
            }
        }

        private void settle() {
            lane.inlets(running.stream().map(test -> new Lane.Inlet(test.socket, test.test)).toList());
        }

        private static void close(Running test) {
            test.socket.close();
            test.buffers.close();
        }

        @Override
        public void onClose() {
            running.forEach(TestLane::close);
            arriving.forEach(TestLane::close);
        }

        @Override
        public String roleName() {
            return lane.roleName();
        }
    }
}
