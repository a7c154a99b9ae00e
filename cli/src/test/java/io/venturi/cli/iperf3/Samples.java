package io.venturi.cli.iperf3;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.ThroughputCpu;
import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputFailure;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputInterval.Part;
import io.venturi.engine.metric.ThroughputOutput;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputSettings;
import io.venturi.engine.metric.ThroughputStart;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.metric.ThroughputStreamReport;
import io.venturi.engine.metric.ThroughputTcp;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Tests of one second at 10 Mbit/s over TCP, or 1 Mbit/s over UDP, as real ones went over loopback. */
final class Samples {
    private static final long SECOND = 1_000_000_000;
    private static final long TCP_BYTES = 1_310_720;
    private static final long UDP_BYTES = 125_000;

    private final boolean server;
    private final ThroughputProtocol protocol;
    private final ThroughputDirection direction;
    private final List<ThroughputStream> streams;
    private final int perDirection;

    Samples(boolean server, ThroughputProtocol protocol, ThroughputDirection direction, int perDirection) {
        this.server = server;
        this.protocol = protocol;
        this.direction = direction;
        this.perDirection = perDirection;
        int all = direction == ThroughputDirection.BOTH ? 2 * perDirection : perDirection;
        this.streams = IntStream.range(0, all).mapToObj(this::stream).toList();
    }

    private ThroughputStream stream(int index) {
        boolean up = direction == ThroughputDirection.UP || direction == ThroughputDirection.BOTH
                && index < perDirection;
        InetSocketAddress here = new InetSocketAddress("127.0.0.1", server ? 5201 : 40_000 + index);
        InetSocketAddress there = new InetSocketAddress("127.0.0.1", server ? 40_000 + index : 5201);
        return new ThroughputStream(index, index == 0 ? 1 : index + 2, 5 + 2 * index, up != server, here, there);
    }

    private boolean udp() {
        return protocol == ThroughputProtocol.UDP;
    }

    private long bytes() {
        return udp() ? UDP_BYTES : TCP_BYTES;
    }

    ThroughputStart start() {
        ThroughputSettings settings = new ThroughputSettings(protocol, direction, perDirection,
                udp() ? 1000 : 131_072, 0, 1, 0, 0, udp() ? 1_000_000 : 10_000_000, 0, 0, 0, 0, 0, false, "", "");
        return new ThroughputStart(server, new InetSocketAddress("127.0.0.1", server ? 5201 : 39_999),
                new InetSocketAddress("127.0.0.1", server ? 39_999 : 5201), "abcdefghijklmnopqrstuvwxyz234567abcd",
                1_795_195_871_250_000_000L, settings, streams, 32_768, 16_384, 131_072);
    }

    ThroughputInterval interval(int second, boolean omitted) {
        return new ThroughputInterval((omitted ? 0 : second) * SECOND, ((omitted ? 0 : second) + 1) * SECOND, omitted,
                streams.stream().map(this::part).toList());
    }

    private Part part(ThroughputStream stream) {
        ThroughputDatagrams counted = stream.sender() ? new ThroughputDatagrams(125, 0, 0, 0, -1, -1)
                : new ThroughputDatagrams(125, 1, 11_000, 0, 124, 0);
        return new Part(stream, bytes(), udp() || !stream.sender() ? Optional.empty()
                : Optional.of(new ThroughputTcp(0, 1_174_405, 203_776, 106, 41, 65_535, 0)),
                udp() ? Optional.of(counted) : Optional.empty());
    }

    /** Connected, started, then one interval for each second. */
    List<ThroughputEvent> events(int seconds) {
        List<ThroughputEvent> events = new ArrayList<>();
        events.add(new ThroughputEvent.Connected(start().local(), start().remote()));
        events.add(new ThroughputEvent.Started(start()));
        IntStream.range(0, seconds).forEach(second -> events.add(
                new ThroughputEvent.Interval(interval(second, false))));
        return events;
    }

    ThroughputReport report(int seconds, EndState end, ThroughputFailure failure) {
        List<ThroughputStreamReport> ends = streams.stream().map(stream -> new ThroughputStreamReport(stream,
                Optional.of(new ThroughputEnd(seconds * bytes(), seconds * SECOND, udp() ? -1 : 0,
                        udp() ? new ThroughputDatagrams(125L * seconds, 0, 0, 0, -1, -1) : ThroughputDatagrams.NONE)),
                end == EndState.COMPLETED ? Optional.of(new ThroughputEnd(seconds * bytes(), seconds * SECOND, -1,
                        udp() ? new ThroughputDatagrams(125L * seconds, seconds, 11_000, 0, -1, -1)
                                : ThroughputDatagrams.NONE)) : Optional.empty(),
                Optional.empty())).toList();
        return new ThroughputReport(Optional.of(start()),
                IntStream.range(0, seconds).mapToObj(second -> interval(second, false)).toList(), ends,
                new ThroughputCpu(1.9, 1.9, 0), Optional.of(new ThroughputCpu(0.1, 0, 0.1)), "bbr", "bbr",
                ThroughputOutput.NONE, end, failure, 1_795_195_872_250_000_000L, HostConditions.UNKNOWN, List.of());
    }

    ThroughputReport report(int seconds) {
        return report(seconds, EndState.COMPLETED, ThroughputFailure.NONE);
    }
}
