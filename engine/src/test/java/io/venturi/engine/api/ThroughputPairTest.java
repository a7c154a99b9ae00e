package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputStreamReport;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ThroughputPlan;
import io.venturi.engine.plan.ThroughputPlan.Flow;
import io.venturi.engine.plan.ThroughputPlan.Limits;
import io.venturi.engine.plan.ThroughputPlan.Load;
import io.venturi.engine.testing.Await;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our client against our server, over loopback. */
class ThroughputPairTest {
    private static final long RATE = 8_000_000;

    private final BlockingQueue<ThroughputReport> served = new LinkedBlockingQueue<>();
    private ThroughputServer server;

    @BeforeEach
    void serve() {
        server = ThroughputServer.start(ServePlan.Throughput.at(List.of("127.0.0.1:0")), RttPlan.Family.ANY,
                RttPlan.Precision.DEFAULT, number -> event -> {
                    if (event instanceof ThroughputEvent.Ended ended) {
                        served.add(ended.report());
                    }
                });
    }

    @AfterEach
    void close() {
        server.close();
    }

    private ThroughputReport run(Flow flow, Limits limits, Load load) {
        InetSocketAddress address = server.addresses().getFirst();
        ThroughputPlan plan = new ThroughputPlan(new ThroughputPlan.Target("127.0.0.1:" + address.getPort()), flow,
                limits, load, ThroughputPlan.Socket.DEFAULT, ThroughputPlan.Reporting.DEFAULT,
                ThroughputPlan.Access.NONE, ThroughputPlan.Timeouts.DEFAULT, RttPlan.Precision.DEFAULT);
        try (ThroughputTest test = ThroughputTest.prepare(plan, ThroughputListener.NONE)) {
            ThroughputReport report = test.run();
            assertEquals("", report.failure().text());
            assertEquals(EndState.COMPLETED, report.end());
            return report;
        }
    }

    private static Load at(long bitsPerSecond, int blockBytes) {
        return new Load(blockBytes, bitsPerSecond, 0, 0, 1000, false, false, false, false, false);
    }

    @ParameterizedTest
    @CsvSource({"TCP,UP,1", "TCP,DOWN,3", "TCP,BOTH,2", "UDP,UP,3", "UDP,DOWN,1", "UDP,BOTH,2"})
    void shouldCountTheSameAtBothEndsWhateverTheFlow(ThroughputProtocol protocol, ThroughputDirection direction,
                                                     int streams) {
        ThroughputReport report = run(new Flow(protocol, direction, streams), new Limits(0, 1, 0, 0), at(RATE, 1000));

        assertEquals(direction == ThroughputDirection.BOTH ? 2 * streams : streams, report.streams().size());
        for (ThroughputStreamReport stream : report.streams()) {
            long sent = stream.sent().orElseThrow().bytes();
            long received = stream.received().orElseThrow().bytes();
            assertTrue(sent > 0 && received > 0 && received <= sent, sent + " sent, " + received + " received");
        }
        assertTrue(report.remote().isPresent());
    }

    @Test
    void shouldNumberStreamsAsPeersExpect() {
        ThroughputReport report = run(new Flow(ThroughputProtocol.TCP, ThroughputDirection.BOTH, 2),
                new Limits(0, 0, 0, 2), Load.TCP);

        assertEquals(List.of(1, 3, 4, 5), report.streams().stream().map(stream -> stream.stream().id()).toList());
        assertEquals(List.of(true, true, false, false),
                report.streams().stream().map(stream -> stream.stream().sender()).toList());
    }

    @Test
    void shouldSendExactlyTheBytesAskedFor() {
        ThroughputReport report = run(new Flow(ThroughputProtocol.TCP, ThroughputDirection.UP, 3),
                new Limits(0, 0, 1_000_001, 0), Load.TCP);

        assertEquals(1_000_001, report.streams().stream().mapToLong(it -> it.sent().orElseThrow().bytes()).sum());
        assertEquals(1_000_001, report.streams().stream().mapToLong(it -> it.received().orElseThrow().bytes()).sum());
    }

    @Test
    void shouldCountExactlyTheBytesAskedForWhenReceiving() {
        ThroughputReport report = run(new Flow(ThroughputProtocol.TCP, ThroughputDirection.DOWN, 3),
                new Limits(0, 0, 1_000_001, 0), Load.TCP);

        assertEquals(1_000_001, report.streams().stream().mapToLong(it -> it.received().orElseThrow().bytes()).sum());
    }

    @Test
    void shouldCountExactlyTheDatagramsAskedForWhenReceiving() {
        ThroughputReport report = run(new Flow(ThroughputProtocol.UDP, ThroughputDirection.DOWN, 2),
                new Limits(0, 0, 0, 25), at(RATE, 1000));

        assertEquals(25_000, report.streams().stream().mapToLong(it -> it.received().orElseThrow().bytes()).sum());
    }

    @Test
    void shouldSendFromAFileWithoutCopying() {
        Load fromFile = new Load(70_000, 0, 0, 0, 1000, true, false, false, false, false);

        for (ThroughputDirection direction : List.of(ThroughputDirection.UP, ThroughputDirection.DOWN)) {
            ThroughputReport report = run(new Flow(ThroughputProtocol.TCP, direction, 1),
                    new Limits(0, 0, 1_000_001, 0), fromFile);

            assertEquals(1_000_001, report.streams().getFirst().received().orElseThrow().bytes(), direction.toString());
        }
    }

    @Test
    void shouldSendExactlyTheBlocksAskedFor() {
        ThroughputReport report = run(new Flow(ThroughputProtocol.UDP, ThroughputDirection.UP, 2),
                new Limits(0, 0, 0, 25), at(RATE, 1000));

        assertEquals(25, report.streams().stream().mapToLong(it -> it.sent().orElseThrow().datagrams().packets())
                .sum());
        assertEquals(25_000, report.streams().stream().mapToLong(it -> it.sent().orElseThrow().bytes()).sum());
    }

    @ParameterizedTest
    @CsvSource({"TCP", "UDP"})
    void shouldLeaveOutTheTimeOmitted(ThroughputProtocol protocol) {
        ThroughputReport report = run(new Flow(protocol, ThroughputDirection.UP, 1), new Limits(1, 1, 0, 0),
                at(RATE, 1000));

        long inIntervals = report.intervals().stream().filter(it -> !it.omitted())
                .mapToLong(it -> it.parts().getFirst().bytes()).sum();
        ThroughputStreamReport stream = report.streams().getFirst();
        assertEquals(inIntervals, stream.sent().orElseThrow().bytes());
        assertTrue(report.intervals().stream().anyMatch(ThroughputInterval::omitted));
        assertTrue(report.intervals().stream().filter(ThroughputInterval::omitted)
                .mapToLong(it -> it.parts().getFirst().bytes()).sum() > 0);
        if (protocol == ThroughputProtocol.UDP) {
            assertEquals(inIntervals / 1000, stream.sent().orElseThrow().datagrams().packets());
        }
    }

    @Test
    void shouldServeTheNextTestAndTellWhatItWas() throws InterruptedException {
        run(new Flow(ThroughputProtocol.UDP, ThroughputDirection.DOWN, 1), new Limits(0, 0, 0, 5), at(RATE, 1000));
        Await.until("the first test", () -> server.tests() == 1);
        run(new Flow(ThroughputProtocol.TCP, ThroughputDirection.UP, 1), new Limits(0, 0, 1000, 0), Load.TCP);
        Await.until("the second test", () -> server.tests() == 2);

        assertEquals(ThroughputProtocol.UDP, served.take().start().orElseThrow().settings().protocol());
        ThroughputReport second = served.take();
        assertEquals(ThroughputDirection.UP, second.start().orElseThrow().settings().direction());
        assertEquals(1000, second.streams().getFirst().received().orElseThrow().bytes());
    }
}
