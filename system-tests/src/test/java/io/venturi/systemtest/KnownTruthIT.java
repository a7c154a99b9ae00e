package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.NetworkNamespaces.Families;
import io.venturi.systemtest.NetworkNamespaces.Host;
import io.venturi.systemtest.Program.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is reported against what really happened: packet filters between two namespaces lose and duplicate packets, and
 * count what they do. They touch echo packets alone, known by their length, so that opening and closing work.
 */
@Needs({What.NAMESPACES, What.NFT})
@Execution(ExecutionMode.SAME_THREAD)
class KnownTruthIT {
    /** 60 bytes of an echo with all fields and 8 of the UDP header. */
    private static final String REQUEST = "udp dport { 2112, 2113 } udp length 68 ";
    private static final String REPLY = "udp sport { 2112, 2113 } udp length 68 ";
    private static final int VENTURI_PORT = 2112;
    private static final int IRTT_PORT = 2113;
    private static final String RANDOMLY_ONE_PERCENT = "numgen random mod 1000 < 10";
    private static final String RANDOMLY_THIRTY_PERCENT = "numgen random mod 100 < 30";
    private static final Duration LONGEST = Duration.ofSeconds(What.full() ? 60 : 20);

    private static NetworkNamespaces net;
    private static Venturi.Serving server;

    @BeforeAll
    static void plug() {
        net = new NetworkNamespaces(Families.BOTH);
        server = Venturi.Serving.on(net.far().enter(), ":2112");
    }

    @AfterAll
    static void unplug() {
        server.close();
        net.close();
    }

    /** At the entrance of both hosts: echo packets that match are dropped and counted, the others are counted. */
    private void lose(String requests, String replies) {
        lose(net.far(), REQUEST, requests);
        lose(net.near(), REPLY, replies);
    }

    private static void lose(Host at, String packet, String which) {
        at.nft("""
                flush ruleset
                table inet truth {
                    counter dropped { }
                    counter passed { }
                    chain entrance {
                        type filter hook input priority 0;
                        %s %s counter name dropped drop
                        %s counter name passed
                    }
                }
                """.formatted(packet, which, packet));
    }

    private Outcome measure(String target, String... words) {
        List<String> all = new ArrayList<>(List.of("rtt", target, "--json"));
        all.addAll(List.of(words));
        return Program.run(net.near().command(Venturi.command(all.toArray(String[]::new))), "", LONGEST);
    }

    /** The counters of the filters say the same as the report, packet for packet. */
    private void assertAsCounted(Outcome test) {
        Json report = Json.parse(test.out());
        Json loss = report.metric("loss");
        long droppedForward = net.far().counted("dropped");
        long droppedReverse = net.near().counted("dropped");
        assertAll(test.err(),
                () -> assertEquals(droppedForward + net.far().counted("passed"), loss.number("sent"), "sent"),
                () -> assertEquals(net.near().counted("passed"), loss.number("received"), "received"),
                () -> assertEquals(droppedForward + droppedReverse, loss.number("lost"), "lost"),
                () -> assertEquals(0, loss.number("unobserved"), "unobserved"),
                () -> assertEquals(droppedForward, loss.number("byDirection.forward"), "forward"),
                () -> assertEquals(droppedReverse, loss.number("byDirection.reverse"), "reverse"),
                () -> assertEquals(0, loss.number("byDirection.undetermined"), "undetermined"),
                () -> assertTrue(loss.is("byDirection.exact"), "exact"));
    }

    @Test
    @ResourceLock(Resources.GLOBAL)
    void shouldReportOnePercentOfRandomLossByDirectionExactly() {
        lose(RANDOMLY_ONE_PERCENT, RANDOMLY_ONE_PERCENT);
        Outcome test = measure(NetworkNamespaces.FAR_4, "-n", What.full() ? "200000" : "20000", "-i", "100us");

        assertEquals(0, test.exit(), test.toString());
        assertTrue(Json.parse(test.out()).metric("loss").number("lost") > 0, test.toString());
        assertAsCounted(test);
    }

    @ParameterizedTest
    @ResourceLock(Resources.GLOBAL)
    @ValueSource(strings = {NetworkNamespaces.FAR_4, "[" + NetworkNamespaces.FAR_6 + "]"})
    void shouldReportHeavyLossAndItsRuns(String target) {
        lose(RANDOMLY_THIRTY_PERCENT, RANDOMLY_THIRTY_PERCENT);
        Outcome test = measure(target, "-n", "3000", "-i", "200us", "--rows");

        assertEquals(0, test.exit(), test.toString().substring(0, 3000));
        assertAsCounted(test);
        assertRunsAsInRows(Json.parse(test.out()));
    }

    private static void assertRunsAsInRows(Json report) {
        long runs = 0;
        long longest = 0;
        long run = 0;
        for (Json row : report.list("roundTrips")) {
            run = row.text("fate").equals("answered") ? 0 : run + 1;
            runs += run == 1 ? 1 : 0;
            longest = Math.max(longest, run);
        }
        assertTrue(longest > 2, "at 49 % there are long runs");
        assertEquals(runs, report.metric("loss").number("runs.count"));
        assertEquals(longest, report.metric("loss").number("runs.longest"));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldReportTotalLossOnOneWay(boolean forward) {
        lose(forward ? "udp length 68" : "udp length 1", forward ? "udp length 1" : "udp length 68");
        Outcome test = measure(NetworkNamespaces.FAR_4, "-n", "300", "-i", "1ms", "--wait", "200ms", "--warm-up", "0");

        Told.report(test, 1);
        assertTrue(test.err().contains("nothing came back"), test.toString());
        assertEquals(0, Json.parse(test.out()).metric("loss").number("received"));
        assertAsCounted(test);
    }

    /**
     * By sequence number: its first byte is byte 12 of the payload, byte 20 of the datagram. The irtt server tells what
     * it received only in its replies, so after the last of them the way of a loss stays unknown.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellTheFateOfEveryProbe(boolean irttServes) {
        if (irttServes && !What.onPath("irtt")) {
            System.out.println("Skipped: shouldTellTheFateOfEveryProbe with irtt, which is not installed");
            return;
        }
        lose("@th,160,8 & 0x07 == 0x03", "@th,160,8 & 0x0f == 0x05");
        try (Irtt.Serving theirs = irttServes ? Irtt.Serving.through(net.far().enter(), IRTT_PORT) : null) {
            int port = theirs == null ? VENTURI_PORT : theirs.port();
            Outcome test = measure(NetworkNamespaces.FAR_4 + ":" + port, "-n", "520", "-i", "1ms", "--rows",
                    "--warm-up", "0");

            assertEquals(0, test.exit(), test.err());
            List<Json> rows = Json.parse(test.out()).list("roundTrips");
            int told = rows.size();
            while (irttServes && !rows.get(told - 1).text("fate").equals("answered")) {
                told--;
            }
            for (Json row : rows.subList(0, told)) {
                long seq = row.number("seq");
                String truth = (seq & 7) == 3 ? "lostForward" : (seq & 15) == 5 ? "lostReverse" : "answered";
                assertEquals(truth, row.text("fate"), "probe " + seq);
            }
            assertTrue(told > rows.size() - 3, "the last probe that was not dropped is answered");
            if (!irttServes) {
                assertAsCounted(test);
            }
        }
    }

    @Test
    void shouldCountDuplicatesAndNotMistakeThemForAnythingElse() {
        lose("udp length 1", "udp length 1");
        Outcome canDuplicate = Program.run(net.far().command(List.of("nft", "-f", "-")), """
                table ip twice {
                    chain exit {
                        type filter hook output priority 0;
                        %s numgen inc mod 10 == 0 counter dup to %s device "cable"
                    }
                }
                """.formatted(REPLY, NetworkNamespaces.NEAR_4), Program.PATIENCE);
        org.junit.jupiter.api.Assumptions.assumeTrue(canDuplicate.exit() == 0, () -> {
            System.out.println("Skipped: duplicates: this kernel's filter cannot duplicate: " + canDuplicate.err());
            return "no nft dup";
        });
        Outcome test = measure(NetworkNamespaces.FAR_4, "-n", "1000", "-i", "1ms", "--warm-up", "0");

        assertEquals(0, test.exit(), test.toString());
        Json report = Json.parse(test.out());
        Json loss = report.metric("loss");
        assertEquals(0, loss.number("lost"), test.toString());
        assertEquals(net.far().counted("passed"), loss.number("sent"), test.toString());
        long duplicates = net.near().counted("passed") - loss.number("received");
        assertTrue(duplicates >= loss.number("sent") / 10, "the filter duplicates: " + duplicates);
        assertEquals(duplicates, report.metric("duplication").number("duplicates"), test.toString());
    }
}
