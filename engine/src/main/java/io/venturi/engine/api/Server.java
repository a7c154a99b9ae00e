package io.venturi.engine.api;

import io.venturi.engine.agent.Lane;
import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.plan.RttPlan.DontFragment;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.irtt.IrttServer;
import io.venturi.engine.protocol.irtt.IrttServerCounters;
import io.venturi.engine.protocol.irtt.IrttServerOptions;
import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.record.Counters;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.AgentRunner;

/**
 * A running server: one lane that answers on all its addresses.
 *
 * <p>Thread-safe. Runs from {@link #start} until {@link #close}.
 */
public final class Server implements AutoCloseable {
    private static final long SPIN_AFTER_WORK_NS = 50_000;
    /** Replies carry what requests carried, and IPv6 allows the most. */
    private static final int SLOT_BYTES = 65_536;
    private static final int BATCH = 64;

    private final List<UdpSocket> sockets;
    private final List<IrttServerCounters> counters;
    private final List<String> notices;
    private final AgentRunner runner;
    private boolean closed;

    private Server(List<UdpSocket> sockets, List<IrttServerCounters> counters, List<String> notices,
                   AgentRunner runner) {
        this.sockets = sockets;
        this.counters = counters;
        this.notices = notices;
        this.runner = runner;
    }

    /**
     * Bind all addresses and start answering.
     *
     * @throws io.venturi.engine.error.VenturiException if an address cannot be had; nothing is left open then
     */
    public static Server start(ServePlan plan, ServerListener listener) {
        WarmUp.run(plan.precision().warmUp(), plan.precision().kernelStamps());
        IrttServerOptions options = IrttServing.options(plan);
        List<UdpSocket> sockets = new ArrayList<>();
        List<IrttServerCounters> counters = new ArrayList<>();
        List<Lane.Inlet> inlets = new ArrayList<>();
        try {
            for (InetSocketAddress bind : Addresses.binds(plan.binds(), plan.family(), IrttMessage.DEFAULT_PORT)) {
                UdpSocket socket = UdpSocket.open(options(plan, bind));
                sockets.add(socket);
                IrttServer server = new IrttServer(options, SystemClock.MONOTONIC, SystemClock.realtime(),
                        new IrttServing.Log(listener));
                counters.add(server.counters());
                inlets.add(new Lane.Inlet(socket, server));
            }
            return start(plan, sockets, counters, inlets, listener);
        } catch (RuntimeException e) {
            sockets.forEach(UdpSocket::close);
            throw e;
        }
    }

    private static Server start(ServePlan plan, List<UdpSocket> sockets, List<IrttServerCounters> counters,
                                List<Lane.Inlet> inlets, ServerListener listener) {
        Pacer pacer = new Pacer(plan.precision().wakeup(), SPIN_AFTER_WORK_NS, new Poller(sockets));
        Counters lane = new Counters();
        Lane serving = new Lane("venturi-serve", inlets, pacer, lane,
                new ThreadTuning(plan.precision().cpu(), plan.precision().fifoPriority()));
        AgentRunner runner = new AgentRunner(pacer, failure -> listener.onEvent(null, "Error", failure.toString()),
                null, serving);
        AgentRunner.startOnThread(runner);
        return new Server(sockets, counters, notices(plan, sockets, serving), runner);
    }

    private static List<String> notices(ServePlan plan, List<UdpSocket> sockets, Lane serving) {
        List<Tuning> tunings = new ArrayList<>();
        if (plan.precision().lockMemory()) {
            tunings.add(ThreadTuning.lockMemory());
        }
        try {
            tunings.addAll(serving.tuned());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Stream<String> shortfalls = sockets.stream().flatMap(socket -> socket.shortfalls().stream());
        return Stream.concat(shortfalls, tunings.stream().map(Server::sentence)).distinct().toList();
    }

    private static String sentence(Tuning tuning) {
        return tuning.name() + (tuning.granted() ? " granted" : " refused: " + tuning.reason());
    }

    private static SocketOptions options(ServePlan plan, InetSocketAddress bind) {
        return SocketOptions.listening(bind)
                .sized(BATCH, SLOT_BYTES)
                .marked(0, plan.hopLimit(), DontFragment.DEFAULT)
                .stamped(false, plan.precision().kernelStamps());
    }

    /** Where it listens, with the ports it really got. */
    public List<InetSocketAddress> addresses() {
        return sockets.stream().map(UdpSocket::localAddress).toList();
    }

    /** What this host granted or refused, a sentence each. */
    public List<String> notices() {
        return notices;
    }

    /** Totals so far. */
    public ServerTotals totals() {
        return IrttServing.totals(counters);
    }

    /** Stop answering; sessions are forgotten. */
    @Override
    public synchronized void close() {
        if (!closed) { // descriptors are numbers that others get next
            closed = true;
            runner.close();
            sockets.forEach(UdpSocket::close);
        }
    }
}
