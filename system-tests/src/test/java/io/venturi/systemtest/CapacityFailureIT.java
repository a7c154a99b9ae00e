package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Program.Outcome;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of capacity tests whose other end dies, and of more clients than a server has room for. */
class CapacityFailureIT {
    private static final int LIMIT = 254;
    private static final int ACCEPTED = 1;
    private static final int NO_CONNECTION = 13;
    private static final long PATIENCE_MS = 20_000;

    /** What a process holds. */
    private record Holdings(long descriptors, long threads) {
        static Holdings of(long pid) {
            return new Holdings(count(pid, "fd"), count(pid, "task"));
        }

        private static long count(long pid, String what) {
            try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), what))) {
                return all.count();
            } catch (IOException e) {
                throw new AssertionError("the server is gone", e);
            }
        }

        boolean exceeds(Holdings other) {
            return descriptors > other.descriptors || threads > other.threads;
        }
    }

    private static Program serve(int port) {
        Program server = Venturi.start("udpst", "-p", Integer.toString(port), "127.0.0.1");
        server.awaitOut("Mode: Server");
        assertEquals(0, test(port, "-u").exit(), "the server answers"); // and has made its threads
        return server;
    }

    private static List<String> words(int port, String direction, int seconds) {
        return List.of("udpst", direction, "-t", Integer.toString(seconds), "-I", "1", "-p", Integer.toString(port),
                "127.0.0.1");
    }

    private static Outcome test(int port, String direction) {
        return Venturi.run(words(port, direction, 5).toArray(String[]::new));
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        try {
            while (!condition.getAsBoolean()) {
                assertTrue(System.nanoTime() < deadline, what);
                new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Threads of the JVM itself come and go, so a few more are none of ours. */
    private static void awaitRelease(Program server, Holdings before) {
        Holdings allowed = new Holdings(before.descriptors(), before.threads() + 4);
        await("descriptors and threads are given back: " + before + " before",
                () -> !Holdings.of(server.pid()).exceeds(allowed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-u", "-d"})
    void shouldHoldNothingForAClientThatWasKilled(String direction) {
        int port = Irtt.freePort();
        try (Program server = serve(port)) {
            Holdings before = Holdings.of(server.pid());
            try (Program client = Venturi.start(words(port, direction, 60).toArray(String[]::new))) {
                client.awaitOut("Sub-Interval\\[1\\]");
                assertTrue(Holdings.of(server.pid()).descriptors() > before.descriptors(), "a test runs");
                client.kill();
            }
            awaitRelease(server, before);
        }
    }

    @Test
    void shouldEndSoonWhenTheServerWasKilled() {
        int port = Irtt.freePort();
        for (String direction : List.of("-u", "-d")) {
            Program server = serve(port);
            try (Program client = Venturi.start(words(port, direction, 60).toArray(String[]::new))) {
                client.awaitOut("Sub-Interval\\[1\\]");
                server.kill();

                assertEquals(200, client.await().exit(), "the connection is gone, and it was the only one");
            } finally {
                server.close();
            }
        }
    }

    /** Setup requests of 300 clients at once, none of which goes on. */
    @Test
    void shouldRefuseMoreClientsThanItHasRoomForAndForgetThem() throws IOException {
        int port = Irtt.freePort();
        List<DatagramSocket> clients = new ArrayList<>();
        try (Program server = serve(port)) {
            Holdings before = Holdings.of(server.pid());
            int accepted = 0;
            int refused = 0;
            for (int i = 0; i < 300; i++) {
                DatagramSocket client = new DatagramSocket();
                clients.add(client);
                client.setSoTimeout((int) PATIENCE_MS);
                int code = setUp(client, port, 1 + i);
                accepted += code == ACCEPTED ? 1 : 0;
                refused += code == NO_CONNECTION ? 1 : 0;
            }

            assertEquals(300, accepted + refused);
            assertTrue(accepted >= LIMIT, accepted + " accepted; more only if the first were forgotten meanwhile");
            awaitRelease(server, before);
            assertEquals(0, test(port, "-d").exit(), "all is well afterwards");
        } finally {
            clients.forEach(DatagramSocket::close);
        }
    }

    /** @return code of the answer */
    private static int setUp(DatagramSocket client, int port, int ident) throws IOException {
        ByteBuffer setup = ByteBuffer.allocate(56);
        setup.putShort((short) 0xACE1).putShort((short) 20).put((byte) 0).put((byte) 1).putShort((short) ident)
                .put((byte) 1).put(14, (byte) 1);
        client.send(new DatagramPacket(setup.array(), 56, InetAddress.getLoopbackAddress(), port));
        DatagramPacket answer = new DatagramPacket(new byte[128], 128);
        do {
            client.receive(answer);
        } while (answer.getPort() != port);
        return answer.getData()[9];
    }
}
