package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputOutput;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server against a client that is written out byte by byte. */
@Timeout(60)
class ThroughputServerConversationTest {
    private ThroughputServer server;
    private InetSocketAddress address;

    @BeforeEach
    void serve() {
        serve(ServePlan.ThroughputLimits.DEFAULT);
    }

    private void serve(ServePlan.ThroughputLimits limits) {
        close();
        ServePlan.Throughput off = ServePlan.Throughput.OFF;
        server = ThroughputServer.start(new ServePlan.Throughput(List.of("127.0.0.1:0"), off.access(), limits,
                off.intervalNs(), off.receiveTimeoutNs(), off.device()), RttPlan.Family.ANY, RttPlan.Precision.DEFAULT,
                number -> new ThroughputListener() {
                    @Override
                    public void onEvent(ThroughputEvent event) {
                    }

                    @Override
                    public ThroughputOutput output(ThroughputReport soFar) {
                        return new ThroughputOutput("what the server prints\n", "");
                    }
                });
        address = server.addresses().getFirst();
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private RawIperf3Client asking(String parameters) throws IOException {
        return RawIperf3Client.asking(address, "first", parameters);
    }

    private String serveAnother() throws IOException {
        try (RawIperf3Client client = RawIperf3Client.asking(address, "another", "{}")) {
            return client.rest();
        }
    }

    @Test
    void shouldReadWhatComesByteByByte() throws IOException {
        try (RawIperf3Client client = new RawIperf3Client(address, "127.0.0.1", "drip")) {
            for (byte b : client.cookie("drip")) {
                client.bytes(b);
            }
            assertEquals(RawIperf3Client.PARAM_EXCHANGE, client.state());
            client.dripDocument("{\"tcp\":true,\"time\":1,\"parallel\":1}");

            client.rest();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"tcp\":true,\"new_key\":{\"a\":[1,null]},\"time\":\"2\",\"parallel\":\"x\"}"})
    void shouldRunATestWithDefaultsAndTellAllThatPeersNeed(String parameters) throws IOException {
        String results;
        try (RawIperf3Client client = asking(parameters)) {
            results = client.rest();
        }

        for (String name : List.of("cpu_util_total", "cpu_util_user", "cpu_util_system", "sender_has_retransmits",
                "streams", "id", "bytes", "retransmits", "jitter", "errors", "omitted_errors", "packets",
                "omitted_packets", "start_time", "end_time")) {
            assertTrue(results.contains("\"" + name + "\":"), name + " in " + results);
        }
        assertTrue(results.contains("\"bytes\":1000,") && results.contains("\"retransmits\":-1,"), results);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{\"parallel\":0};6", "{\"parallel\":129};6", "{\"len\":0};7",
            "{\"udp\":true,\"len\":15};20", "{\"udp\":true,\"len\":65508};20", "{\"omit\":601};12", "{\"time\":-1};5",
            "{\"sctp\":true};131", "[];114", "{;114"})
    void shouldRefuseWithTheCodeAndServeOn(String parameters, int code) throws IOException {
        try (RawIperf3Client client = asking(parameters)) {
            assertEquals(code, client.error());
            assertEquals(RawIperf3Client.GONE, client.state());
        }

        serveAnother();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{\"time\":3};37", "{\"time\":0};37", "{\"time\":2,\"omit\":1};37",
            "{\"time\":1,\"parallel\":2,\"bandwidth\":600000};27", "{\"time\":1,\"fqrate\":1000001};27"})
    void shouldRefuseWhatIsAboveItsLimits(String parameters, int code) throws IOException {
        serve(new ServePlan.ThroughputLimits(1, 0, 1_000_000, 5_000_000_000L, 2));

        try (RawIperf3Client client = asking(parameters)) {
            assertEquals(code, client.error());
        }
        try (RawIperf3Client client = RawIperf3Client.asking(address, "second", "{\"time\":2,\"bandwidth\":1000000}")) {
            client.rest();
        }
    }

    @Test
    void shouldTurnAwayAStreamWithAWrongCookieAndGoOn() throws IOException {
        try (RawIperf3Client client = asking("{}")) {
            assertEquals(RawIperf3Client.CREATE_STREAMS, client.state());
            try (Socket wrong = client.stream("wrong"); Socket right = client.stream()) {
                assertEquals(255, wrong.getInputStream().read());
                assertEquals(-1, wrong.getInputStream().read());
                assertEquals(RawIperf3Client.TEST_START, client.state());
                assertEquals(RawIperf3Client.TEST_RUNNING, client.state());
                right.getOutputStream().write(new byte[1000]);
                client.ending(1);
            }
        }
    }

    @Test
    void shouldTellASecondClientThatItIsBusy() throws IOException {
        try (RawIperf3Client client = asking("{}")) {
            assertEquals(RawIperf3Client.CREATE_STREAMS, client.state());
            try (RawIperf3Client second = RawIperf3Client.greeting(address, "second")) {
                assertEquals(RawIperf3Client.ACCESS_DENIED, second.state());
                assertEquals(RawIperf3Client.GONE, second.state());
            }
            client.streaming();
        }
    }

    @Test
    void shouldNotWaitForAClientThatStaysAfterItsEnd() throws IOException {
        try (RawIperf3Client client = asking("{}");
                RawIperf3Client idle = new RawIperf3Client(address, "127.0.0.1", "")) {
            client.rest(); // and keeps the connection
            serveAnother();

            idle.bytes((byte) 'a');
            serveAnother();
        }
    }

    // ---- UDP -------------------------------------------------------------------------------------------------------

    private DatagramSocket hello(String word, String answer) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        socket.setSoTimeout(20_000);
        socket.connect(address);
        byte[] bytes = HexFormat.of().parseHex(word);
        socket.send(new DatagramPacket(bytes, bytes.length));
        assertEquals(answer, HexFormat.of().formatHex(receive(socket)));
        return socket;
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        socket.receive(packet);
        return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @ParameterizedTest
    @CsvSource({"39383736,36373839", "15cd5b07,36373839", "075bcd15,36373839", "36373839,39383736"})
    void shouldAnswerTheFirstDatagramOfAllReleasesAndNothingElse(String word, String answer) throws IOException {
        try (RawIperf3Client client = asking("{\"udp\":true,\"time\":1,\"len\":1000}");
                DatagramSocket stray = new DatagramSocket()) {
            assertEquals(RawIperf3Client.CREATE_STREAMS, client.state());
            stray.send(new DatagramPacket(new byte[1400], 1400, address));
            stray.send(new DatagramPacket(new byte[4], 4, address));
            try (DatagramSocket stream = hello(word, answer)) {
                assertEquals(RawIperf3Client.TEST_START, client.state());
                assertEquals(RawIperf3Client.TEST_RUNNING, client.state());
                client.ending(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"1,2,3,4,5,6,7,8,9,10;10;0", "1,2,5,4,3,6;6;0", "1,3,5,7,9;9;4",
            "1,2,3,3,3;3;0", "1,5,5,5;5;1", "3,4;4;2", "0,1,2;2;0"})
    void shouldTellWhatPeersWouldCount(String numbers, long packets, long errors) throws IOException {
        String results;
        try (RawIperf3Client client = asking("{\"udp\":true,\"time\":1,\"len\":1000}")) {
            assertEquals(RawIperf3Client.CREATE_STREAMS, client.state());
            try (DatagramSocket stream = hello("39383736", "36373839")) {
                assertEquals(RawIperf3Client.TEST_START, client.state());
                assertEquals(RawIperf3Client.TEST_RUNNING, client.state());
                for (String number : numbers.split(",")) {
                    byte[] datagram = ByteBuffer.allocate(1000).putInt(5).putInt(0)
                            .putInt(Integer.parseInt(number)).array();
                    stream.send(new DatagramPacket(datagram, datagram.length));
                }
                results = client.ending(1);
            }
        }

        int count = numbers.split(",").length;
        assertTrue(results.contains("\"bytes\":" + count * 1000 + ","), results);
        assertTrue(results.contains("\"packets\":" + packets + ","), results);
        assertTrue(results.contains("\"errors\":" + errors + ","), results);
    }

    /** How long a datagram takes here does not matter: it moves the jitter by a sixteenth of itself at most. */
    @ParameterizedTest
    @CsvSource({"0 -1, 0.0625", "0 -1 -1, 0.0586"})
    void shouldTellTheJitterThatPeersWouldTell(String secondsAhead, double expected) throws IOException {
        String results;
        long aroundNs = 0;
        try (RawIperf3Client client = asking("{\"udp\":true,\"time\":1,\"len\":1000}")) {
            assertEquals(RawIperf3Client.CREATE_STREAMS, client.state());
            try (DatagramSocket stream = hello("39383736", "36373839")) {
                assertEquals(RawIperf3Client.TEST_START, client.state());
                assertEquals(RawIperf3Client.TEST_RUNNING, client.state());
                int seq = 1;
                for (String seconds : secondsAhead.split(" ")) {
                    long nowNs = System.nanoTime();
                    long sentUs = 5_000_000_000L + nowNs / 1000 + Long.parseLong(seconds) * 1_000_000;
                    byte[] datagram = ByteBuffer.allocate(1000).putInt((int) (sentUs / 1_000_000))
                            .putInt((int) (sentUs % 1_000_000)).putInt(seq++).array();
                    stream.send(new DatagramPacket(datagram, datagram.length));
                    aroundNs += System.nanoTime() - nowNs; // it is in the server's queue
                }
                results = client.ending(1);
            }
        }

        Matcher jitter = Pattern.compile("\"jitter\":([-0-9.Ee]+)").matcher(results);
        assertTrue(jitter.find(), results);
        assertEquals(expected, Double.parseDouble(jitter.group(1)), 0.0005 + 2 * aroundNs / 16e9, results);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSendDatagramsOfExactlyTheLengthNumberedFromOne(boolean counters64) throws IOException {
        try (RawIperf3Client client = asking("{\"udp\":true,\"time\":1,\"len\":777,\"reverse\":true,"
                + "\"bandwidth\":8000000"
                + ",\"repeating_payload\":1" + (counters64 ? ",\"udp_counters_64bit\":1}" : "}"))) {
            assertEquals(RawIperf3Client.CREATE_STREAMS, client.state());
            try (DatagramSocket stream = hello("39383736", "36373839")) {
                assertEquals(RawIperf3Client.TEST_START, client.state());
                assertEquals(RawIperf3Client.TEST_RUNNING, client.state());
                long before = 0;
                for (int seq = 1; seq <= 20; seq++) {
                    byte[] datagram = receive(stream);
                    ByteBuffer fields = ByteBuffer.wrap(datagram);
                    long sentUs = fields.getInt() * 1_000_000L + fields.getInt();
                    assertEquals(777, datagram.length);
                    assertEquals(seq, counters64 ? fields.getLong() : fields.getInt());
                    assertTrue(sentUs >= before, sentUs + " after " + before);
                    int at = fields.position();
                    assertEquals('0' + at % 10, datagram[at]);
                    before = sentUs;
                }
                client.ending(1);
            }
        }
    }

    @Test
    void shouldForgetWhatATestAskedForBeforeTheNext() throws IOException {
        String first;
        try (RawIperf3Client client = asking("{\"title\":\"x\",\"get_server_output\":0,\"window\":65536,\"TOS\":32}")) {
            first = client.rest();
        }

        String second = serveAnother();

        assertTrue(first.contains("\"server_output_text\":\"what the server prints\\n\""), first);
        assertFalse(second.contains("server_output"), second);
    }
}
