package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.NetworkNamespaces.Families;
import io.venturi.systemtest.NetworkNamespaces.Host;
import io.venturi.systemtest.Needs.What;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Capacity tests over a cable whose rate a shaper sets, between two hosts of our own. */
@Needs(What.NAMESPACES)
class CapacityIT {
    private static final double MBPS = 20;
    private static final Pattern CAPACITY = Pattern.compile("\"MaxETHCapacityNoFCS\":([0-9.]+)");

    private static final Pattern MAXIMUM = Pattern.compile("Maximum Mbps\\(L3/IP\\): ([0-9.]+)");

    private NetworkNamespaces network;

    @BeforeEach
    void connect() {
        network = new NetworkNamespaces(Families.BOTH);
        for (Host host : List.of(network.near(), network.far())) {
            host.must("tc", "qdisc", "add", "dev", "cable", "root", "tbf", "rate", "20mbit", "burst", "20k", "latency",
                    "50ms");
        }
    }

    @AfterEach
    void disconnect() {
        network.close();
    }

    private Program serve(String... options) {
        List<String> words = new ArrayList<>(List.of("udpst", "-j"));
        words.addAll(List.of(options));
        words.add(NetworkNamespaces.FAR_4);
        Program server = Program.start(network.far().command(Venturi.command(words.toArray(String[]::new))));
        server.awaitOut("Mode: Server");
        return server;
    }

    private Program.Outcome test(String... options) {
        List<String> words = new ArrayList<>(List.of("udpst", "-j", "-t", "5", "-f", "json"));
        words.addAll(List.of(options));
        words.add(NetworkNamespaces.FAR_4);
        return Program.run(network.near().command(Venturi.command(words.toArray(String[]::new))));
    }

    /**
     * A busy host may send less than it should, but no more than the shaper lets through ever arrives. Algorithm C goes far
     * beyond so slow a link and far back, so it needs more time for one sub-interval that is full from end to end.
     */
    @ParameterizedTest
    @CsvSource({"-u, B", "-d, B", "-u, C", "-d, C"})
    @ResourceLock(Resources.GLOBAL)
    void shouldFindTheRateOfAShaper(String direction, String algorithm) {
        try (Program _ = serve()) {
            BusyHost.permitting(() -> {
                Program.Outcome outcome = test(direction, "-A", algorithm, "-t", algorithm.equals("C") ? "10" : "5");

                Matcher found = CAPACITY.matcher(outcome.out());
                assertTrue(found.find(), outcome::toString);
                double mbps = Double.parseDouble(found.group(1));
                assertTrue(mbps <= MBPS * 1.02 && mbps >= MBPS * 0.9, outcome.out());
            });
        }
    }

    /** What piled up while the receiver was held comes at once afterwards, and is no capacity of the path. */
    @ParameterizedTest
    @CsvSource({"-d, true", "-u, false"})
    void shouldNotCountWhatPiledUpWhileTheReceiverWasHeld(String direction, boolean holdClient) {
        try (Program server = serve()) {
            BusyHost.permitting(() -> held(server, direction, holdClient));
        }
    }

    private void held(Program server, String direction, boolean holdClient) {
        try (Program client = Program.start(network.near().command(Venturi.command("udpst", "-j", "-t", "7", "-I", "18",
                direction, NetworkNamespaces.FAR_4)))) {
            client.awaitOut("Sub-Interval\\[2\\]");
            (holdClient ? client : server).freeze(Duration.ofMillis(1_800));
            Program.Outcome outcome = client.await();

            Matcher found = MAXIMUM.matcher(outcome.out());
            assertTrue(found.find(), outcome::toString);
            assertTrue(Double.parseDouble(found.group(1)) <= MBPS * 1.02, outcome::toString);
        }
    }

    /** A collection of the whole heap stops all threads of the receiver for a while. */
    @ParameterizedTest
    @CsvSource({"-d, true", "-u, false"})
    void shouldNotCountMoreWhenTheReceiverCollectsItsGarbage(String direction, boolean collectAtClient) {
        try (Program server = serve();
             Program client = Program.start(network.near().command(Venturi.command("udpst", "-j", "-t", "6", "-I", "18",
                     direction, NetworkNamespaces.FAR_4)))) {
            for (int interval = 1; interval <= 4; interval++) {
                client.awaitOut("Sub-Interval\\[" + interval + "\\]");
                Program.must(List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString((collectAtClient ? client : server).pid()), "GC.run"), "");
            }
            Program.Outcome outcome = client.await();

            Matcher found = MAXIMUM.matcher(outcome.out());
            assertTrue(found.find(), outcome::toString);
            assertTrue(Double.parseDouble(found.group(1)) <= MBPS * 1.02, outcome::toString);
        }
    }

    /** Rows above 1002 have datagrams that a packet of 1500 bytes does not hold, in trains the kernel refuses. */
    @ParameterizedTest
    @CsvSource({"-u", "-d"})
    void shouldGoOnInFragmentsWhereJumboDatagramsDoNotFit(String direction) {
        for (Host host : List.of(network.near(), network.far())) {
            host.must("tc", "qdisc", "del", "dev", "cable", "root");
        }
        List<String> jumbo = List.of("udpst", NetworkNamespaces.FAR_4);
        try (Program server = Program.start(network.far().command(Venturi.command(jumbo.toArray(String[]::new))))) {
            server.awaitOut("Mode: Server");
            Program.Outcome outcome = Program.run(network.near().command(Venturi.command("udpst", direction, "-t", "5",
                    "-I", "1010", NetworkNamespaces.FAR_4)));

            Matcher found = MAXIMUM.matcher(outcome.out());
            assertTrue(outcome.exit() == 0 && found.find(), outcome::toString);
            assertTrue(Double.parseDouble(found.group(1)) > 0, outcome::toString);
        }
    }

    @Test
    void shouldEndWithTheStatusOfUdpst() {
        try (Program _ = serve("-a", "right")) {
            assertEquals(107, test("-u", "-a", "wrong").exit());
            assertEquals(105, test("-u").exit());
        }
    }

    @Test
    void shouldGiveUpWithoutAServer() {
        assertEquals(200, test("-d").exit());
    }
}
