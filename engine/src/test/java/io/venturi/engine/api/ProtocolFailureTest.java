package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ThroughputPlan;
import io.venturi.engine.testing.Await;
import io.venturi.engine.testing.PluginJar;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with a protocol that is neither TCP nor UDP: said at once and by name, and a server goes on. */
@Timeout(60)
class ProtocolFailureTest {
    private static final int COOKIE_BYTES = 37;
    private static final byte PARAM_EXCHANGE = 9;
    private static final byte CREATE_STREAMS = 10;
    private static final byte EXTENDED_REFUSED = 65;

    @TempDir
    private Path directory;

    private Path jar(String name, String advance) {
        return PluginJar.of(directory.resolve(name + ".jar"), PluginJar.protocol("mine", advance), "plugin.Mine");
    }

    private static ThroughputServer serve(Path... plugins) {
        ServePlan.Throughput off = ServePlan.Throughput.OFF;
        return ThroughputServer.start(new ServePlan.Throughput(List.of("127.0.0.1:0"), off.access(), off.limits(),
                off.intervalNs(), off.receiveTimeoutNs(), off.device(),
                java.util.Arrays.stream(plugins).map(Path::toString).toList()), RttPlan.Family.ANY,
                RttPlan.Precision.DEFAULT, number -> ThroughputListener.NONE);
    }

    private static ThroughputReport run(int port, String protocol, ThroughputDirection direction, Path... plugins) {
        ThroughputPlan plan = new ThroughputPlan(new ThroughputPlan.Target("127.0.0.1:" + port),
                new ThroughputPlan.Flow(ThroughputProtocol.OTHER, direction, 1),
                new ThroughputPlan.Limits(0, 0, 100_000, 0), ThroughputPlan.Load.TCP, ThroughputPlan.Socket.DEFAULT,
                ThroughputPlan.Reporting.DEFAULT, ThroughputPlan.Access.NONE, ThroughputPlan.Timeouts.DEFAULT,
                RttPlan.Precision.DEFAULT,
                LatencyPlan.OFF, new ThroughputPlan.Extension(protocol, Map.of(),
                java.util.Arrays.stream(plugins).map(Path::toString).toList()));
        try (ThroughputTest test = ThroughputTest.prepare(plan, ThroughputListener.NONE)) {
            return test.run();
        }
    }

    private static int port(ThroughputServer server) {
        return server.addresses().getFirst().getPort();
    }

    @Test
    void shouldNotTakeATestUnderAWrongNameFromAServerThatKnowsTcpAndUdpOnly() throws IOException {
        try (ServerSocket old = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> afterwards = CompletableFuture.supplyAsync(() -> plainServer(old));

            ThroughputReport report = run(old.getLocalPort(), "kcp", ThroughputDirection.UP);

            assertTrue(report.failure().text().startsWith("the server knows TCP and UDP only, not kcp"),
                    report.failure().text());
            assertTrue(report.streams().isEmpty());
            assertEquals(16, afterwards.join(), "the client leaves");
        }
    }

    /** Does not know {@code x_proto} and goes on to the streams; what the client says then. */
    private static int plainServer(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readFully(new byte[COOKIE_BYTES]);
            socket.getOutputStream().write(PARAM_EXCHANGE);
            in.readFully(new byte[in.readInt()]);
            socket.getOutputStream().write(CREATE_STREAMS);
            return in.read();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRefuseAProtocolThatTheServerDoesNotHave() {
        Path mine = jar("mine", "");
        try (ThroughputServer server = serve()) {
            ThroughputReport report = run(port(server), "mine", ThroughputDirection.UP, mine);

            Await.until("the server to be free", () -> server.idleNs() > 0);
            assertEquals("the server refuses: There is no protocol 'mine' here; there are tcp, udp, kcp."
                    + " Others come with --plugin.", report.failure().text());
            assertEquals("", run(port(server), "kcp", ThroughputDirection.UP).failure().text(), "it goes on");
        }
    }

    @Test
    void shouldRefuseOptionsThatTheServerDoesNotHave() throws IOException {
        try (ThroughputServer server = serve();
                Socket client = new Socket("127.0.0.1", port(server))) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            out.write("a".repeat(COOKIE_BYTES - 1).concat("\0").getBytes(StandardCharsets.US_ASCII));
            assertEquals(PARAM_EXCHANGE, in.read());
            byte[] parameters = ("{\"udp\":true,\"time\":1,\"len\":1000,\"x_proto\":\"kcp\","
                    + "\"x_opts\":{\"turbo\":\"yes\"}}").getBytes(StandardCharsets.US_ASCII);
            out.writeInt(parameters.length);
            out.write(parameters);

            assertEquals(EXTENDED_REFUSED, in.read());
            byte[] why = new byte[in.readInt()];
            in.readFully(why);
            assertTrue(new String(why, StandardCharsets.UTF_8).contains("has no option 'turbo'"));
        }
    }

    @Test
    void shouldEndATestWhoseProtocolThrowsAndGoOnServing() {
        Path sound = jar("sound", "");
        Path broken = jar("broken", "throw new IllegalStateException(\"lost my way\");");
        try (ThroughputServer server = serve(broken)) {
            ThroughputReport atServer = run(port(server), "mine", ThroughputDirection.UP, sound);
            assertEquals("the server refuses or gives up: the code of the protocol failed", atServer.failure().text());

            ThroughputReport atClient = run(port(server), "mine", ThroughputDirection.UP, broken);
            assertTrue(atClient.failure().text().contains("the protocol failed")
                    || atClient.failure().text().startsWith("protocol mine failed: java.lang.IllegalStateException:"
                    + " lost my way at plugin.Mine"), atClient.failure().text());
            Await.until("the server to be free", () -> server.idleNs() > 0);

            assertEquals("", run(port(server), "kcp", ThroughputDirection.DOWN).failure().text(), "it goes on");
        }
    }

    @Test
    void shouldEndATestWhoseProtocolNeverReturns() {
        Path sound = jar("sound", "");
        Path stuck = jar("stuck", "System.setProperty(\"venturi.test.stuck\", \"yes\"); while (true) {"
                + " Thread.onSpinWait(); if (Thread.interrupted()) return; }");
        try (ThroughputServer server = serve(sound);
                ThroughputTest test = ThroughputTest.prepare(endless(port(server), stuck), ThroughputListener.NONE)) {
            CompletableFuture<ThroughputReport> report = CompletableFuture.supplyAsync(test::run);
            Await.until("the protocol to be called", () -> System.getProperty("venturi.test.stuck") != null);
            test.stop();

            assertEquals(1, report.join().streams().size());
            Await.until("the server to be free", () -> server.idleNs() > 0);
            assertEquals("", run(port(server), "kcp", ThroughputDirection.UP).failure().text(), "it goes on");
        }
    }

    private static ThroughputPlan endless(int port, Path plugin) {
        return new ThroughputPlan(new ThroughputPlan.Target(new InetSocketAddress("127.0.0.1", port).getHostString()
                + ":" + port), new ThroughputPlan.Flow(ThroughputProtocol.OTHER, ThroughputDirection.UP, 1),
                new ThroughputPlan.Limits(0, 0, 0, 0), ThroughputPlan.Load.TCP, ThroughputPlan.Socket.DEFAULT,
                ThroughputPlan.Reporting.DEFAULT, ThroughputPlan.Access.NONE, ThroughputPlan.Timeouts.DEFAULT,
                RttPlan.Precision.DEFAULT,
                LatencyPlan.OFF, new ThroughputPlan.Extension("mine", Map.of(), List.of(plugin.toString())));
    }
}
