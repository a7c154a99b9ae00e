package io.venturi.engine.api;

import io.venturi.engine.api.LossSearchListener.Verdict;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.PeerException;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.Instrument;
import io.venturi.engine.metric.LossSearchReport;
import io.venturi.engine.metric.LossSearchResult;
import io.venturi.engine.metric.LossSearchResult.Limit;
import io.venturi.engine.metric.LossSearchResult.Trials;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.LossSearchPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.WaitRule;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loss-free throughput, a frame size after the other (RFC 2544 section 26.1): each trial is a round-trip test with
 * probes of that size at a fixed rate, so that probes load one way and their replies the other.
 *
 * <p>Thread: {@link #run} by one thread; {@link #stop} by any.
 */
public final class LossSearch {
    private static final double SECOND_NS = 1e9;
    /** Rates below this are of no use. */
    private static final double LEAST_PER_SECOND = 10;
    private static final double MOST_PER_SECOND = 1e6;
    private static final int UDP_BYTES = 8;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final long MOST_ROWS = 1 << 18;
    private static final List<Long> OPEN_TIMEOUTS_NS = List.of(500_000_000L, 1_000_000_000L, 2_000_000_000L);
    /** RFC 2544 section 23: two seconds for what is still on its way; over at once when all is there. */
    private static final WaitRule WAIT = new WaitRule(WaitRule.Kind.FIXED, 0, 2_000_000_000L);
    /** A host that was busy for a moment gets so many trials at a rate before it counts as the limit. */
    private static final int TRIES = 3;

    private final LossSearchPlan plan;
    private final LossSearchListener listener;
    private final InetSocketAddress server;
    private boolean warm;
    /** Guarded by this. */
    private boolean stopped;
    private RttTest current;

    /**
     * Resolve the server; nothing is sent.
     *
     * @throws PeerException if its name does not resolve
     */
    public LossSearch(LossSearchPlan plan, LossSearchListener listener) {
        this.plan = plan;
        this.listener = listener;
        server = Addresses.peer(plan.target().host(), plan.target().family(),
                RoundTripProtocol.of(plan.target().protocol()).defaultPort()).getFirst();
    }

    /** Whom it measures. */
    public InetSocketAddress server() {
        return server;
    }

    /**
     * Search all frame sizes.
     *
     * @throws PeerException if the server does not answer, ends a trial, or grants no such trial
     */
    public LossSearchReport run() {
        long startWallNs = SystemClock.realtime().nanoTime();
        int mtu = mtu();
        List<LossSearchResult> results = new ArrayList<>();
        for (int frame : frames(mtu)) {
            if (!isStopped()) {
                LossSearchResult result = search(frame);
                results.add(result);
                listener.onResult(result);
            }
        }
        return new LossSearchReport(server, mtu, startWallNs, SystemClock.realtime().nanoTime(), results, isStopped());
    }

    /** End it; {@link #run} then returns what was found. */
    public synchronized void stop() {
        stopped = true;
        if (current != null) {
            current.stop();
            current.stop();
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private List<Integer> frames(int mtu) {
        if (plan.frameBytes().isEmpty()) {
            int most = mtu == 0 ? 1_518 : mtu + LossSearchPlan.ETHERNET_BYTES;
            return LossSearchPlan.STANDARD_FRAMES.stream().filter(frame -> frame <= most).toList();
        }
        for (int frame : plan.frameBytes()) {
            if (mtu > 0 && frame > mtu + LossSearchPlan.ETHERNET_BYTES) {
                throw new ConfigException("A frame of " + frame + " bytes does not fit the MTU of the interface here, "
                        + mtu + ": the largest is " + (mtu + LossSearchPlan.ETHERNET_BYTES) + " bytes.");
            }
        }
        return plan.frameBytes();
    }

    /** MTU of the interface that leads to the server, 0 if unknown. */
    private int mtu() {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(server);
            NetworkInterface device = NetworkInterface.getByInetAddress(probe.getLocalAddress());
            return device == null ? 0 : device.getMTU();
        } catch (IOException _) {
            return 0;
        }
    }

    private int payload(int frame) {
        int ip = server.getAddress() instanceof Inet6Address ? IPV6_BYTES : IPV4_BYTES;
        return frame - LossSearchPlan.ETHERNET_BYTES - ip - UDP_BYTES;
    }

    private LossSearchResult search(int frame) {
        int payload = payload(frame);
        if (payload < 1) {
            return LossSearchResult.without(frame, Limit.TOO_SMALL);
        }
        RateBisection bisection = new RateBisection(plan.startBitsPerSecond() / 8 / frame, LEAST_PER_SECOND,
                MOST_PER_SECOND, plan.resolution(), plan.repeat());
        Map<Double, Trials> passed = new HashMap<>();
        Trials failed = Trials.NONE;
        int trials = 0;
        int tries = 0;
        while (!bisection.isOver()) {
            double rate = bisection.rate();
            Trials trial = tryOut(payload, rate);
            if (isStopped()) {
                return new LossSearchResult(frame, Limit.STOPPED, 0, trials, Trials.NONE, Trials.NONE);
            }
            if (trial == null) {
                return LossSearchResult.without(frame, Limit.TOO_SMALL);
            }
            trials++;
            Verdict verdict = judge(trial);
            listener.onTrial(frame, trial, verdict);
            tries = verdict == Verdict.LIMITED_HERE ? tries + 1 : 0;
            if (tries > 0 && tries < TRIES) {
                continue;
            }
            tries = 0;
            bisection.tried(verdict);
            if (verdict == Verdict.PASSED) {
                passed.merge(rate, trial, Trials::plus);
            } else {
                passed.remove(rate);
                failed = trial;
            }
        }
        return result(frame, bisection, trials, passed.getOrDefault(bisection.result(), Trials.NONE), failed);
    }

    private LossSearchResult result(int frame, RateBisection bisection, int trials, Trials passed, Trials failed) {
        if (bisection.result() == 0) {
            return new LossSearchResult(frame, Limit.NONE_PASSED, 0, trials, Trials.NONE, failed);
        }
        double perSecond = passed.sent() / (passed.count() * (plan.trialNs() / SECOND_NS));
        return new LossSearchResult(frame, bisection.ceiling() == Verdict.LOST ? Limit.LOSS : Limit.HERE, perSecond,
                trials, passed, failed);
    }

    /** Our own failings first: what we did not send or did not see says nothing of the path. */
    private Verdict judge(Trials trial) {
        double wanted = trial.askedPerSecond() * plan.trialNs() / SECOND_NS;
        boolean sentAll = trial.sent() >= wanted * (1 - plan.resolution());
        if (!sentAll || trial.unobserved() > 0) {
            return Verdict.LIMITED_HERE;
        }
        return trial.lossRatio() > plan.lossRatio() ? Verdict.LOST : Verdict.PASSED;
    }

    /** One trial; null if the protocol needs longer probes. */
    private Trials tryOut(int payload, double rate) {
        long intervalNs = Math.max(1, Math.round(SECOND_NS / rate));
        try (RttTest test = RttTest.prepare(plan(payload, intervalNs), RttListener.NONE)) {
            warm = true;
            if (!enter(test)) {
                return null;
            }
            try (RttReport report = test.run()) {
                require(report, intervalNs);
                return report.run().agreed().lengthBytes() > payload ? null : trial(report, intervalNs);
            }
        }
    }

    private synchronized boolean enter(RttTest test) {
        current = test;
        return !stopped;
    }

    private RttPlan plan(int payload, long intervalNs) {
        RttPlan.Precision asked = plan.precision();
        RttPlan.Precision precision = new RttPlan.Precision(asked.wakeup(), false, asked.cpu(), asked.fifoPriority(),
                asked.lockMemory(), warm ? 0 : RttPlan.Precision.DEFAULT.warmUp());
        return new RttPlan(plan.target(), new RttPlan.Probes(plan.trialNs(), intervalNs, payload, "none", false),
                new RttPlan.Replies(PeerStamps.NONE, RttPlan.PeerClock.MONOTONIC, false, false, ""),
                new RttPlan.Marks(plan.trafficClass(), 0, RttPlan.DontFragment.TRUE), OPEN_TIMEOUTS_NS, WAIT, true,
                plan.key(), precision, Math.min(MOST_ROWS, plan.trialNs() / intervalNs + 1));
    }

    private void require(RttReport report, long intervalNs) {
        RttSettings agreed = report.run().agreed();
        if (agreed.intervalNs() > intervalNs || agreed.durationNs() < plan.trialNs()) {
            throw new PeerException("The server allows no such trial: it grants one frame every "
                    + Durations.format(agreed.intervalNs()) + " for " + Durations.format(agreed.durationNs())
                    + ". Run `venturi serve --min-interval 0` there.");
        }
        EndState end = report.run().end();
        if (end != EndState.COMPLETED && end != EndState.INTERRUPTED) {
            throw new PeerException("A trial ended early: " + report.run().endDetail() + ".");
        }
    }

    private static Trials trial(RttReport report, long intervalNs) {
        Metric.Loss loss = report.metric(Metric.Loss.class).orElseThrow();
        Instrument here = report.instrument();
        long refused = here.refusedByErrno().values().stream().mapToLong(Long::longValue).sum();
        return new Trials(1, SECOND_NS / intervalNs, loss.sent(), loss.lost(), loss.byDirection().forward(),
                loss.byDirection().reverse(), here.missedSlots(), refused, loss.unobserved());
    }
}
