package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.NetworkNamespaces.Families;
import io.venturi.systemtest.NetworkNamespaces.Host;
import io.venturi.systemtest.Needs.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code venturi throughput} over a cable between two hosts of our own, whose truth the kernel sets or counts. */
@Needs(What.NAMESPACES)
class ThroughputIT {
    private static final double SHAPED = 20e6;
    /**
     * Frames as the shaper counts them, without FCS: 14 of Ethernet, 20 of IPv4, 20 of TCP and 12 of its timestamps.
     */
    private static final double TCP_PAYLOAD = 1448 / 1514.0;
    private static final double UDP_PAYLOAD = 1400 / 1442.0;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private NetworkNamespaces network;
    private Program server;

    @BeforeEach
    void serve() {
        network = new NetworkNamespaces(Families.BOTH);
        server = Program.start(network.far().command(Venturi.command("serve", "--iperf3")));
        server.awaitOut("for throughput tests");
    }

    @AfterEach
    void disconnect() {
        server.close();
        network.close();
    }

    private void shape(Host host, String latency) {
        host.must("tc", "qdisc", "add", "dev", "cable", "root", "tbf", "rate", "20mbit", "burst", "20k", "latency",
                latency);
    }

    private Json test(String options) {
        List<String> words = new ArrayList<>(List.of("throughput", "--json", "-q"));
        words.addAll(List.of(options.split(" ")));
        Program.Outcome outcome = Program.run(network.near().command(Venturi.command(words.toArray(String[]::new))), "",
                PATIENCE);
        assertEquals(0, outcome.exit(), outcome::toString);
        return Json.parse(outcome.out()).list("tests").getFirst();
    }

    private static Json way(Json test) {
        return test.list("ways").getFirst();
    }

    /** The receiver counts; the time until the queue stands does not count. */
    @ParameterizedTest
    @CsvSource({"--up --congestion cubic,TCP", "--down --congestion cubic,TCP",
            "--up --udp --rate 30Mbps --length 1400,UDP", "--down --udp --rate 30Mbps --length 1400,UDP"})
    @ResourceLock(Resources.GLOBAL)
    void shouldMeasureWhatAShaperLetsThrough(String options, String transport) {
        shape(network.near(), "300ms");
        shape(network.far(), "300ms");

        BusyHost.permitting(() -> {
            Json test = test(options + " --latency off --omit 1s -d 4s " + NetworkNamespaces.FAR_4);

            double truth = SHAPED * (transport.equals("TCP") ? TCP_PAYLOAD : UDP_PAYLOAD);
            double goodput = way(test).number("goodputBitsPerSecond");
            assertEquals(truth, goodput, 0.005 * truth, test.toString());
        });
    }

    @Test
    @ResourceLock(Resources.GLOBAL) // else this host may be the limit
    void shouldCountWhatAFilterDropsOnTheWayUp() {
        drop(network.far(), "udp dport 5201");

        Json test = test("--up --udp --rate 20Mbps --length 1000 --blocks 5000 --latency off "
                + NetworkNamespaces.FAR_4);

        assertEquals(5000, way(test).number("datagramsSent"));
        assertEquals(500, network.far().counted("dropped"));
        assertEquals(500, way(test).number("lost"), test.toString());
        assertEquals("path", way(test).text("verdict.limit"));
    }

    /** The server goes on until it is told: what it sent behind the last one that counts is not lost. */
    @Test
    void shouldCountWhatAFilterDropsOnTheWayDown() {
        drop(network.near(), "udp sport 5201");

        Json test = test("--down --udp --rate 20Mbps --length 1000 --blocks 4500 --latency off "
                + NetworkNamespaces.FAR_4);

        assertEquals(4500, way(test).number("datagramsReceived"), test.toString());
        assertEquals(500, way(test).number("lost"), 1, test.toString());
        assertEquals(0, way(test).number("duplicates"));
    }

    private Json realClient(String options) {
        Program.Outcome outcome = Program.run(network.near().command(Iperf3.client(5201,
                ("-c " + NetworkNamespaces.FAR_4 + " -J -u " + options).split(" "))), "", PATIENCE);
        assertEquals(0, outcome.exit(), outcome::toString);
        return Json.parseOfPeer(outcome.out());
    }

    @Test
    @Needs(What.IPERF3)
    void shouldTellTheRealClientWhatAShaperLetsThrough() {
        shape(network.near(), "300ms");

        BusyHost.permitting(() -> {
            Json report = realClient("-b 30M -l 1400 -O 1 -t 4");

            assertEquals(SHAPED * UDP_PAYLOAD, report.real("end.sum_received.bits_per_second"),
                    0.005 * SHAPED * UDP_PAYLOAD, report.toString());
        });
    }

    @Test
    @Needs(What.IPERF3)
    void shouldTellTheRealClientWhatAFilterDrops() {
        drop(network.far(), "udp dport 5201");

        Json report = realClient("-b 20M -l 1000 -t 2");

        long dropped = network.far().counted("dropped");
        assertTrue(dropped > 0, report.toString());
        assertEquals(dropped, report.number("end.sum.lost_packets"), report.toString());
    }

    @ParameterizedTest
    @CsvSource({"--up,far,tcp dport", "--up --udp --rate 5Mbps,far,udp dport", "--down --udp --rate 5Mbps,near,udp sport"})
    void shouldMarkWithTheFlowLabelAskedFor(String options, String where, String data) {
        Host host = where.equals("far") ? network.far() : network.near();
        host.nft("""
                table inet truth {
                    counter labelled {}
                    counter others {}
                    chain in {
                        type filter hook input priority 0;
                        %1$s 5201 meta length > 1000 ip6 flowlabel 0x12345 counter name labelled
                        %1$s 5201 meta length > 1000 ip6 flowlabel != 0x12345 counter name others
                    }
                }
                """.formatted(data));

        test("-6 " + options + " --flow-label 74565 --bytes 200000 --latency off [" + NetworkNamespaces.FAR_6 + "]");

        assertTrue(host.counted("labelled") > 0);
        assertEquals(0, host.counted("others"));
    }

    @Test
    void shouldRefuseAFlowLabelOverIpv4() {
        Program.Outcome outcome = Program.run(network.near().command(Venturi.command("throughput", "--flow-label", "5",
                NetworkNamespaces.FAR_4)), "", PATIENCE);

        assertEquals(2, outcome.exit(), outcome::toString);
        assertTrue(outcome.err().contains("A flow label needs IPv6"), outcome::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--up", "--down"})
    @Needs(What.MPTCP)
    void shouldCarryByMultipathTcp(String options) {
        network.far().nft("""
                table inet truth {
                    counter multipath {}
                    chain in {
                        type filter hook input priority 0;
                        tcp dport 5201 tcp option mptcp exists counter name multipath
                    }
                }
                """);

        Json test = test(options + " --mptcp --bytes 3000001 --latency off " + NetworkNamespaces.FAR_4);

        assertEquals(3_000_001, way(test).number("bytes"), test.toString());
        assertTrue(network.far().counted("multipath") > 3);
    }

    @Test
    void shouldTellIntervalsOfTenMilliseconds() {
        Json test = test("--up --rate 8Mbps --length 1000 -i 10ms -d 1s --latency off " + NetworkNamespaces.FAR_4);

        List<Json> intervals = test.list("intervals");
        long bytes = 0;
        long fromNs = 0;
        for (Json interval : intervals) {
            assertTrue(interval.number("startNs") >= fromNs, test.toString()); // empty beginnings of one are left out
            fromNs = interval.number("endNs");
            bytes += interval.list("parts").getFirst().number("bytes");
        }
        assertEquals(test.list("streams").getFirst().number("sent.bytes"), bytes, test.toString());
        assertTrue(intervals.size() > 2 && intervals.size() <= 2 + fromNs / 10_000_000, intervals.size() + " intervals");
    }

    private static void drop(Host host, String what) {
        host.nft("""
                table inet truth {
                    counter dropped {}
                    chain in {
                        type filter hook input priority 0;
                        %s meta length > 500 numgen inc mod 10 == 9 counter name dropped drop
                    }
                }
                """.formatted(what));
    }

    @ParameterizedTest
    @CsvSource({"--up", "--down", "--up --zero-copy -P 3", "-6 --up"})
    void shouldCarryExactlyTheBytesAskedFor(String options) {
        Json test = test(options + " --bytes 3000001 --latency off "
                + (options.startsWith("-6") ? "[" + NetworkNamespaces.FAR_6 + "]" : NetworkNamespaces.FAR_4));

        assertEquals(3_000_001, way(test).number("bytes"), test.toString());
    }

    @Test
    @Needs(What.NETEM)
    void shouldNameTheWindowAsTheLimitWhenItIsSmall() {
        for (Host host : List.of(network.near(), network.far())) {
            host.must("tc", "qdisc", "add", "dev", "cable", "root", "netem", "delay", "20ms");
        }

        String limit = way(test("--up --window 32KiB --latency off -d 2s " + NetworkNamespaces.FAR_4))
                .text("verdict.limit");

        assertTrue(List.of("sendBuffer", "receiveWindow").contains(limit), limit);
    }

    @Test
    void shouldNameThePathAsTheLimitBehindAShaper() {
        shape(network.near(), "50ms");

        BusyHost.permitting(() -> {
            Json way = way(test("--up --latency off --congestion cubic -d 3s " + NetworkNamespaces.FAR_4));

            assertTrue(List.of("path", "loss").contains(way.text("verdict.limit")), way.toString());
        });
    }

    @Test
    void shouldNameTheRateAskedForAsTheLimit() {
        BusyHost.permitting(() -> {
            Json test = test("--up --rate 8Mbps -P 2 --latency off -d 2s " + NetworkNamespaces.FAR_4);

            assertEquals(4_000_000, test.number("settings.streamBitsPerSecond"));
            assertEquals("askedRate", way(test).text("verdict.limit"), test.toString());
        });
    }

    @Test
    void shouldGradeTheLatencyUnderLoad() {
        shape(network.near(), "300ms");

        Json test = test("--up -d 3s --congestion cubic " + NetworkNamespaces.FAR_4);

        long idle = test.number("latency.idleRoundTripNs.p50");
        long loaded = test.number("latency.loadedRoundTripNs.p50");
        assertTrue(loaded > idle + 30_000_000, test.toString());
        assertTrue(test.at("latency.bufferbloat").has("grade"), test.toString());
    }
}
