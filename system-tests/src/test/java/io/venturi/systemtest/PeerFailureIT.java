package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.NetworkNamespaces.Families;
import io.venturi.systemtest.Program.Outcome;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that are not there, go away, come back, are attacked or stand still. */
class PeerFailureIT {
    private static final long SOON_NS = TimeUnit.SECONDS.toNanos(8);

    private static Venturi.Serving server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void serve() {
        server = Venturi.Serving.onLoopback();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    // ---- never there -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9, connection refused",
        "[::1]:9, connection refused",
        "no-such-name.invalid, Cannot resolve no-such-name.invalid",
    })
    void shouldSayAtOnceThatNobodyIsThere(String target, String words) {
        long began = System.nanoTime();

        Outcome test = Venturi.run("rtt", target, "--warm-up", "0");

        Told.once(test, 4, words);
        assertTrue(System.nanoTime() - began < SOON_NS, test.toString());
    }

    @Test
    @Needs({What.NAMESPACES, What.NFT})
    void shouldSayWhyAnAddressCannotBeReached() {
        try (NetworkNamespaces net = new NetworkNamespaces(Families.BOTH)) {
            rule(net, "drop");

            Told.once(openFrom(net, NetworkNamespaces.FAR_4), 4, "no reply from server");
            Told.once(openFrom(net, "192.0.2.1"), 3, "has no route");

            rule(net, "reject with icmpx type admin-prohibited");
            Told.once(openFrom(net, NetworkNamespaces.FAR_4), 4, "the network says EHOSTUNREACH");
        }
    }

    private static void rule(NetworkNamespaces net, String what) {
        net.far().nft("""
                flush ruleset
                table inet wall {
                    chain entrance {
                        type filter hook input priority 0;
                        udp dport 2112 %s
                    }
                }
                """.formatted(what));
    }

    private static Outcome openFrom(NetworkNamespaces net, String target) {
        return Program.run(net.near().command(Venturi.command("rtt", target, "--open-timeouts", "200ms,200ms",
                "--warm-up", "0")));
    }

    // ---- several addresses -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldFallBackToTheNextAddress(boolean firstIsSilent) throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.3 two.test\n127.0.0.1 two.test\n");
        try (IrttResponder silent = firstIsSilent
                ? new IrttResponder("127.0.0.3", server.port(), IrttResponder::silence)
                : null) {
            Outcome test = Program.run(Venturi.command(List.of("-Djdk.net.hosts.file=" + hosts), "rtt",
                    "two.test:" + server.port(), "-n", "20", "-i", "1ms", "--json", "--warm-up", "0",
                    "--open-timeouts", "300ms"));

            assertEquals(0, test.exit(), test.toString());
            assertEquals("127.0.0.1:" + server.port(), Json.parse(test.out()).text("run.remote"), test.toString());
            assertEquals(firstIsSilent, silent != null && !silent.seen().isEmpty(), "the first was asked first");
        }
    }

    // ---- there, then not -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldReportWhatWasMeasuredBeforeTheServerDied(boolean comesBack) {
        Path file = folder.resolve("result.json");
        Venturi.Serving first = Venturi.Serving.on("127.0.0.1:0");
        try (first; Program client = Venturi.start("rtt", "127.0.0.1:" + first.port(), "-n", "8", "-i", "200ms",
                "--wait", "200ms", "-o", file.toString(), "--warm-up", "0")) {
            client.awaitOut("seq=1 rtt=");
            first.program().kill();
            try (Venturi.Serving _ = comesBack ? Venturi.Serving.on("127.0.0.1:" + first.port()) : null) {
                Outcome test = client.await();

                Told.report(test, 0);
                assertEquals("", test.err(), test.toString());
                Json report = Json.parse(file);
                Json loss = report.metric("loss");
                assertTrue(loss.number("received") >= 2 && loss.number("lost") >= 2, test.toString());
                assertEquals(loss.number("sent"), loss.number("received") + loss.number("lost"));
                assertTrue(report.number("instrument.icmpErrors") > 0, test.toString());
            }
        }
    }

    // ---- standing still --------------------------------------------------------------------------------------------

    @Test
    void shouldShowAFrozenServerAsDelayInTheServer() {
        try (Venturi.Serving frozen = Venturi.Serving.on("127.0.0.1:0");
                Program client = Venturi.start("rtt", "127.0.0.1:" + frozen.port(), "-n", "220", "-i", "5ms", "--json",
                        "--warm-up", "0")) {
            client.awaitErr("Measuring to");
            frozen.program().freeze(Duration.ofMillis(400));
            Outcome test = client.await();

            Told.report(test, 0);
            Json report = Json.parse(test.out());
            assertEquals(0, report.metric("loss").number("lost"), test.toString());
            assertTrue(report.metric("peerResidence").number("ns.max") > 300_000_000, test.toString());
        }
    }

    @Test
    @Needs(What.IRTT)
    void shouldShowAFrozenIrttServerAsDelay() {
        try (Irtt.Serving frozen = Irtt.Serving.onLoopback();
                Program client = Venturi.start("rtt", "127.0.0.1:" + frozen.port(), "-n", "220", "-i", "5ms", "--json",
                        "--warm-up", "0")) {
            client.awaitErr("Measuring to");
            frozen.program().freeze(Duration.ofMillis(400));
            Outcome test = client.await();

            Told.report(test, 0);
            Json report = Json.parse(test.out());
            assertEquals(0, report.metric("loss").number("lost"), test.toString());
            assertTrue(report.metric("delay").number("ns.max") > 300_000_000, test.toString());
        }
    }

    // ---- the server's side -----------------------------------------------------------------------------------------

    @Test
    void shouldServeOthersWhileAClientVanishes() {
        try (Venturi.Serving healthy = Venturi.Serving.on("127.0.0.1:0");
                Program stays = Venturi.start("rtt", "127.0.0.1:" + healthy.port(), "-n", "300", "-i", "5ms", "--json",
                        "--warm-up", "0");
                Program vanishes = Venturi.start("rtt", "127.0.0.1:" + healthy.port(), "-i", "5ms", "--warm-up",
                        "0")) {
            vanishes.awaitOut("Measuring to");
            vanishes.kill();
            Outcome test = stays.await();

            assertEquals(0, test.exit(), test.toString());
            assertEquals(0, Json.parse(test.out()).metric("loss").number("lost"), test.toString());
            Outcome served = healthy.stop();
            assertTrue(served.out().contains("2 sessions") && served.out().contains(" 0 datagrams dropped"),
                    served.toString());
        }
    }

    @Test
    @Needs(What.FULL)
    void shouldForgetTheSessionOfAClientThatVanished() {
        try (Venturi.Serving forgetful = Venturi.Serving.on("127.0.0.1:0", "--timeout", "1s",
                "--max-sessions-per-client", "1");
                Program vanishes = Venturi.start("rtt", "127.0.0.1:" + forgetful.port(), "-i", "5ms", "--warm-up",
                        "0")) {
            vanishes.awaitOut("Measuring to");
            vanishes.kill();
            Outcome refused = Venturi.run("rtt", "127.0.0.1:" + forgetful.port(), "-n", "5", "--open-timeouts", "200ms",
                    "--warm-up", "0");
            forgetful.program().awaitOut("forgot idle connection");
            Outcome test = Venturi.run("rtt", "127.0.0.1:" + forgetful.port(), "-n", "5", "--warm-up", "0");

            assertEquals(4, refused.exit(), refused.toString());
            assertEquals(0, test.exit(), test.toString());
        }
    }

    /** 20,000 datagrams of noise within a second. Alone: what a starved server overlooks is not what this is about. */
    @Test
    @ResourceLock(Resources.GLOBAL)
    void shouldMeasureUndisturbedWhileTheServerIsFloodedWithGarbage() throws IOException {
        try (Venturi.Serving flooded = Venturi.Serving.on("127.0.0.1:0");
                Program client = Venturi.start("rtt", "127.0.0.1:" + flooded.port(), "-n", "500", "-i", "3ms",
                        "--json")) {
            client.awaitErr("Measuring to");
            flood(flooded.port());
            Outcome test = client.await();

            assertEquals(0, test.exit(), test.toString());
            assertEquals(0, Json.parse(test.out()).metric("loss").number("lost"), test.toString());
            Outcome served = flooded.stop();
            assertTrue(served.out().matches("(?s).*1 session,.* \\d{4,} datagrams dropped.*"), served.toString());
            assertTrue(served.out().lines().count() < 200, "the log is not flooded too");
        }
    }

    private static void flood(int port) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        InetAddress target = InetAddress.getByName("127.0.0.1");
        try (DatagramSocket socket = new DatagramSocket()) {
            long began = System.nanoTime();
            for (int burst = 0; burst < 1000; burst++) {
                for (int i = 0; i < 20; i++) {
                    byte[] noise = new byte[random.nextInt(200)];
                    random.nextBytes(noise);
                    if (noise.length > 4 && random.nextBoolean()) {
                        noise[0] = 0x14;
                        noise[1] = (byte) 0xa7;
                        noise[2] = 0x5b;
                        noise[3] &= 0x0e; // everything but a request to open
                    }
                    socket.send(new DatagramPacket(noise, noise.length, target, port));
                }
                long due = began + TimeUnit.MILLISECONDS.toNanos(burst + 1);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
        }
    }
}
