package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.Program.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real irtt client against our server, and our clients against the real irtt server. */
@Needs({What.IRTT, What.IPV6})
class IrttInteropIT {
    private static final String KEY = "secret";
    private static final int AT_ONCE = 4;
    /** Each is a start of a JVM: by default only those in which something is special. */
    private static final int EVERY_NTH_BY_DEFAULT = 31;

    /** What a client asks for. */
    record Asked(String stats, String stamps, String clock, boolean keyed, boolean ipv6) {
        String[] words(int port, String wait) {
            List<String> words = new ArrayList<>(List.of("client", "-i", "1ms", "-d", "20ms", "-o", "-", "-Q",
                    "--wait=" + wait, "--stats=" + stats, "--tstamp=" + stamps, "--clock=" + clock));
            if (keyed) {
                words.add("--hmac=" + KEY);
            }
            words.add((ipv6 ? "[::1]:" : "127.0.0.1:") + port);
            return words.toArray(String[]::new);
        }

        /** Header of an echo packet by the protocol's rules. */
        int lengthBytes() {
            int statsBytes = switch (stats) {
                case "count" -> 4;
                case "window" -> 8;
                case "both" -> 12;
                default -> 0;
            };
            int instants = switch (stamps) {
                case "none" -> 0;
                case "both" -> 2;
                default -> 1;
            };
            return (keyed ? 32 : 16) + statsBytes + 8 * instants * (clock.equals("both") ? 2 : 1);
        }
    }

    /** The 120 combinations, the families taking turns; when full, both families for each. */
    static List<Asked> combinations() {
        List<Asked> all = new ArrayList<>();
        for (String stats : List.of("none", "count", "window", "both")) {
            for (String stamps : List.of("none", "send", "receive", "both", "midpoint")) {
                for (String clock : List.of("wall", "monotonic", "both")) {
                    for (boolean keyed : new boolean[] {false, true}) {
                        boolean ipv6 = all.size() % 4 >= 2;
                        all.add(new Asked(stats, stamps, clock, keyed, ipv6));
                        if (What.full()) {
                            all.add(new Asked(stats, stamps, clock, keyed, !ipv6));
                        }
                    }
                }
            }
        }
        return all;
    }

    static Stream<Asked> someCombinations() {
        List<Asked> all = combinations();
        int step = What.full() ? 1 : EVERY_NTH_BY_DEFAULT;
        return Stream.iterate(0, i -> i < all.size(), i -> i + step).map(all::get);
    }

    private static Venturi.Serving ours;

    @BeforeAll
    static void serve() {
        ours = Venturi.Serving.onLoopback();
    }

    @AfterAll
    static void stop() {
        ours.close();
    }

    @Test
    void shouldServeEveryCombinationOfFieldsToTheIrttClient() throws Exception {
        long sent = 0;
        try (Venturi.Serving plain = Venturi.Serving.onLoopback();
                Venturi.Serving keyed = Venturi.Serving.onLoopback("--key", KEY);
                ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Long>> tests = new ArrayList<>();
            for (Asked asked : combinations()) {
                int to = (asked.keyed() ? keyed : plain).port();
                tests.add(clients.submit(() -> check(asked, Irtt.run(asked.words(to, "3x1s")), Long.MAX_VALUE)));
            }
            for (Future<Long> test : tests) {
                sent += result(test);
            }

            String said = plain.stop().out() + keyed.stop().out();

            assertEquals(sent, sumOf(said, "(\\d+) replies"), said);
            assertEquals(0, sumOf(said, "(\\d+) datagrams dropped"), said);
        }
    }

    private static long result(Future<Long> test) throws InterruptedException {
        try {
            return test.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        }
    }

    @ParameterizedTest
    @MethodSource("someCombinations")
    void shouldTestTheIrttServerWithFieldsAsTheIrttClientDoes(Asked asked) {
        try (Irtt.Serving server = Irtt.Serving.onLoopback(asked.keyed() ? "--hmac=" + KEY : "--hmac=")) {
            List<String> words = new ArrayList<>(List.of("irtt"));
            words.addAll(List.of(asked.words(server.port(), "500ms")));

            check(asked, Venturi.run(words.toArray(String[]::new)), 0);

            assertOneCleanSession(server.stop().out());
        }
    }

    /** What was agreed and what came back, in the JSON of irtt; gives the number of packets sent. */
    private static long check(Asked asked, Outcome test, long mayMiss) {
        assertEquals(0, test.exit(), test.toString());
        Json result = Json.parse(test.out());
        Json agreed = result.at("config.params");
        Json stats = result.at("stats");
        Json server = result.list("round_trips").stream().filter(trip -> trip.text("lost").equals("false")).findFirst()
                .orElseThrow(() -> new AssertionError("nothing answered: " + test)).at("timestamps.server");
        boolean receive = !List.of("none", "send").contains(asked.stamps());
        boolean send = !List.of("none", "receive").contains(asked.stamps());
        assertAll(asked.toString(),
                () -> assertEquals(asked.stats(), agreed.text("received_stats")),
                () -> assertEquals(asked.stamps(), agreed.text("stamp_at")),
                () -> assertEquals(asked.clock(), agreed.text("clock")),
                () -> assertEquals(asked.lengthBytes(), agreed.number("length")),
                () -> assertFalse(result.has("send_err") || result.has("receive_err"), test::toString),
                () -> assertTrue(stats.number("packets_sent") - stats.number("packets_received") <= mayMiss,
                        test::toString),
                () -> assertStamps(asked, receive, server, "receive"),
                () -> assertStamps(asked, send, server, "send"));
        return stats.number("packets_sent");
    }

    private static void assertStamps(Asked asked, boolean expected, Json server, String when) {
        boolean wall = expected && !asked.clock().equals("monotonic");
        boolean monotonic = expected && !asked.clock().equals("wall");
        Json stamps = server.has(when) ? server.at(when) : new Json(Map.of());
        assertEquals(wall, stamps.has("wall"), when + " wall in " + server);
        assertEquals(monotonic, stamps.has("monotonic"), when + " monotonic in " + server);
    }

    private static void assertOneCleanSession(String log) {
        assertEquals(1, count(log, "\\[NewConn]"), log);
        assertEquals(1, count(log, "\\[CloseConn]"), log);
        assertEquals(0, count(log, "\\[Drop]"), log);
    }

    @ParameterizedTest
    @CsvSource({"NONE,127.0.0.1", "BOTH,[::1]", "MIDPOINT,127.0.0.1"})
    void shouldMeasureToTheIrttServerWithAnyStamps(String stamps, String address) {
        try (Irtt.Serving server = Irtt.Serving.onLoopback()) {
            Outcome test = Venturi.run("rtt", address + ":" + server.port(), "-n", "50", "-i", "1ms", "--warm-up", "0",
                    "--json", "--server-stamps", stamps);

            assertEquals(0, test.exit(), test.toString());
            Json report = Json.parse(test.out());
            assertEquals(stamps.toLowerCase(), report.text("run.agreed.peerStamps"));
            assertEquals(0, report.metric("loss").number("lost"), test.toString());
            assertTrue(report.metric("delay").number("ns.min") > 0, test.toString());
            assertOneCleanSession(server.stop().out());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1472, 65507})
    void shouldCarryLongPacketsBothWays(int length) {
        try (Irtt.Serving theirs = Irtt.Serving.onLoopback()) {
            Outcome irtt = Irtt.run("client", "-i", "5ms", "-d", "50ms", "--wait=300ms", "-Q", "-o", "-", "-l",
                    Integer.toString(length), "--fill=rand", "127.0.0.1:" + ours.port());
            Outcome rtt = Venturi.run("rtt", "127.0.0.1:" + theirs.port(), "-n", "10", "-i", "5ms", "--warm-up", "0",
                    "--json", "-l", Integer.toString(length), "--fill", "rand");

            Json theirResult = Json.parse(irtt.out());
            assertEquals(length, theirResult.number("config.params.length"), irtt.toString());
            assertEquals(0L, Math.round(Double.parseDouble(theirResult.text("stats.packet_loss_percent"))),
                    irtt.toString());
            Json ourResult = Json.parse(rtt.out());
            assertEquals(length, ourResult.number("run.agreed.lengthBytes"), rtt.toString());
            if (length < 10_000) {
                assertEquals(0, ourResult.metric("loss").number("lost"), rtt.toString());
            } else { // the other program's socket holds three of these: on a busy machine it may drop some of ten
                assertTrue(ourResult.metric("loss").number("received") > 0, rtt.toString());
            }
        }
    }

    @Test
    void shouldNegotiateWithoutATestBothWays() {
        try (Irtt.Serving theirs = Irtt.Serving.onLoopback()) {
            Outcome irtt = Irtt.run("client", "-n", "--timeouts=500ms,1s", "[::1]:" + ours.port());
            Outcome venturi = Venturi.run("irtt", "client", "-n", "--timeouts=500ms,1s", "[::1]:" + theirs.port());

            assertEquals(0, irtt.exit(), irtt.toString());
            assertEquals(0, venturi.exit(), venturi.toString());
            String log = theirs.stop().out();
            assertEquals(1, count(log, "\\[OpenClose]"), log);
            assertEquals(0, count(log, "\\[NewConn]|\\[Drop]"), log);
            ours.program().awaitOut("open-close connection");
        }
    }

    @Test
    void shouldKeepTheIrttClientOutWhenKeysDiffer() {
        try (Venturi.Serving keyed = Venturi.Serving.onLoopback("--key", KEY)) {
            for (Outcome test : List.of(irttWithKey("", keyed.port()), irttWithKey("other", keyed.port()),
                    irttWithKey(KEY, ours.port()))) {
                assertEquals(1, test.exit(), test.toString());
                assertTrue(test.err().contains("OpenTimeout"), test.toString());
            }
            assertTrue(keyed.stop().out().contains(" 0 replies"));
        }
    }

    private static Outcome irttWithKey(String key, int port) {
        return Irtt.run("client", "-d", "1s", "--timeouts=200ms", "--hmac=" + key, "127.0.0.1:" + port);
    }

    @ParameterizedTest
    @CsvSource({"'',other", "secret,''", "secret,other"})
    void shouldGetNoAnswerFromTheIrttServerWhenKeysDiffer(String serverKey, String clientKey) {
        try (Irtt.Serving theirs = Irtt.Serving.onLoopback("--hmac=" + serverKey)) {
            Told.once(rttWithKey(clientKey, theirs.port()), 4, "no reply");
        }
    }

    private static Outcome rttWithKey(String key, int port) {
        return Venturi.run("rtt", "127.0.0.1:" + port, "--key", key, "--open-timeouts", "200ms", "--warm-up", "0");
    }

    @Test
    void shouldTestUnderTheSameKeyFromAFile() throws java.io.IOException {
        java.nio.file.Path file = java.nio.file.Files.createTempFile("venturi", ".key");
        java.nio.file.Files.writeString(file, "0xdeadbeef\n");
        try (Irtt.Serving theirs = Irtt.Serving.onLoopback("--hmac=0xDEADBEEF")) {
            Outcome test = Venturi.run("rtt", "127.0.0.1:" + theirs.port(), "--key-file", file.toString(), "-n", "20",
                    "-i", "1ms", "--warm-up", "0", "--json");

            assertEquals(0, test.exit(), test.toString());
            assertEquals(76, Json.parse(test.out()).number("run.agreed.lengthBytes"));
        } finally {
            java.nio.file.Files.delete(file);
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,false", "[::1],true"})
    void shouldMarkPacketsInBothDirections(String address, boolean oursServes) {
        try (Irtt.Serving theirs = Irtt.Serving.onLoopback()) {
            int port = oursServes ? ours.port() : theirs.port();

            Outcome test = Venturi.run("rtt", address + ":" + port, "-n", "20", "-i", "1ms", "--warm-up", "0", "--json",
                    "--dscp", "EF");

            Json report = Json.parse(test.out());
            assertEquals(184, report.number("run.agreed.trafficClass"), test.toString());
            assertEquals(Map.of("184", report.metric("loss").number("received")),
                    report.metric("replyHeaders").object("trafficClasses"), test.toString());
        }
    }

    @Test
    void shouldRestrictTheIrttClientAsTheIrttServerDoes() {
        try (Venturi.Serving limited = Venturi.Serving.on("127.0.0.1:0", "--max-duration", "200ms", "--min-interval",
                "20ms", "--max-length", "100", "--allow-stamps", "SINGLE", "--allow-fills", "")) {
            String[] asked = {"client", "-i", "10ms", "-d", "1s", "-l", "200", "--sfill=rand", "--wait=300ms",
                "127.0.0.1:" + limited.port()};
            Outcome strict = Irtt.run(asked);
            String[] loosely = Stream.concat(Stream.of(asked), Stream.of("--loose")).toArray(String[]::new);
            Outcome loose = Irtt.run(loosely);

            assertEquals(1, strict.exit(), strict.toString());
            assertTrue(strict.err().contains("server reduced duration from 1s to 200ms"), strict.toString());
            assertEquals(0, loose.exit(), loose.toString());
            assertEquals(5, count(loose.out(), "\\[ServerRestriction]"), loose.toString());
            assertTrue(Pattern.compile("packets sent/received: (\\d|10)/\\1 ").matcher(loose.out()).find(),
                    loose.toString());
        }
    }

    @Test
    void shouldBeRestrictedByTheIrttServerStrictlyOrNot() {
        try (Irtt.Serving theirs = Irtt.Serving.onLoopback("-d", "200ms", "-i", "20ms", "-l", "100", "--tstamp=single",
                "--allow-fills=")) {
            String[] asked = {"rtt", "127.0.0.1:" + theirs.port(), "-i", "10ms", "-d", "1s", "-l", "200",
                "--server-fill", "rand", "--warm-up", "0"};
            Outcome strict = Venturi.run(Stream.concat(Stream.of(asked), Stream.of("--strict")).toArray(String[]::new));
            Outcome loose = Venturi.run(asked);

            Told.once(strict, 4, "server reduced duration from 1s to 200ms");
            assertEquals(0, loose.exit(), loose.toString());
            assertEquals(5, count(loose.out(), "(?m)^Note: "), loose.toString());
            assertTrue(loose.out().contains("  lost          0 of "), loose.toString());
            String log = theirs.stop().out();
            assertEquals(count(log, "\\[NewConn]"), count(log, "\\[CloseConn]"), log);
        }
    }

    @Test
    void shouldAnswerFromTheAddressThatWasAsked() {
        try (Venturi.Serving everywhere = Venturi.Serving.on(":" + Irtt.freePort())) {
            Outcome irtt = Irtt.run("client", "-i", "1ms", "-d", "20ms", "--wait=300ms", "-Q", "-o", "-",
                    "--timeouts=500ms", "127.0.0.2:" + everywhere.port());

            assertEquals(0, irtt.exit(), irtt.toString());
            Json stats = Json.parse(irtt.out()).at("stats");
            assertEquals(stats.number("packets_sent"), stats.number("packets_received"), irtt.toString());
        }
    }

    private static long count(String text, String regex) {
        return Pattern.compile(regex).matcher(text).results().count();
    }

    private static long sumOf(String text, String regex) {
        return Pattern.compile(regex).matcher(text).results().mapToLong(match -> Long.parseLong(match.group(1))).sum();
    }
}
