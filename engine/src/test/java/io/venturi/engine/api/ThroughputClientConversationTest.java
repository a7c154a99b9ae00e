package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ThroughputPlan;
import io.venturi.engine.plan.ThroughputPlan.Flow;
import io.venturi.engine.plan.ThroughputPlan.Limits;
import io.venturi.engine.plan.ThroughputPlan.Load;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a server that is written out byte by byte. */
@Timeout(60)
class ThroughputClientConversationTest {
    private static final String OLD_RESULTS = "{\"cpu_util_total\":95.8391123439667,\"cpu_util_user\":3e-05,"
            + "\"cpu_util_system\":95.8,\"sender_has_retransmits\":18446744073709551615,\"congestion_used\":\"bbr\","
            + "\"server_output_text\":\"nobody asked for this\",\"streams\":[{\"id\":1,\"bytes\":1000,"
            + "\"retransmits\":18446744073709551615,\"jitter\":0,\"errors\":0,\"packets\":0,\"start_time\":0,"
            + "\"end_time\":0.5}]}";

    /** A test of TCP that lasts a moment. */
    private static ThroughputReport runBriefly(ThroughputDirection direction, RawIperf3Server.Script script)
            throws Exception {
        try (RawIperf3Server server = new RawIperf3Server(script)) {
            return run(new ThroughputPlan(new ThroughputPlan.Target("127.0.0.1:" + server.port()),
                    new Flow(ThroughputProtocol.TCP, direction, 1), new Limits(0, Duration.ofMillis(100), 0, 0),
                    Load.TCP, ThroughputPlan.Socket.DEFAULT, ThroughputPlan.Reporting.DEFAULT,
                    ThroughputPlan.Access.NONE, ThroughputPlan.Timeouts.DEFAULT, RttPlan.Precision.DEFAULT));
        }
    }

    private static ThroughputReport run(RawIperf3Server server, ThroughputProtocol protocol) {
        Load load = protocol == ThroughputProtocol.TCP ? Load.TCP
                : new Load(1000, 8_000_000, 0, 0, 1000, false, false, false, false, false);
        ThroughputPlan plan = new ThroughputPlan(new ThroughputPlan.Target("127.0.0.1:" + server.port()),
                new Flow(protocol, ThroughputDirection.UP, 1), new Limits(0, 0, 1000, 0), load,
                ThroughputPlan.Socket.DEFAULT, ThroughputPlan.Reporting.DEFAULT, ThroughputPlan.Access.NONE,
                ThroughputPlan.Timeouts.DEFAULT, RttPlan.Precision.DEFAULT);
        return run(plan);
    }

    private static ThroughputReport run(ThroughputPlan plan) {
        try (ThroughputTest test = ThroughputTest.prepare(plan, ThroughputListener.NONE)) {
            return test.run();
        }
    }

    private static ThroughputReport run(RawIperf3Server.Script script) throws Exception {
        try (RawIperf3Server server = new RawIperf3Server(script)) {
            return run(server, ThroughputProtocol.TCP);
        }
    }

    private static void runStream(RawIperf3Server server) throws IOException {
        server.parameters();
        server.out.write(10);
        try (Socket stream = server.stream()) {
            server.out.write(new byte[] {1, 2});
            stream.getInputStream().readNBytes(1000);
            assertEquals(4, server.in.read());
        }
    }

    @Test
    void shouldAskWithOneProtocolAndWithoutFlagsThatAreOff() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>();

        run(server -> asked.set(server.parameters()));

        assertTrue(asked.get().startsWith("{\"tcp\":true,"), asked.get());
        assertFalse(asked.get().contains("false") || asked.get().contains("null") || asked.get().contains("udp"),
                asked.get());
        for (String name : new String[] {"omit", "time", "num", "blockcount", "parallel", "len", "pacing_timer",
            "client_version"}) {
            assertTrue(asked.get().contains("\"" + name + "\":"), asked.get());
        }
    }

    @Test
    void shouldUnderstandTheResultsOfAnOldServerAndIgnoreWhatItDidNotAskFor() throws Exception {
        ThroughputReport report = run(server -> {
            runStream(server);
            server.out.write(13);
            String own = server.document();
            assertTrue(own.contains("\"retransmits\":") && own.contains("\"id\":1,"), own);
            server.document(OLD_RESULTS);
            server.out.write(14);
            assertEquals(16, server.in.read());
            assertEquals(-1, server.in.read());
        });

        assertEquals("", report.failure().text());
        assertEquals(EndState.COMPLETED, report.end());
        assertEquals(1000, report.streams().getFirst().received().orElseThrow().bytes());
        assertEquals(500_000_000, report.streams().getFirst().received().orElseThrow().durationNs());
        assertEquals("", report.serverOutput().text());
        assertEquals("bbr", report.receiverCongestion());
    }

    @Test
    void shouldSayNothingMoreToAServerThatIsBusy() throws Exception {
        ThroughputReport report = run(server -> {
            server.out.write(-1);
            assertEquals(-1, server.in.read());
        });

        assertEquals(121, report.failure().code());
    }

    @ParameterizedTest
    @CsvSource({"0000002500000000,37", "0000008e,142", "'',0", "00,0", "0000270f00000000,9999"})
    void shouldTakeARefusalInWholeOrInPart(String words, int code) throws Exception {
        ThroughputReport report = run(server -> {
            server.parameters();
            server.out.write(-2);
            server.out.write(HexFormat.of().parseHex(words));
        });

        assertEquals(code, report.failure().code());
        assertFalse(report.failure().text().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "01", "0d", "0e", "0909", "090a0a", "7f", "00", "0901", "090d"})
    void shouldGiveUpAServerThatTellsTheStepsInAWrongOrder(String states) throws Exception {
        ThroughputReport report = run(server -> {
            server.out.write(HexFormat.of().parseHex(states));
            server.in.transferTo(java.io.OutputStream.nullOutputStream());
        });

        assertTrue(report.failure().code() == 110 || states.contains("0a"), report.failure().toString());
        assertFalse(report.failure().isNone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{}", "{\"cpu_util_total\":0,\"cpu_util_user\":0,\"cpu_util_system\":0,"
            + "\"sender_has_retransmits\":0,\"streams\":[{\"id\":2,\"bytes\":1,\"retransmits\":0,\"jitter\":0,"
            + "\"errors\":0,\"packets\":0}]}"})
    void shouldTellWhatItHasWhenTheResultsOfTheServerAreNone(String results) throws Exception {
        ThroughputReport report = run(server -> {
            runStream(server);
            server.out.write(13);
            server.document();
            server.document(results);
            assertEquals(16, server.in.read());
        });

        assertTrue(report.failure().code() == 117 || report.failure().code() == 208, report.failure().toString());
        assertEquals(1000, report.streams().getFirst().sent().orElseThrow().bytes());
    }

    @Test
    void shouldTellWhatItHasWhenTheServerIsGone() throws Exception {
        ThroughputReport report = run(RawIperf3Server::parameters);

        assertEquals(109, report.failure().code());
        assertTrue(report.start().isEmpty());
    }

    /** As it is when one of the ends gets no CPU between the two words by which a test begins. */
    @Test
    void shouldCountFromTheWordToGo() throws Exception {
        AtomicLong mostNs = new AtomicLong();

        ThroughputReport report = runBriefly(ThroughputDirection.UP, server -> {
            server.parameters();
            server.out.write(10);
            try (Socket stream = server.stream()) {
                server.out.write(1);
                server.expectSilence(300);
                long goNs = System.nanoTime();
                server.out.write(2);
                assertEquals(4, server.in.read());
                mostNs.set(System.nanoTime() - goNs);
                assertTrue(stream.getInputStream().read() >= 0);
                server.out.write(13);
                server.document();
                server.document(OLD_RESULTS);
                server.out.write(14);
            }
        });

        ThroughputEnd sent = report.streams().getFirst().sent().orElseThrow();
        assertEquals("", report.failure().text());
        assertTrue(sent.bytes() > 0 && sent.durationNs() >= 100_000_000 && sent.durationNs() <= mostNs.get(),
                sent + " within " + mostNs);
    }

    /** What the server says of it goes before what this host sees. */
    @ParameterizedTest
    @CsvSource({"UP,0,205,SEND_FAILED", "DOWN,0,206,RECEIVE_FAILED", "UP,11,120,ENDED_BY_PEER"})
    void shouldNotEndWellWhenAStreamBreaks(ThroughputDirection direction, int word, int code, EndState end)
            throws Exception {
        ThroughputReport report = runBriefly(direction, server -> {
            server.parameters();
            server.out.write(10);
            try (Socket stream = server.stream()) {
                stream.setSoLinger(true, 0);
                server.out.write(new byte[] {1, 2});
            }
            if (word != 0) {
                server.expectSilence(100);
                server.out.write(word);
            }
            assertEquals(16, server.in.read());
        });

        assertEquals(code, report.failure().code(), report.failure().toString());
        assertEquals(end, report.end());
        assertTrue(word != 0 || report.failure().text().matches("stream 1 could not be (written|read): E[A-Z]+: .*"),
                report.failure().toString());
    }

    @Test
    void shouldNotEndWellWhenNothingWasSent() throws Exception {
        ThroughputReport report = runBriefly(ThroughputDirection.DOWN, server -> {
            server.parameters();
            server.out.write(10);
            try (Socket _ = server.stream()) {
                server.out.write(new byte[] {1, 2});
                assertEquals(4, server.in.read());
                server.out.write(13);
                server.document();
                server.document(OLD_RESULTS.replace("\"bytes\":1000", "\"bytes\":0"));
                server.out.write(14);
                assertEquals(16, server.in.read());
                assertEquals(-1, server.in.read());
            }
        });

        assertEquals(206, report.failure().code());
        assertEquals("the server sent nothing, by its own word too", report.failure().text());
    }

    /** The hello is lost, or its answer: the former is sent again, the latter shows in that the server goes on. */
    @ParameterizedTest
    @CsvSource({"36373839,0,true", "b168de3a,0,true", "3ade68b1,0,true", "36373839,1,true", "36373839,0,false"})
    void shouldOpenAStreamOfUdpEvenIfADatagramIsLost(String answer, int lost, boolean answered) throws Exception {
        ThroughputReport report;
        AtomicReference<DatagramSocket> datagrams = new AtomicReference<>();
        try (RawIperf3Server server = new RawIperf3Server(it -> {
            it.parameters();
            it.out.write(10);
            DatagramSocket socket = datagrams.get();
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            for (int i = 0; i <= lost; i++) {
                socket.receive(packet);
                assertEquals("39383736", HexFormat.of().formatHex(packet.getData(), 0, packet.getLength()));
            }
            if (answered) {
                byte[] noise = new byte[1000];
                socket.send(new DatagramPacket(noise, noise.length, packet.getSocketAddress()));
                socket.send(new DatagramPacket(HexFormat.of().parseHex(answer), 4, packet.getSocketAddress()));
            }
            it.out.write(new byte[] {1, 2});
            socket.receive(packet);
            assertEquals(1000, packet.getLength());
            assertEquals(1, packet.getData()[11]);
            assertEquals(4, it.in.read());
            it.out.write(13);
            it.document();
            it.document(OLD_RESULTS);
            it.out.write(14);
        }); DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"),
                server.port()))) {
            socket.setSoTimeout(20_000);
            datagrams.set(socket);
            report = run(server, ThroughputProtocol.UDP);
        }

        assertEquals("", report.failure().text());
        assertEquals(1, report.streams().getFirst().sent().orElseThrow().datagrams().packets());
    }
}
