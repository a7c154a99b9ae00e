package io.venturi.cli.output;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.LoadedLatency;
import io.venturi.engine.metric.ThroughputCpu;
import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputEvidence;
import io.venturi.engine.metric.ThroughputFailure;
import io.venturi.engine.metric.ThroughputHost;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputOutput;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputSettings;
import io.venturi.engine.metric.ThroughputStart;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.metric.ThroughputStreamReport;
import io.venturi.engine.metric.ThroughputTcp;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ThroughputPlan;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Reports of throughput tests whose truth is known: one stream, 10 s, 100 Mbit/s, blocks of 1250 bytes. */
final class ThroughputReports {
    private static final long SECOND = 1_000_000_000;
    private static final long US = 10_000_000;
    private static final long BYTES = 125_000_000;
    private static final int BLOCK = 1_250;

    ThroughputProtocol protocol = ThroughputProtocol.TCP;
    ThroughputDirection direction = ThroughputDirection.UP;
    String server = "192.0.2.1";
    long askedBitsPerSecond;
    long pacingAsked;
    long retransmits;
    double busyShare = 1;
    double windowShare;
    double bufferShare;
    long leastRttUs = 10_000;
    long emptyRttUs = 10_000;
    long meanRttUs = 10_500;
    long delivery = 100_000_000;
    long pacing = 120_000_000;
    double thread = 0.2;
    double serverCpu = 20;
    long lost;
    long duplicates;
    long overflow;
    long refused;
    Optional<LoadedLatency> latency = Optional.empty();
    EndState end = EndState.COMPLETED;

    ThroughputPlan plan() {
        return new ThroughputPlan(new ThroughputPlan.Target(server), new ThroughputPlan.Flow(protocol, direction, 1),
                new ThroughputPlan.Limits(0, 10, 0, 0), new ThroughputPlan.Load(BLOCK, askedBitsPerSecond, 0,
                pacingAsked, 1000, false, false, false, false, false), ThroughputPlan.Socket.DEFAULT,
                ThroughputPlan.Reporting.DEFAULT, ThroughputPlan.Access.NONE, ThroughputPlan.Timeouts.DEFAULT,
                RttPlan.Precision.DEFAULT);
    }

    ThroughputReport report() {
        boolean up = direction == ThroughputDirection.UP;
        boolean udp = protocol == ThroughputProtocol.UDP;
        InetSocketAddress remote = new InetSocketAddress(server, 5201);
        InetSocketAddress local = new InetSocketAddress("192.0.2.9", 40_000);
        ThroughputStream stream = new ThroughputStream(0, 1, 7, up, local, remote);
        long packets = BYTES / BLOCK;
        ThroughputEnd sent = new ThroughputEnd(BYTES, 10 * SECOND, udp ? -1 : retransmits, udp
                ? new ThroughputDatagrams(packets, 0, 0, 0, -1, -1) : ThroughputDatagrams.NONE);
        long arrived = packets - lost + duplicates;
        ThroughputEnd received = new ThroughputEnd(udp ? arrived * BLOCK : BYTES, 10 * SECOND, -1, udp
                ? new ThroughputDatagrams(packets, lost, 50_000, duplicates, up ? -1 : arrived, up ? -1 : duplicates)
                : ThroughputDatagrams.NONE);
        boolean told = up && !udp;
        ThroughputEvidence evidence = new ThroughputEvidence(1_000_000, 3_000_000, leastRttUs, meanRttUs,
                2 * meanRttUs, 0, (long) (busyShare * US), (long) (windowShare * busyShare * US),
                (long) (bufferShare * busyShare * US), delivery, pacing, emptyRttUs);
        ThroughputTcp tcp = new ThroughputTcp(retransmits, 1_000_000, 3_000_000, meanRttUs, 100, 1500, 0, 690,
                new ThroughputTcp.Rates(delivery, pacing), new ThroughputTcp.Limits(US, 0, 0));
        ThroughputInterval interval = new ThroughputInterval(0, 10 * SECOND, false, List.of(new ThroughputInterval.Part(
                stream, BYTES, told ? Optional.of(tcp) : Optional.empty(),
                udp ? Optional.of(up ? sent.datagrams() : received.datagrams()) : Optional.empty())));
        ThroughputSettings settings = new ThroughputSettings(protocol, direction, 1, BLOCK, 0, 10, 0, 0,
                askedBitsPerSecond, 0, pacingAsked, 0, 0, 0, false, "", "");
        ThroughputStart start = new ThroughputStart(false, local, remote, "c", 1_000 * SECOND, settings,
                List.of(stream), 1448, 2_000_000, 2_000_000);
        return new ThroughputReport(Optional.of(start), List.of(interval), List.of(new ThroughputStreamReport(stream,
                Optional.of(sent), Optional.of(received), told ? Optional.of(evidence) : Optional.empty())),
                new ThroughputCpu(30, 10, 20), Optional.of(new ThroughputCpu(serverCpu, 0, serverCpu)), "cubic",
                "cubic", ThroughputOutput.NONE, end, end == EndState.COMPLETED ? ThroughputFailure.NONE
                        : new ThroughputFailure(1, "the peer is gone"), 1_010 * SECOND, HostConditions.UNKNOWN,
                        List.of(),
                new ThroughputHost(thread, refused, overflow), latency);
    }

    ThroughputWay way() {
        return ThroughputWay.of(plan(), report()).getFirst();
    }

    ThroughputVerdict verdict() {
        return ThroughputVerdict.of(plan(), report(), way());
    }

    String sentence() {
        return verdict().sentence(plan(), way());
    }
}
