package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ServePlan.ThroughputLimits;
import io.venturi.engine.testing.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever clients do: the server serves the next one, and holds nothing of those that are gone. */
@Timeout(90)
class ThroughputServerHostilityTest {
    private static final long EVER_NS = 120_000_000_000L;

    private ThroughputServer server;
    private InetSocketAddress address;
    private long socketsBefore;

    @BeforeEach
    void count() throws IOException {
        socketsBefore = OpenResources.sockets();
    }

    private void serve(ThroughputLimits limits, long receiveTimeoutNs) {
        server = ThroughputServer.start(new ServePlan.Throughput(List.of("127.0.0.1:0"),
                ServePlan.ThroughputAccess.OPEN,
                limits, 1_000_000_000L, receiveTimeoutNs, ""), RttPlan.Family.ANY, RttPlan.Precision.DEFAULT,
                number -> event -> { });
        address = server.addresses().getFirst();
    }

    private void serve(int clients) {
        serve(new ThroughputLimits(clients, 0, 0, 5_000_000_000L, 0, clients, 64, 256, 200), EVER_NS);
    }

    @AfterEach
    void shouldHaveLeftNothing() throws IOException {
        try (ThroughputServer over = server) {
            serveAnother();
            Await.until("nobody there", () -> over.busy() == 0);
        }
        Await.until("no thread left", () -> OpenResources.threads().stream()
                .noneMatch(name -> name.startsWith("venturi-throughput")));
        assertTrue(OpenResources.sockets() <= socketsBefore, OpenResources.sockets() + " sockets, " + socketsBefore
                + " before");
    }

    private void serveAnother() throws IOException {
        try (RawIperf3Client client = RawIperf3Client.asking(address, "another", "{}")) {
            client.rest();
        }
    }

    @Test
    void shouldServeAsManyAsItMayOfAHundredAtOnceAndRefuseTheOthers() throws IOException {
        serve(8);
        List<RawIperf3Client> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(RawIperf3Client.greeting(address, "client" + i));
        }
        List<RawIperf3Client> served = new ArrayList<>();
        List<RawIperf3Client> asking = new ArrayList<>();
        for (RawIperf3Client client : all) {
            if (isAllowed(client, RawIperf3Client.PARAM_EXCHANGE)) {
                client.document("{}"); // all of them before the first is answered: a refusal takes its time
                asking.add(client);
            }
        }
        for (RawIperf3Client client : asking) {
            if (isAllowed(client, RawIperf3Client.CREATE_STREAMS)) {
                served.add(client);
            }
        }

        assertEquals(8, served.size());
        for (RawIperf3Client client : served) {
            client.streaming();
            client.close();
        }
    }

    /** True if the server is in this state; else it refuses. */
    private static boolean isAllowed(RawIperf3Client client, int wanted) throws IOException {
        int state = client.state();
        if (state != wanted) {
            assertEquals(RawIperf3Client.ACCESS_DENIED, state);
            client.close();
        }
        return state == wanted;
    }

    @Test
    void shouldKeepThePlaceForThoseWhoSayWhatTheyWant() throws IOException {
        serve(1);
        try (RawIperf3Client silent = RawIperf3Client.greeting(address, "silent")) {
            assertEquals(RawIperf3Client.PARAM_EXCHANGE, silent.state());
            try (RawIperf3Client other = RawIperf3Client.asking(address, "other", "{}")) {
                assertEquals(RawIperf3Client.CREATE_STREAMS, other.state());

                silent.document("{}");

                assertEquals(RawIperf3Client.ACCESS_DENIED, silent.state());
                other.streaming();
            }
        }
    }

    @Test
    void shouldKeepRoomForOthersWhenOneAddressOpensConnectionsAndSaysLittle() throws IOException {
        serve(new ThroughputLimits(1, 0, 0, 5_000_000_000L, 0, 1, 64, 16, 8), EVER_NS);
        List<RawIperf3Client> slow = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            RawIperf3Client client = new RawIperf3Client(address, "127.0.0.2", "slow" + i);
            client.bytes((byte) 'a');
            slow.add(client);
        }
        Await.until("eight that say little", () -> server.busy() >= 8);

        try (RawIperf3Client one = new RawIperf3Client(address, "127.0.0.2", "")) {
            int state = one.state();
            assertTrue(state == RawIperf3Client.ACCESS_DENIED || state == RawIperf3Client.GONE, "state " + state);
        }
        serveAnother();
        for (RawIperf3Client client : slow) {
            client.bytes((byte) 'b'); // nor does that buy more time
        }
        for (RawIperf3Client client : slow) {
            assertEquals(106, client.error());
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 8193, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldRefuseAnAnnouncedLengthThatCannotBe(int length) throws IOException {
        serve(1);
        try (RawIperf3Client client = RawIperf3Client.greeting(address, "first")) {
            assertEquals(RawIperf3Client.PARAM_EXCHANGE, client.state());
            client.bytes(ByteBuffer.allocate(4).putInt(length).array());

            assertEquals(114, client.error());
        }
    }

    @Test
    void shouldRefuseResultsThatAreNotThoseOfAClient() throws IOException {
        serve(2); // the first one's place is not free the moment it is gone
        for (byte[] wrong : List.of(ByteBuffer.allocate(4).putInt((1 << 20) + 1).array(),
                ByteBuffer.allocate(9).putInt(5).put("[[[[[".getBytes()).array())) {
            try (RawIperf3Client client = RawIperf3Client.asking(address, "first", "{}")) {
                assertEquals(RawIperf3Client.CREATE_STREAMS, client.state());
                try (Socket stream = client.stream()) {
                    assertEquals(RawIperf3Client.TEST_START, client.state());
                    assertEquals(RawIperf3Client.TEST_RUNNING, client.state());
                    client.say(RawIperf3Client.TEST_END);
                    assertEquals(RawIperf3Client.EXCHANGE_RESULTS, client.state());
                    client.bytes(wrong);
                    assertEquals(117, client.error());
                }
            }
        }
        try (RawIperf3Client client = RawIperf3Client.asking(address, "first", "{}")) {
            assertEquals(RawIperf3Client.CREATE_STREAMS, client.state());
            try (Socket stream = client.stream()) {
                assertEquals(RawIperf3Client.TEST_START, client.state());
                assertEquals(RawIperf3Client.TEST_RUNNING, client.state());
                client.say(RawIperf3Client.TEST_END);
                assertEquals(RawIperf3Client.EXCHANGE_RESULTS, client.state());
                client.document(RawIperf3Client.results(1, 2));
                assertEquals(208, client.error());
            }
        }
    }

    @Test
    void shouldTakeNoMoreStreamsThanWereAnnounced() throws IOException {
        serve(1);
        List<Socket> streams = new ArrayList<>();
        try (RawIperf3Client client = RawIperf3Client.asking(address, "first", "{\"parallel\":2}")) {
            assertEquals(RawIperf3Client.CREATE_STREAMS, client.state());
            for (int i = 0; i < 20; i++) {
                streams.add(client.stream(i == 5 ? "wrong" : "first"));
            }
            assertEquals(RawIperf3Client.TEST_START, client.state());
            assertEquals(RawIperf3Client.TEST_RUNNING, client.state());
            int refused = 0;
            for (Socket stream : streams) {
                stream.setSoTimeout(200);
                refused += isRefused(stream) ? 1 : 0;
            }
            assertEquals(18, refused);
            client.ending(1, 3);
        } finally {
            for (Socket stream : streams) {
                stream.close();
            }
        }
    }

    private static boolean isRefused(Socket stream) {
        for (int tries = 0; tries < 20; tries++) {
            try {
                return stream.getInputStream().read() != 0;
            } catch (java.net.SocketTimeoutException e) {
                continue; // one that was taken says nothing
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void shouldRefuseMoreStreamsThanThereIsRoomFor() throws IOException {
        serve(new ThroughputLimits(3, 0, 0, 5_000_000_000L, 0, 3, 10, 256, 200), EVER_NS);
        try (RawIperf3Client many = RawIperf3Client.asking(address, "many", "{\"parallel\":11}")) {
            assertEquals(6, many.error());
        }
        try (RawIperf3Client six = RawIperf3Client.asking(address, "six", "{\"parallel\":6}")) {
            assertEquals(RawIperf3Client.CREATE_STREAMS, six.state());
            try (RawIperf3Client five = RawIperf3Client.asking(address, "five", "{\"parallel\":5}")) {
                assertEquals(121, five.error());
            }
        }
    }

    /** A client that is gone in whatever state: orderly, or by a reset. */
    @ParameterizedTest
    @CsvSource({"COOKIE,false", "COOKIE,true", "PARAMETERS,true", "STREAMS,false", "STREAMS,true", "RUNNING,false",
            "RUNNING,true", "REVERSE,true", "RESULTS,false", "RESULTS,true"})
    void shouldServeTheNextWhenAClientIsGone(String when, boolean reset) throws IOException {
        serve(1);
        RawIperf3Client client = RawIperf3Client.greeting(address, "first");
        List<Socket> streams = new ArrayList<>();
        assertEquals(RawIperf3Client.PARAM_EXCHANGE, client.state());
        if (when.equals("PARAMETERS")) {
            client.bytes((byte) 0, (byte) 0);
        } else if (!when.equals("COOKIE")) {
            client.document("{\"parallel\":2" + (when.equals("REVERSE") ? ",\"reverse\":true}" : "}"));
            assertEquals(RawIperf3Client.CREATE_STREAMS, client.state());
            streams.add(client.stream());
            if (!when.equals("STREAMS")) {
                streams.add(client.stream());
                assertEquals(RawIperf3Client.TEST_START, client.state());
                assertEquals(RawIperf3Client.TEST_RUNNING, client.state());
            }
            if (when.equals("RESULTS")) {
                client.say(RawIperf3Client.TEST_END);
                assertEquals(RawIperf3Client.EXCHANGE_RESULTS, client.state());
            }
        }

        if (reset) {
            client.reset();
        } else {
            client.close();
        }
        serveAnother();

        for (Socket stream : streams) {
            stream.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"reverse\":true}", "{\"reverse\":true,\"parallel\":3}"})
    void shouldGiveUpATestInWhichNothingMoves(String parameters) throws IOException {
        serve(new ThroughputLimits(1, 0, 0, 5_000_000_000L, 0, 1, 64, 256, 200), 300_000_000L);
        List<Socket> streams = new ArrayList<>();
        try (RawIperf3Client client = RawIperf3Client.asking(address, "first", parameters)) {
            assertEquals(RawIperf3Client.CREATE_STREAMS, client.state());
            for (int i = 0; i < (parameters.contains("parallel") ? 3 : 1); i++) {
                streams.add(client.stream());
            }
            assertEquals(RawIperf3Client.TEST_START, client.state());
            assertEquals(RawIperf3Client.TEST_RUNNING, client.state());

            assertEquals(144, client.error());
        } finally {
            for (Socket stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void shouldSurviveNoiseInEveryState() throws IOException {
        serve(4);
        Random random = new Random(5201);
        for (int round = 0; round < 60; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            try (RawIperf3Client client = RawIperf3Client.greeting(address, "noise" + round)) {
                if (round % 3 > 0) {
                    assertEquals(RawIperf3Client.PARAM_EXCHANGE, client.state());
                    client.document(round % 3 == 1 ? "{\"parallel\":2}" : "{\"udp\":true,\"time\":1}");
                }
                client.bytes(noise);
                client.control.shutdownOutput();
                while (client.state() != RawIperf3Client.GONE) {
                    continue;
                }
            } catch (java.net.SocketException e) {
                continue; // cut off while still talking
            }
        }
    }

    @Test
    void shouldEndAtOnceWhateverIsGoingOn() throws IOException {
        serve(4);
        RawIperf3Client silent = new RawIperf3Client(address, "127.0.0.1", "silent");
        RawIperf3Client asked = RawIperf3Client.greeting(address, "asked");
        RawIperf3Client running = RawIperf3Client.asking(address, "running", "{\"reverse\":true}");
        assertEquals(RawIperf3Client.CREATE_STREAMS, running.state());
        Socket stream = running.stream();
        assertEquals(RawIperf3Client.TEST_START, running.state());
        assertEquals(RawIperf3Client.TEST_RUNNING, running.state());
        RawIperf3Client udp = RawIperf3Client.asking(address, "udp", "{\"udp\":true}");
        assertEquals(RawIperf3Client.CREATE_STREAMS, udp.state());

        server.close();

        assertEquals(11, running.state());
        assertEquals(11, udp.state());
        for (RawIperf3Client client : List.of(silent, asked, running, udp)) {
            client.close();
        }
        stream.close();
        serve(1); // for what follows every test
    }
}
