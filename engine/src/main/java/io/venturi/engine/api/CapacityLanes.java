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
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;

/** Opens a socket and a lane for each test of a server, and closes both when the test is over. Thread-safe. */
final class CapacityLanes {
    private static final long SPIN_AFTER_WORK_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private final ServePlan.Udpst plan;
    private final Precision precision;
    private final LongAdder wakeUps = new LongAdder();
    private final Set<AgentRunner> runners = ConcurrentHashMap.newKeySet();

    CapacityLanes(ServePlan.Udpst plan, Precision precision) {
        this.plan = plan;
        this.precision = precision;
    }

    /** @return the port, or {@code -errno} */
    int open(InetAddress address, Function<TestSocket, UdpstServerTest> maker, Queue<CapacityEvent> events) {
        Arena buffers = Arena.ofShared();
        UdpSocket socket;
        try {
            socket = UdpSocket.open(LaneSocket.options(SocketOptions.listening(new InetSocketAddress(address, 0)),
                    UdpstServer.slotBytes(plan.datagrams().jumbo(), plan.datagrams().traditionalMtu()),
                    plan.socketBufferBytes(), precision), buffers);
        } catch (NativeException e) {
            buffers.close();
            return -e.errno();
        }
        UdpstServerTest test = maker.apply(new LaneSocket(socket));
        events.add(new CapacityEvent.Created(test.connection(), socket.localAddress(), socket.sendBufferBytes(),
                socket.receiveBufferBytes()));
        Pacer pacer = new Pacer(precision.wakeup(), SPIN_AFTER_WORK_NS, new Poller(List.of(socket)), false);
        TestLane lane = new TestLane(socket, buffers, test, pacer);
        AgentRunner runner = new AgentRunner(pacer, CapacityLanes::failed, null, lane);
        lane.runner = runner;
        runners.add(runner);
        AgentRunner.startOnThread(runner);
        return socket.localAddress().getPort();
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
        runners.forEach(AgentRunner::close);
    }

    /** A lane that ends with its test. */
    private final class TestLane implements Agent {
        private final UdpSocket socket;
        private final Arena buffers;
        private final UdpstServerTest test;
        private final Pacer pacer;
        private final Lane lane;
        private AgentRunner runner;

        TestLane(UdpSocket socket, Arena buffers, UdpstServerTest test, Pacer pacer) {
            this.socket = socket;
            this.buffers = buffers;
            this.test = test;
            this.pacer = pacer;
            lane = new Lane("venturi-capacity-" + test.connection(), List.of(new Lane.Inlet(socket, test)), pacer,
                    new Counters(), new ThreadTuning(precision.cpu(), precision.fifoPriority()));
        }

        @Override
        public void onStart() {
            lane.onStart();
        }

        @Override
        public int doWork() {
            if (test.isOver()) {
                throw new AgentTerminationException();
            }
            if (pacer.intendedWaitNs() > 0) {
                wakeUps.increment();
            }
            return lane.doWork();
        }

        @Override
        public void onClose() {
            socket.close();
            buffers.close();
            runners.remove(runner);
        }

        @Override
        public String roleName() {
            return lane.roleName();
        }
    }
}
