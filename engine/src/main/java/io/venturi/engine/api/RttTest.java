package io.venturi.engine.api;

import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.error.PeerException;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.metric.LiveInstrument;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.socket.PtpEvent;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.stream.RoundTripOpening;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A round-trip test, from plan to report.
 *
 * <p>Thread: {@link #prepare}, {@link #run} and {@link #negotiate} by one thread, which waits there; {@link #stop} and
 * {@link #live} by any.
 */
public final class RttTest implements AutoCloseable {
    private final RttPlan plan;
    private final RttListener listener;
    private final List<InetSocketAddress> peers;
    private final List<Tuning> tunings = new ArrayList<>();
    /** Guarded by this. */
    private int stopRequests;
    private volatile RttRunner current;

    RttTest(RttPlan plan, RttListener listener, List<InetSocketAddress> peers) {
        this.plan = plan;
        this.listener = listener;
        this.peers = peers;
    }

    /**
     * Resolve the peer, check this host, and warm up; nothing is sent to the peer yet.
     *
     * @throws VenturiException if the test cannot be run as planned
     */
    public static RttTest prepare(RttPlan plan, RttListener listener) {
        List<InetSocketAddress> peers =
                Addresses.peer(plan.target().host(), plan.target().family(), plan.marks().ptpEvents()
                        ? PtpEvent.PORT : RoundTripProtocol.of(plan.target().protocol()).defaultPort());
        FreeMemory.require(plan);
        RttTest test = new RttTest(plan, listener, peers);
        if (plan.precision().lockMemory()) {
            test.tunings.add(ThreadTuning.lockMemory());
        }
        WarmUp.run(plan);
        return test;
    }

    /**
     * Open, measure, wait for stragglers, close. A test that was opened always gives a report, however it ended.
     *
     * @throws PeerException   if no address of the peer opens the test, or it is stopped before one does
     * @throws NativeException if this host gives no socket for it
     */
    public RttReport run() {
        RttRunner runner = open(false);
        try {
            return runner.measure(listener);
        } finally {
            runner.close();
        }
    }

    /**
     * Ask the peer what it would grant, and run no test.
     *
     * @throws PeerException   if the peer does not answer, or grants what cannot be accepted
     * @throws ConfigException if the protocol knows no such question
     */
    public RttSettings negotiate() {
        RttRunner runner = open(true);
        try {
            return runner.opening().agreed();
        } finally {
            runner.close();
        }
    }

    /** Try the peer's addresses one after another; the last failure is the one that is told. */
    private RttRunner open(boolean noTest) {
        for (int i = 0; ; i++) {
            InetSocketAddress peer = peers.get(i);
            boolean last = i == peers.size() - 1;
            listener.onConnecting(peer);
            try {
                RttRunner runner = RttRunner.start(plan, noTest, peer, listener, tunings);
                enter(runner);
                RoundTripOpening opening = runner.opening();
                if (opening.failure().isEmpty()) {
                    listener.onConnected(peer, opening.agreed());
                    opening.restrictions().forEach(listener::onRestriction);
                    return runner;
                }
                runner.close();
                if (last || isStopped() || opening.agreed() != null) {
                    throw new PeerException(UdpSocket.show(peer) + ": " + opening.failure() + ".");
                }
            } catch (NativeException | ConfigException e) { // such as an address of ours in another family
                if (last) {
                    throw e;
                }
            }
        }
    }

    /** Stop: the first time sending, the second also waiting. {@link #run} then returns what was measured. */
    public synchronized void stop() {
        stopRequests++;
        if (current != null) {
            current.stop();
        }
    }

    /** From now on this is what runs; it learns of each stop once, whether it came before or comes later. */
    private synchronized void enter(RttRunner runner) {
        current = runner;
        for (int i = 0; i < stopRequests; i++) {
            runner.stop();
        }
    }

    private synchronized boolean isStopped() {
        return stopRequests > 0;
    }

    /** How the test stood about 100 ms ago. Any thread. */
    public LiveRtt live() {
        RttRunner runner = current;
        return runner == null ? LiveRtt.NONE : runner.live();
    }

    /** What this host did so far; empty before the test is opened. Any thread. */
    public Optional<LiveInstrument> instrument() {
        return Optional.ofNullable(current).map(RttRunner::instrument);
    }

    @Override
    public void close() {
        RttRunner runner = current;
        if (runner != null) {
            runner.close();
        }
    }
}
