package io.venturi.cli.tui;

import io.venturi.engine.api.ServerTotals;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityInterval.Part;
import io.venturi.engine.metric.CapacityLive;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.CapacityTally.Variation;
import io.venturi.engine.metric.IntervalReport;
import io.venturi.engine.metric.LiveInstrument;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.Quantiles;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.metric.Summary;
import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputLive;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.metric.ThroughputTcp;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ThroughputPlan;
import io.venturi.engine.plan.WaitRule;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/** Snapshots of each kind whose every value is known: before anything, in the middle, and with values at their ends. */
final class Scenes {
    private static final long SECOND = 1_000_000_000;
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 2112);

    private Scenes() {
    }

    static Map<String, Snapshot> all() {
        return Map.ofEntries(Map.entry("rtt", rtt()), Map.entry("rtt-empty", new RttScreen(rttPlan()).snapshot()),
                Map.entry("rtt-huge", hugeRtt()), Map.entry("capacity", capacity()),
                Map.entry("capacity-empty", new CapacityScreen(capacityPlan(), () -> 1).snapshot()),
                Map.entry("capacity-huge", hugeCapacity()), Map.entry("throughput", throughput()),
                Map.entry("throughput-empty", new ThroughputScreen(throughputPlan(ThroughputProtocol.TCP),
                        _ -> { }, () -> 0).snapshot()),
                Map.entry("throughput-huge", hugeThroughput()), Map.entry("serve", serve()),
                Map.entry("serve-empty", serve(List.of(), new ServerTotals(0, 0, 0, 0, 0), List.of())),
                Map.entry("serve-huge", hugeServe()));
    }

    private static RttPlan rttPlan() {
        return new RttPlan(new RttPlan.Target("192.0.2.7", RttPlan.Family.ANY, "", ""),
                new RttPlan.Probes(10 * SECOND, 10_000_000, 0, "none", false), RttPlan.Replies.ALL,
                new RttPlan.Marks(0, 0, RttPlan.DontFragment.DEFAULT), RttPlan.OPEN_TIMEOUTS,
                new WaitRule(WaitRule.Kind.TIMES_MAX, 3, 4 * SECOND), true, new byte[0], RttPlan.Precision.DEFAULT, 0);
    }

    private static RttSettings agreed() {
        return new RttSettings("irtt", 1, 10 * SECOND, 10_000_000, 60, 0, PeerStamps.BOTH, true, true, true, true, "");
    }

    private static RttScreen opened() {
        RttScreen screen = new RttScreen(rttPlan());
        screen.onConnecting(PEER);
        screen.onConnected(PEER, agreed());
        return screen;
    }

    /** 5 s of probes: 1 ms and a little, each 50th 4 ms, nothing between 2 and 2.5 s. */
    static Snapshot rtt() {
        RttScreen screen = opened();
        for (int i = 0; i < 500; i++) {
            if (i < 200 || i >= 250) {
                screen.add(i * 10_000_000L, i % 50 == 49 ? 4_000_000 : 1_000_000 + i % 20 * 7_000);
            }
        }
        for (int i = 0; i < 5; i++) {
            int answered = i == 2 ? 50 : 100;
            screen.onInterval(new IntervalReport(i, i * SECOND, (i + 1) * SECOND, 100, answered, 0, i < 2 ? 0 : 50,
                    summary(answered)));
        }
        screen.onRestriction("server reduced the interval");
        LiveRtt live = new LiveRtt(5 * SECOND, 500, 450, 1, 2, 0, 50, 3, 1_021_000, summary(450), 31_000);
        screen.watch(() -> live, () -> Optional.of(
                new LiveInstrument(3, 0, 0, 1, 7_200_000, 0, 0, 0, 0, 1, 4_000_000)));
        return screen.snapshot();
    }

    private static Summary summary(int n) {
        return new Summary(n, n * 1_100_000L, 1_000_000, 4_000_000, 1_100_000, 4e11,
                new Quantiles(1_070_000, 1_130_000, 1_133_000, 4_000_000, 4_000_000, 4_000_000, true, 0));
    }

    private static Snapshot hugeRtt() {
        RttScreen screen = new RttScreen(rttPlan());
        InetSocketAddress peer = new InetSocketAddress("2001:db8:1111:2222:3333:4444:5555:6666", 65_535);
        screen.onConnecting(peer);
        screen.onConnected(peer, new RttSettings("a protocol with a long name", 1, RttPlan.ENDLESS, Long.MAX_VALUE,
                65_507, 255, PeerStamps.BOTH, true, true, true, true, ""));
        screen.add(0, 0);
        screen.add(Long.MAX_VALUE, Long.MAX_VALUE);
        long most = Long.MAX_VALUE;
        Summary summary = new Summary(most, most, Long.MIN_VALUE, most, 9e18, 1e37,
                new Quantiles(most, most, most, most, most, most, false, 0));
        screen.onInterval(new IntervalReport(0, 0, most, most, most, most, most, summary));
        screen.onRestriction("x".repeat(500));
        LiveRtt live = new LiveRtt(most, most, most, most, most, most, most, most, most, summary, 9e18);
        screen.watch(() -> live, () -> Optional.of(new LiveInstrument(most, most, most, most, most, most, most, most,
                most, most, most)));
        return screen.snapshot();
    }

    private static CapacityPlan capacityPlan() {
        return new CapacityPlan(List.of("192.0.2.7"), CapacityDirection.DOWN, CapacityPlan.Connections.ONE,
                CapacityPlan.Timing.DEFAULT, CapacityPlan.Search.DEFAULT, CapacityPlan.Datagrams.DEFAULT,
                CapacityPlan.Marks.NONE, CapacityPlan.Access.NONE, CapacityPlan.Path.DEFAULT, CapacityPlan.Watch.NONE,
                RttPlan.Precision.DEFAULT, LatencyPlan.DEFAULT);
    }

    /** Idle at 10 ms; then 5 s in which the rate rises to 100 Mbit/s and round trips to 60 ms. */
    static Snapshot capacity() {
        CapacityScreen screen = new CapacityScreen(capacityPlan(), () -> 1);
        AtomicReference<CapacityLive> live = new AtomicReference<>(CapacityLive.IDLE);
        AtomicReference<LiveRtt> probes = new AtomicReference<>(probes(3 * SECOND, 150, 10_000_000));
        screen.watch(live::get, () -> Optional.of(probes.get()));
        screen.snapshot();
        for (int i = 1; i <= 25; i++) {
            double rate = Math.min(100e6, 5e6 * i);
            live.set(new CapacityLive(CapacityLive.Phase.RUNNING, i * SECOND / 5, 1, rate, rate, tally(i * 2_000),
                    Math.min(110, 5 * i)));
            probes.set(probes(3 * SECOND + i * SECOND / 5, 150 + i * 10, 10_000_000 + i * 2_000_000L));
            if (i % 5 == 0) {
                Part part = new Part(1, i / 5, SECOND, i / 5 * SECOND, false, tally(10_000), 1_000_000, 10_000_000,
                        false);
                screen.onEvent(new CapacityEvent.Interval(new CapacityInterval(i / 5, 1_000 * SECOND, i / 5 * SECOND, 1,
                        List.of(part), 0, 0, OptionalInt.of(Math.min(110, 5 * i)),
                        new CapacityHost(0, 2, 0, 0, 0, 0.95), Optional.of(new CapacityHost(0, 0, 0, 0, 0, 0.3)))));
            }
            screen.snapshot();
        }
        screen.onEvent(new CapacityEvent.Notice(1, "something to know."));
        return screen.snapshot();
    }

    private static LiveRtt probes(long elapsedNs, long received, long lastNs) {
        return new LiveRtt(elapsedNs, received + 2, received, 0, 0, 0, 2, 0, lastNs, new Summary(received,
                received * 10_000_000, 10_000_000, Math.max(10_000_000, lastNs), 10_000_000, 1e12,
                new Quantiles(10_000_000, 60_000_000, 60_000_000, 60_000_000, 60_000_000, 60_000_000, false, 0)), 1e5);
    }

    private static CapacityTally tally(long datagrams) {
        return new CapacityTally(datagrams, datagrams * 1_222, datagrams / 40, 3, 0, 0,
                Variation.of(datagrams, 0, 40_000_000, datagrams), Variation.of(20, 0, 48_000_000, 20));
    }

    private static Snapshot hugeCapacity() {
        CapacityScreen screen = new CapacityScreen(capacityPlan(), () -> 1);
        long most = Long.MAX_VALUE;
        Variation variation = new Variation(most, Long.MIN_VALUE, most, most, true);
        CapacityTally tally = new CapacityTally(most / 2, most, most / 2, most, most, most, variation, variation);
        screen.watch(() -> new CapacityLive(CapacityLive.Phase.RUNNING, most, 24, Double.MAX_VALUE,
                Double.POSITIVE_INFINITY, tally, 1_152), Optional::empty);
        CapacityHost host = new CapacityHost(most, most, most, most, most, Double.NaN);
        screen.onEvent(new CapacityEvent.Interval(new CapacityInterval(1, most, most, Integer.MAX_VALUE,
                List.of(new Part(1, 1, most, most, true, tally, most, most, true)), Double.MAX_VALUE, 0,
                OptionalInt.empty(), host, Optional.of(host))));
        screen.onNoLatency("a long reason ".repeat(40));
        return screen.snapshot();
    }

    private static ThroughputPlan throughputPlan(ThroughputProtocol protocol) {
        return new ThroughputPlan(new ThroughputPlan.Target("192.0.2.7:5201"),
                new ThroughputPlan.Flow(protocol, ThroughputDirection.BOTH, 2), new ThroughputPlan.Limits(1, 9, 0, 0),
                new ThroughputPlan.Load(0, 0, 0, 0, 1_000, false, false, false, false, false),
                ThroughputPlan.Socket.DEFAULT, ThroughputPlan.Reporting.DEFAULT, ThroughputPlan.Access.NONE,
                ThroughputPlan.Timeouts.DEFAULT, RttPlan.Precision.DEFAULT, LatencyPlan.DEFAULT);
    }

    /** 4 s: 80 Mbit/s down and 40 up, and a second in which nothing came down. */
    private static Snapshot throughput() {
        ThroughputScreen screen = new ThroughputScreen(throughputPlan(ThroughputProtocol.TCP), _ -> { }, () -> 1);
        AtomicReference<ThroughputLive> live = new AtomicReference<>(ThroughputLive.NONE);
        screen.watch(live::get, () -> Optional.of(probes(5 * SECOND, 200, 30_000_000)));
        screen.snapshot();
        long received = 0;
        for (int i = 1; i <= 20; i++) {
            received += i > 10 && i <= 15 ? 0 : 2_000_000;
            live.set(new ThroughputLive(i * SECOND / 5, i * 1_000_000L, received));
            screen.snapshot();
            if (i % 5 == 0) {
                screen.onEvent(new ThroughputEvent.Interval(new ThroughputInterval((i / 5 - 1) * SECOND, i / 5 * SECOND,
                        i == 5, List.of(part(0, true, i / 5), part(1, false, i / 5)))));
            }
        }
        screen.onEvent(new ThroughputEvent.Notice("the window was not granted."));
        return screen.snapshot();
    }

    private static ThroughputInterval.Part part(int index, boolean up, int i) {
        return new ThroughputInterval.Part(new ThroughputStream(index, index == 0 ? 1 : index + 2, 7, up, PEER, PEER),
                up ? 5_000_000 : i == 3 ? 0 : 10_000_000, up ? Optional.of(new ThroughputTcp(i, 100_000L * i, 65_536,
                        20_000 + 1_000L * i, 500, 1_500, 0)) : Optional.empty(), Optional.empty());
    }

    private static Snapshot hugeThroughput() {
        ThroughputScreen screen = new ThroughputScreen(throughputPlan(ThroughputProtocol.UDP), _ -> { },
                () -> Long.MAX_VALUE);
        long most = Long.MAX_VALUE;
        screen.watch(() -> new ThroughputLive(most, most, most), Optional::empty);
        ThroughputDatagrams datagrams = new ThroughputDatagrams(most, most, Double.MAX_VALUE, most, most, most);
        screen.onEvent(new ThroughputEvent.Interval(new ThroughputInterval(0, most, false, List.of(
                new ThroughputInterval.Part(new ThroughputStream(0, Integer.MAX_VALUE, 7, false, PEER, PEER), most,
                Optional.of(new ThroughputTcp(most, most, most, most, most, most, most)), Optional.of(datagrams))))));
        return screen.snapshot();
    }

    private static Snapshot serve() {
        return serve(List.of("UDP 192.0.2.7:2112", "UDP 192.0.2.7:24601 for capacity tests"),
                new ServerTotals(12, 3, 50_000, 3_000_000, 4),
                List.of("12:00:00.001 192.0.2.9:40000 session opened", "12:00:01.500 192.0.2.9:40000 session closed"));
    }

    private static Snapshot serve(List<String> addresses, ServerTotals totals, List<String> lines) {
        AtomicReference<ServerTotals> now = new AtomicReference<>(new ServerTotals(0, 0, 0, 0, 0));
        ServeScreen screen = new ServeScreen(new ServeScreen.Served(addresses, now::get,
                () -> addresses.isEmpty() ? OptionalLong.empty() : OptionalLong.of(2)), 0, () -> 0);
        for (int i = 1; i <= 20; i++) {
            now.set(new ServerTotals(totals.sessions() * i / 20, totals.live() * i / 20, totals.replies() * i / 20,
                    totals.replyBytes() * i / 20, totals.dropped() * i / 20));
            screen.snapshot(i * SECOND / 5);
        }
        lines.forEach(screen::log);
        return screen.snapshot(4 * SECOND + 1);
    }

    private static Snapshot hugeServe() {
        long most = Long.MAX_VALUE;
        AtomicReference<ServerTotals> now = new AtomicReference<>(new ServerTotals(0, 0, 0, 0, 0));
        ServeScreen screen = new ServeScreen(new ServeScreen.Served(List.of("UDP " + "x".repeat(300)), now::get,
                () -> OptionalLong.of(most)), 0, () -> most);
        now.set(new ServerTotals(most, most, most, most, most));
        screen.log("line\u001b[31m with controls\r\n and 漢字 wide ones ".repeat(20));
        return screen.snapshot(400 * 86_400 * SECOND);
    }
}
