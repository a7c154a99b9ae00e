package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.Program.Outcome;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many at once and ill will against the server of throughput tests: all are answered, and nothing of them stays. */
@Needs(What.IPERF3)
@Timeout(240)
class ThroughputHostilityIT {
    private static final int CLIENTS = 100;
    private static final int PLACES = 60;
    private static final long ROOM_KIB = 32 << 10;
    private static final int COOKIE_BYTES = 37;

    private int port;
    private Program server;

    @BeforeEach
    void serve() {
        port = Iperf3.freePort();
        server = Program.start(Venturi.command(List.of("-XX:+UseSerialGC", "-Xmx256m"), "serve", "--bind", "none",
                "--iperf3", "127.0.0.1:" + port, "--iperf3-tests", String.valueOf(PLACES), "--quiet"));
        server.awaitOut("for throughput tests");
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void shouldAnswerAHundredRealClientsAtOnce() {
        List<Program> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Program.start(Iperf3.client(port, "-n", "1M")));
        }
        int served = 0;
        for (Program client : clients) {
            Outcome outcome = client.await(Duration.ofSeconds(120));
            if (outcome.exit() == 0) {
                assertTrue(outcome.out().contains("iperf Done."), outcome.toString());
                served++;
            } else {
                assertTrue(outcome.err().contains("the server is busy"), outcome.toString());
            }
        }

        assertTrue(served >= PLACES, "only " + served + " were served");
        serveAnother();
    }

    @Test
    void shouldHoldNoMemoryNorDescriptorsOfThoseWhoAreGone() throws IOException {
        illWill(10);
        serveAnother();
        awaitQuiet();
        long heap = heapKib();
        long resident = residentKib();
        long descriptors = descriptors();

        illWill(60);
        serveAnother();
        awaitQuiet();

        assertTrue(heapKib() <= heap + ROOM_KIB / 4, heapKib() + " KiB of heap, " + heap + " before");
        assertTrue(residentKib() <= resident + ROOM_KIB, residentKib() + " KiB resident, " + resident + " before");
        assertTrue(descriptors() <= descriptors, descriptors() + " descriptors, " + descriptors + " before");
    }

    /** Each kind so often: nothing said, a piece of a cookie, garbage, lengths that cannot be, gone amid the test. */
    private void illWill(int times) throws IOException {
        byte[] cookie = new byte[COOKIE_BYTES];
        for (int i = 0; i < times; i++) {
            String mine = "ill" + i + "x".repeat(COOKIE_BYTES - 1 - ("ill" + i).length());
            System.arraycopy(mine.getBytes(StandardCharsets.US_ASCII), 0, cookie, 0, COOKIE_BYTES - 1);
            say();
            say(cookie, 5);
            for (String document : List.of("{", "[1,2]", "{\"udp\":true,\"len\":15}", "{\"parallel\":128}")) {
                say(cookie, COOKIE_BYTES, document);
            }
            try (Socket socket = new Socket("127.0.0.1", port)) {
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.write(cookie);
                out.writeInt(i % 2 == 0 ? Integer.MAX_VALUE : -1);
            } catch (IOException _) {
                continue; // it may have been told off before it had said all
            }
        }
    }

    private void say(byte[] cookie, int bytes, String... documents) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) Iperf3.PATIENCE.toMillis());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(cookie, 0, bytes);
            for (String document : documents) {
                assertTrue(socket.getInputStream().read() >= 0);
                out.writeInt(document.length());
                out.writeBytes(document);
                socket.getInputStream().read();
            }
        } catch (IOException _) {
            return; // it may have been told off before it had said all
        }
    }

    private void say() {
        say(new byte[0], 0);
    }

    private void serveAnother() {
        Outcome outcome = Iperf3.run(Iperf3.client(port, "-n", "100K"));
        assertEquals(0, outcome.exit(), outcome.toString());
    }

    /** No connection has a thread any more. */
    private void awaitQuiet() {
        long giveUpNs = System.nanoTime() + Iperf3.PATIENCE.toNanos();
        while (jcmd("Thread.print").contains("\"venturi-throughput-control\"")) {
            assertTrue(System.nanoTime() < giveUpNs, "connections stay");
            server.isOver(Duration.ofMillis(200));
        }
    }

    private String jcmd(String... words) {
        List<String> all = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(server.pid())));
        all.addAll(List.of(words));
        Outcome outcome = Program.run(all);
        assertEquals(0, outcome.exit(), outcome.toString());
        return outcome.out();
    }

    /** In use behind a collection. */
    private long heapKib() {
        jcmd("GC.run");
        Matcher used = Pattern.compile("(?m)^ *\\w+ +total \\d+K, used (\\d+)K")
                .matcher(jcmd("GC.heap_info"));
        long sum = 0;
        int found = 0;
        for (; used.find(); found++) {
            sum += Long.parseLong(used.group(1));
        }
        assertEquals(2, found, "young and old generation");
        return sum;
    }

    private long residentKib() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + server.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
        }
    }

    private long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
            return all.count();
        }
    }
}
