package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.Program.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a test of KCP when either end is stopped, killed or was never there. */
@Timeout(240)
class KcpIT {
    private static final String LISTENING = "TCP and UDP (\\S+) for throughput tests";
    private static final String ENDLESS = "-d 1h -i 100ms --rate 5Mbps";
    /** On a busy host the first intervals may be empty. */
    private static final String MOVING = " [1-9][0-9.]* [kM]?bit/s ";
    private static final int BYTES = 500_000;

    private static Program serve(String address) {
        return Venturi.start("serve", "--bind", "none", "--iperf3", address);
    }

    private static String address(Program server) {
        return server.awaitOut(LISTENING).group(1);
    }

    private static List<String> words(String server, String options) {
        List<String> words = new ArrayList<>(List.of("throughput", server, "--protocol", "kcp", "--latency", "off"));
        words.addAll(List.of(options.split(" ")));
        return words;
    }

    private static Program start(String server, String options) {
        return Venturi.start(words(server, options).toArray(String[]::new));
    }

    private static void measures(String server) {
        Outcome test = Venturi.run(words(server, "-q --up -n " + BYTES).toArray(String[]::new));
        assertEquals(0, test.exit(), test.toString());
    }

    private static Json report(Outcome test, int exit, String end) {
        assertEquals(exit, test.exit(), test.toString());
        Told.noTrace(test);
        Json report = Json.parse(test.out()).list("tests").getFirst();
        assertEquals(end, report.text("end"), test.toString());
        assertEquals("kcp", report.text("protocol.name"));
        return report;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--up", "--down"})
    void shouldReportAfterCtrlCAndLeaveTheServerFree(String way) {
        try (Program server = serve("127.0.0.1:0"); Program client = start(address(server), way + " --json "
                + ENDLESS)) {
            client.awaitErr(MOVING + way.substring(2));
            client.signal("INT");

            Json stream = report(client.await(), 0, "interrupted").list("streams").getFirst();
            String own = way.equals("--up") ? "sent" : "received";
            assertTrue(stream.number(own + ".bytes") > 0, stream.toString());
            assertTrue(stream.real(own + ".protocolDetails.segmentsSent.value") >= 0, stream.toString());
            measures(address(server));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--up", "--down"})
    void shouldReportWhenTheServerIsStopped(String way) {
        try (Program server = serve("127.0.0.1:0"); Program client = start(address(server), way + " --json "
                + ENDLESS)) {
            client.awaitErr(MOVING + way.substring(2));
            server.signal("INT");

            report(client.await(), 1, "endedByPeer");
            assertEquals(0, server.await().exit());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--up", "--down"})
    void shouldReportWhenTheServerIsKilled(String way) {
        try (Program server = serve("127.0.0.1:0"); Program client = start(address(server), way + " "
                + ENDLESS)) {
            client.awaitOut(MOVING + way.substring(2));
            server.kill();

            Outcome test = client.await();
            assertEquals(1, test.exit(), test.toString());
            assertTrue(test.out().contains("goodput") && test.out().replaceAll("\\s+", " ")
                    .contains("The test ended early: control socket has closed unexpectedly"), test.toString());
            Told.noTrace(test);
        }
    }

    @Test
    void shouldServeTheNextWhenAClientIsKilled() {
        try (Program server = serve("127.0.0.1:0"); Program client = start(address(server), "--down " + ENDLESS)) {
            client.awaitOut(MOVING + "down");
            client.kill();

            measures(address(server));
        }
    }

    @Test
    @Needs(What.IPV6)
    void shouldMeasureOverIpv6() {
        try (Program server = serve("[::1]:0")) {
            Outcome test = Venturi.run(words(address(server), "-q --json --both -O verify=yes -n " + BYTES)
                    .toArray(String[]::new));

            assertEquals(0, test.exit(), test.toString());
            for (Json report : Json.parse(test.out()).list("tests")) {
                Json stream = report.list("streams").getFirst();
                assertTrue(stream.text("local").startsWith("[::1]:"), stream.toString());
                assertTrue(stream.number("received.bytes") >= BYTES, stream.toString());
            }
        }
    }

    /** Nothing listens, or something that is no server of throughput tests and hangs up. */
    @Test
    void shouldSayThatThereIsNoServer() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread hangUp = Thread.ofVirtual().start(() -> {
                try {
                    other.accept().close();
                } catch (IOException _) {
                    return; // closed: nobody came
                }
            });
            Told.once(Venturi.run(words("127.0.0.1:" + Irtt.freePort(), "-q").toArray(String[]::new)), 4,
                    "nothing listens on that port");
            Told.once(Venturi.run(words("127.0.0.1:" + other.getLocalPort(), "-q").toArray(String[]::new)), 4,
                    "127.0.0.1:" + other.getLocalPort());
            hangUp.interrupt();
        }
    }
}
