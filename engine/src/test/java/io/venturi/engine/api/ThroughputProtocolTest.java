package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.ProtocolValue;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputStreamReport;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ThroughputPlan;
import io.venturi.engine.plan.ThroughputPlan.Limits;
import io.venturi.engine.plan.ThroughputPlan.Load;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** KCP from our client to our server, over loopback, every payload byte compared. */
class ThroughputProtocolTest {
    private final BlockingQueue<ThroughputReport> served = new LinkedBlockingQueue<>();
    private ThroughputServer server;

    @BeforeEach
    void serve() {
        server = ThroughputServer.start(ServePlan.Throughput.at(List.of("127.0.0.1:0", "[::1]:0")),
                RttPlan.Family.ANY, RttPlan.Precision.DEFAULT, number -> event -> {
                    if (event instanceof ThroughputEvent.Ended ended) {
                        served.add(ended.report());
                    }
                });
    }

    @AfterEach
    void close() {
        server.close();
    }

    private ThroughputPlan plan(InetSocketAddress address, ThroughputDirection direction, int streams, Limits limits,
                                Load load, String... options) {
        Map<String, String> given = new HashMap<>(Map.of("verify", "yes"));
        for (String option : options) {
            given.put(option.replaceAll("=.*", ""), option.replaceAll(".*=", ""));
        }
        String host = address.getAddress().getHostAddress();
        return new ThroughputPlan(
                new ThroughputPlan.Target((host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort()),
                new ThroughputPlan.Flow(ThroughputProtocol.OTHER, direction, streams), limits, load,
                ThroughputPlan.Socket.DEFAULT, ThroughputPlan.Reporting.DEFAULT, ThroughputPlan.Access.NONE,
                ThroughputPlan.Timeouts.DEFAULT, RttPlan.Precision.DEFAULT,
                LatencyPlan.OFF, new ThroughputPlan.Extension("kcp", given, List.of()));
    }

    private static ThroughputReport run(ThroughputPlan plan) {
        try (ThroughputTest test = ThroughputTest.prepare(plan, ThroughputListener.NONE)) {
            return test.run();
        }
    }

    private ThroughputReport complete(ThroughputPlan plan) {
        ThroughputReport report = run(plan);
        assertEquals("", report.failure().text());
        assertEquals(EndState.COMPLETED, report.end());
        assertEquals("kcp", report.start().orElseThrow().settings().extension().name());
        for (ThroughputStreamReport stream : report.streams()) {
            ThroughputEnd received = stream.received().orElseThrow();
            assertTrue(received.bytes() > 0);
            assertEquals(0, value(received, "corruptPieces"));
            if (plan.limits().omitSeconds() == 0) { // the ends do not begin to count at the same byte
                assertEquals(received.bytes(), value(received, "verifiedBytes"));
                assertTrue(received.bytes() <= stream.sent().orElseThrow().bytes());
            }
        }
        return report;
    }

    private static double value(ThroughputEnd end, String figure) {
        return end.details().stream().filter(detail -> detail.figure().name().equals(figure))
                .mapToDouble(ProtocolValue::value).findFirst().orElseThrow();
    }

    private static Load at(long bitsPerSecond) {
        return new Load(0, bitsPerSecond, 0, 0, 1000, false, false, false, false, false);
    }

    @ParameterizedTest
    @CsvSource({"UP,1", "DOWN,1", "UP,3", "DOWN,3", "BOTH,2"})
    void shouldCarryTheStreamIntactWhateverTheFlow(ThroughputDirection direction, int streams) {
        ThroughputReport report = complete(plan(server.addresses().getFirst(), direction, streams,
                new Limits(0, 1, 0, 0), at(20_000_000)));

        assertEquals(direction == ThroughputDirection.BOTH ? 2 * streams : streams, report.streams().size());
        for (ThroughputStreamReport stream : report.streams()) {
            assertTrue(value(stream.sent().orElseThrow(), "segmentsSent") > 0);
            assertTrue(value(stream.sent().orElseThrow(), "rttMost") > 0);
            assertTrue(stream.sent().orElseThrow().bitsPerSecond() <= 21_000_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,stream=yes", "0,stream=no", "1,mtu=500", "0,ack-nodelay=yes", "0,nodelay=no", "0,nc=no"})
    void shouldDeliverEveryByteAskedFor(int address, String option) {
        ThroughputReport report = complete(plan(server.addresses().get(address), ThroughputDirection.UP, 2,
                new Limits(0, 0, 3_000_001, 0), Load.TCP, option));

        assertEquals(3_000_001, report.streams().stream().mapToLong(it -> it.sent().orElseThrow().bytes()).sum());
        assertEquals(3_000_001, report.streams().stream().mapToLong(it -> it.received().orElseThrow().bytes()).sum());
        String[] parts = option.split("=");
        assertEquals(parts[1], report.start().orElseThrow().settings().extension().options().get(parts[0]));
    }

    @Test
    void shouldLeaveOutTheTimeOmitted() throws InterruptedException {
        ThroughputReport report = complete(plan(server.addresses().getFirst(), ThroughputDirection.UP, 1,
                new Limits(1, 1, 0, 0), at(8_000_000)));

        ThroughputEnd sent = report.streams().getFirst().sent().orElseThrow();
        double segments = value(sent, "segmentsSent");
        assertTrue(segments * 1376 < 1.5 * sent.bytes(), segments + " segments for " + sent.bytes() + " bytes");
        assertEquals("kcp", served.take().start().orElseThrow().settings().extension().name());
    }

    @Test
    void shouldRefuseWrongOptionsBeforeAnythingIsSent() {
        InetSocketAddress address = server.addresses().getFirst();

        assertEquals("Protocol kcp has no option 'speed'. It has nodelay, interval, resend, nc, send-window,"
                + " receive-window, mtu, stream, ack-nodelay, verify.", refusal(address, "speed=9"));
        assertEquals("Option mtu of protocol kcp is 50 to 9000 bytes, not '10'.", refusal(address, "mtu=10"));
        assertTrue(refusal(address, "send-window=32768", "mtu=9000").contains("of memory"));
    }

    private String refusal(InetSocketAddress address, String... options) {
        return assertThrows(ConfigException.class, () -> run(plan(address, ThroughputDirection.BOTH, 128,
                new Limits(0, 1, 0, 0), Load.TCP, options))).getMessage();
    }
}
