package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.ThroughputCpu;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputExtension;
import io.venturi.engine.metric.ThroughputFailure;
import io.venturi.engine.metric.ThroughputHost;
import io.venturi.engine.metric.ThroughputOutput;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputSettings;
import io.venturi.engine.metric.ThroughputStart;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Transport;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the values that are told from what a conversation knows. */
final class Reports {

    private Reports() {
    }

    static ThroughputSettings settings(Iperf3Parameters parameters) {
        Iperf3Parameters.Flow flow = parameters.flow();
        Iperf3Parameters.Limits limits = parameters.limits();
        Iperf3Parameters.Load load = parameters.load();
        ThroughputDirection direction = flow.bidirectional() ? ThroughputDirection.BOTH
                : flow.reverse() ? ThroughputDirection.DOWN : ThroughputDirection.UP;
        String other = parameters.wishes().extendedProtocol();
        ThroughputProtocol protocol = !other.isEmpty() ? ThroughputProtocol.OTHER
                : parameters.transport() == Transport.UDP ? ThroughputProtocol.UDP : ThroughputProtocol.TCP;
        return new ThroughputSettings(protocol, direction,
                flow.streams(), parameters.blockBytes(TestSockets.DEFAULT_UDP_BYTES), limits.omitSeconds(),
                limits.seconds(), limits.bytes(), limits.blocks(), load.bitsPerSecond(), load.burstBlocks(),
                load.socketPacingRate(), parameters.socket().trafficClass(), parameters.socket().windowBytes(),
                parameters.socket().maxSegment(), load.segmentation(), parameters.wishes().title(),
                parameters.wishes().extraData(),
                other.isEmpty() ? ThroughputExtension.NONE
                        : new ThroughputExtension(other, parameters.wishes().extendedOptions()));
    }

    static ThroughputStart start(ControlFacts control, String cookie, ThroughputSettings settings,
                                 Measurement measurement) {
        List<ThroughputStream> streams = measurement.tallies().stream()
                .map(tally -> tally.stream().identity()).toList();
        Optional<DataStream> first = measurement.tallies().stream().map(StreamTally::stream).findFirst();
        return new ThroughputStart(control.server(), control.local(), control.remote(), cookie,
                SystemClock.realtime().nanoTime(), settings, streams, control.maxSegment(),
                first.map(DataStream::sendBufferBytes).orElse(0), first.map(DataStream::receiveBufferBytes).orElse(0));
    }

    static ThroughputReport report(boolean server, Optional<ThroughputStart> start, Measurement measurement,
                                   Optional<Iperf3Results> peer, boolean outputWanted, EndState end,
                                   ThroughputFailure failure, List<String> notices) {
        String own = measurement.congestionControl();
        String other = peer.map(Iperf3Results::congestion).orElse("");
        boolean sends = start.map(it -> it.streams().stream().findFirst().map(ThroughputStream::sender).orElse(!server))
                .orElse(!server);
        Optional<ThroughputCpu> remote = peer.map(results ->
                new ThroughputCpu(results.cpuTotal(), results.cpuUser(), results.cpuSystem()));
        ThroughputOutput output = peer.filter(_ -> outputWanted)
                .map(results -> new ThroughputOutput(results.serverOutput(), results.serverJson()))
                .orElse(ThroughputOutput.NONE);
        List<String> all = new ArrayList<>(notices);
        all.addAll(measurement.unfinished());
        long overflows = measurement.overflows();
        if (overflows > 0) {
            all.add(overflows + " datagrams reached this host and found a full socket buffer; they count as lost.");
        }
        if (measurement.forgottenIntervals() > 0) {
            all.add("The last " + measurement.forgottenIntervals()
                    + " intervals are not in the report: there were too many to keep.");
        }
        return new ThroughputReport(start, measurement.intervals(), measurement.streams(peer), measurement.cpu(),
                remote,
                sends ? own : other, sends ? other : own, output, end, failure, SystemClock.realtime().nanoTime(),
                HostConditions.UNKNOWN, all, new ThroughputHost(Double.NaN, measurement.refused(), overflows),
                Optional.empty());
    }
}
