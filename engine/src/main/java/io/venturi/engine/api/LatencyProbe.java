package io.venturi.engine.api;

import io.venturi.engine.error.PeerException;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.LoadedLatency;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ThroughputPlan;
import io.venturi.engine.plan.WaitRule;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.stats.LoadedLatencies;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The probes beside a load: one round-trip test on a lane of its own, from before the load until after it.
 *
 * <p>Thread: that of the test that loads, but {@link #stop} any.
 */
final class LatencyProbe implements AutoCloseable {
    private static final List<Long> OPEN_TIMEOUTS_NS = List.of(400_000_000L, 600_000_000L);
    /** Longer than a test takes to open, and to end. */
    private static final long MARGIN_NS = 15_000_000_000L;
    /** Probes beside a throughput test go on for so long at most: each needs a row. */
    private static final long LONGEST_NS = 3_600_000_000_000L;
    private static final WaitRule WAIT = new WaitRule(WaitRule.Kind.TIMES_MAX, 2, 2_000_000_000L);
    private static final int IPV4_HEADERS = 28;
    private static final int IPV6_HEADERS = 48;

    private final Beside load;
    private final RttTest test;
    private final Thread thread;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile RttSettings agreed;
    private volatile RttReport report;
    private volatile RuntimeException failure;

    /**
     * The load, as far as the probes have to do as it does.
     *
     * @param local        where it is sent from, empty for any
     * @param device       interface it goes through, empty for any
     * @param trafficClass its TOS or traffic class byte
     * @param key          the server's secret, empty for none
     * @param loadNs       how long it lasts
     */
    record Beside(LatencyPlan latency, RttPlan.Family family, String local, String device, int trafficClass, byte[] key,
                  long loadNs) {
        static Beside of(CapacityPlan plan) {
            return new Beside(plan.latency(), plan.path().family(), host(plan.path().local()), plan.path().device(),
                    plan.marks().trafficClass(), plan.access().key(), plan.timing().testNs());
        }

        static Beside of(ThroughputPlan plan) {
            ThroughputPlan.Limits limits = plan.limits();
            long ns = limits.duration().isZero() ? LONGEST_NS : Math.min(LONGEST_NS, limits.duration().toNanos());
            return new Beside(plan.latency(), plan.target().family(), host(plan.target().local()),
                    plan.target().device(), plan.socket().trafficClass(), plan.latency().key(),
                    TimeUnit.SECONDS.toNanos(limits.omitSeconds()) + ns);
        }

        /** The address without its port, which the load has. */
        private static String host(String local) {
            return local.isEmpty() ? "" : Addresses.HostPort.parse(local).host();
        }
    }

    private LatencyProbe(Beside load, InetSocketAddress server) {
        this.load = load;
        test = RttTest.prepare(rttPlan(load, server), new RttListener() {
            @Override
            public void onConnected(InetSocketAddress peer, RttSettings granted) {
                agreed = granted;
                opened.countDown();
            }
        });
        thread = Thread.ofPlatform().daemon().name("venturi-latency").unstarted(this::run);
    }

    /**
     * Begin to probe the host of a server.
     *
     * @return empty if nothing answers there and the plan does not insist
     * @throws PeerException if nothing answers there and the plan does
     */
    static Optional<LatencyProbe> open(Beside load, InetSocketAddress loaded, LatencyListener listener) {
        if (load.latency().mode() == LatencyPlan.Mode.OFF) {
            return Optional.empty();
        }
        InetSocketAddress server = new InetSocketAddress(loaded.getAddress(), load.latency().port());
        LatencyProbe probe = new LatencyProbe(load, server);
        probe.thread.start();
        await(probe.opened, Long.MAX_VALUE);
        if (probe.agreed != null) {
            return Optional.of(probe);
        }
        probe.close();
        String why = probe.failure == null ? UdpSocket.show(server) + " does not answer." : probe.failure.getMessage();
        if (load.latency().mode() == LatencyPlan.Mode.ON) {
            throw new PeerException("Latency under load cannot be measured: " + why + " `venturi serve` answers"
                    + " round-trip tests; name its port with --latency-port, or give --latency off.");
        }
        listener.onNoLatency(why);
        return Optional.empty();
    }

    private static RttPlan rttPlan(Beside load, InetSocketAddress server) {
        RttPlan.Precision precision = new RttPlan.Precision(RttPlan.Wakeup.HYBRID, true, -1, 0, false,
                RttPlan.Precision.DEFAULT.warmUp());
        long durationNs = load.latency().idleNs() + load.loadNs() + MARGIN_NS;
        return new RttPlan(new RttPlan.Target(UdpSocket.show(server), load.family(), load.local(), load.device()),
                new RttPlan.Probes(durationNs, load.latency().intervalNs(), 0, "none", false),
                RttPlan.Replies.ALL,
                new RttPlan.Marks(load.trafficClass(), 0, RttPlan.DontFragment.DEFAULT), OPEN_TIMEOUTS_NS, WAIT,
                true, load.key(), precision, 0);
    }

    private void run() {
        try {
            report = test.run();
        } catch (VenturiException | IllegalStateException e) {
            failure = e;
        } finally {
            opened.countDown();
        }
    }

    /** Let the probes go for a while without load, unless stopped. */
    void idle() {
        await(stopped, load.latency().idleNs());
    }

    /** How they stand. */
    LiveRtt live() {
        return test.live();
    }

    /** End the idle time. */
    void stop() {
        stopped.countDown();
    }

    /** End the probes and say what they tell; the load is over. */
    Optional<LoadedLatency> finish(LoadedLatencies.Load loaded, LatencyListener listener) {
        test.stop();
        join();
        RttReport ended = report;
        if (ended == null) {
            listener.onNoLatency(failure == null ? "its test ended without a report." : failure.getMessage());
            return Optional.empty();
        }
        try (ended) {
            if (loaded.windows().isEmpty()) {
                return Optional.empty();
            }
            RttSettings granted = ended.run().agreed();
            int headers = ended.run().remote().getAddress() instanceof Inet6Address ? IPV6_HEADERS : IPV4_HEADERS;
            return Optional.of(LoadedLatencies.of(loaded, new LoadedLatency.Probes(granted.protocol(),
                    ended.run().remote(), granted.intervalNs(), granted.lengthBytes() + headers),
                    ended.roundTrips()));
        } finally {
            report = null;
        }
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch, long mostNs) {
        try {
            latch.await(mostNs, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        test.stop();
        test.stop(); // whoever did not wait for the last replies does not want them
        join();
        test.close();
        RttReport left = report;
        if (left != null) {
            report = null;
            left.close();
        }
    }
}
