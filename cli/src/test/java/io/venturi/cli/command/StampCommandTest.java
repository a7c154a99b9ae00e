package io.venturi.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.api.Server;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options for STAMP, from words to exit status. */
@Timeout(60)
class StampCommandTest {
    private static final String SHORT = "-i 2ms -d 40ms --warm-up 0 --wait 200ms -q";

    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    private int run(String line) {
        return VenturiCommand.run(line.split(" "));
    }

    private String out() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }

    private static Server reflector(String key) {
        return Server.start(new ServePlan(List.of(), RttPlan.Family.ANY, ServePlan.Irtt.DEFAULT,
                new ServePlan.Stamp(List.of("127.0.0.1:0"), true, key.getBytes(StandardCharsets.UTF_8), 0), 0,
                new RttPlan.Precision(RttPlan.Wakeup.SLEEP, true, -1, 0, false, 0)), (_, _, _) -> { });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " -l 200", " --key secret", " --fill rand -l 90", " --dscp EF"})
    void shouldMeasureAReflectorOfItsOwn(String options) {
        assertEquals(0, run("rtt --protocol stamp " + SHORT + options), this::err);

        assertTrue(out().contains("no loss"), out());
        assertTrue(out().contains(options.contains("-l 200") ? ": 200 bytes" : " bytes"), out());
    }

    @Test
    void shouldWriteTheProtocolIntoTheJson() {
        assertEquals(0, run("rtt --protocol STAMP --json " + SHORT), this::err);

        assertTrue(out().contains("\"protocol\" : \"stamp\""), out());
    }

    @Test
    void shouldMeasureAHostWithTheSameKeyAndNoOther() {
        try (Server server = reflector("one")) {
            String target = "127.0.0.1:" + server.addresses().getFirst().getPort();

            assertEquals(0, run("rtt --protocol stamp " + SHORT + " --key one " + target), this::err);
            assertTrue(out().contains("no loss"), out());

            outBytes.reset();
            assertEquals(1, run("rtt --protocol stamp " + SHORT + " --key two " + target), this::err);
            assertTrue(out().contains("nothing came back"), out());
        }
    }

    @Test
    void shouldTellThatNobodyListens() throws SocketException, UnknownHostException {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }

        assertEquals(1, run("rtt --protocol stamp " + SHORT + " 127.0.0.1:" + port), this::err);

        String text = out().replaceAll("\\s+", " ");
        assertTrue(text.contains("Verdict: nothing came back;"), out());
        assertTrue(text.contains("receiving failed (connection refused: nothing listens on that port)."), out());
    }

    static Stream<String> refused() {
        return Stream.of("--strict", "--open-timeouts 1s", "--server-stamps both", "--server-fill rand");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldRefuseOptionsThatStampDoesNotHave(String option) {
        assertEquals(2, run("rtt --protocol stamp " + option + " " + SHORT));

        assertTrue(err().contains(option.split(" ")[0]), err());
        assertFalse(err().contains("defect"), err());
    }

    @Test
    void shouldRefuseFillsAndProtocolsThereAreNot() {
        assertEquals(2, run("rtt --protocol stamp --fill pattern:00 " + SHORT));
        assertTrue(err().contains("pattern:00"), err());

        assertEquals(2, run("rtt --protocol ping " + SHORT));
        assertTrue(err().contains("--protocol"), err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stamp-stateless", "--stamp --stamp-rate -1", "--stamp 127.0.0.1:70000"})
    void shouldRefuseToServe(String options) {
        assertEquals(2, run("serve --bind 127.0.0.1:0 " + options));

        assertFalse(err().contains("defect"), err());
    }

    @Test
    void shouldTellOfServingThatItIsOffUnlessAskedFor() {
        assertEquals(0, run("serve --help"));

        assertTrue(out().replaceAll("\\s+", " ").contains("CAP_NET_BIND_SERVICE. Default: off."), out());
    }
}
