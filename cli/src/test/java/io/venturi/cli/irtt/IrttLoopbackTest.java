package io.venturi.cli.irtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.plan.ServePlan;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands with the real engine at both ends. */
@Timeout(30)
class IrttLoopbackTest {
    @TempDir
    private Path folder;
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();

    private int run(String... args) {
        return new IrttMain(new PrintStream(outBytes, false, StandardCharsets.UTF_8),
                new PrintStream(errBytes, true, StandardCharsets.UTF_8), InputStream.nullInputStream(),
                new VenturiEngine(), _ -> { }).dispatch(args);
    }

    private String out() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }

    private static Engine.Responder server(String... args) {
        List<String> all = new ArrayList<>(List.of("-b", "127.0.0.1:0"));
        all.addAll(List.of(args));
        ServePlan plan = ServerOptions.plan(GoFlags.parse(ServerOptions.SWITCHES, ServerOptions.VALUED, all));
        return new VenturiEngine().serve(plan, (_, _, _) -> { });
    }

    private static String address(Engine.Responder server) {
        return Addresses.text(server.addresses().getFirst());
    }

    @Test
    void shouldMeasureWriteAndReport() {
        String file = folder.resolve("x").toString();
        try (Engine.Responder server = server()) {
            assertEquals(0, run("client", "-i", "20ms", "-d", "100ms", "-o", file, address(server)), err());
        }
        String printed = out();
        outBytes.reset();

        assertEquals(0, run("report", file + ".json.gz"), err());

        assertTrue(printed.contains("\nseq=0 rtt="), printed);
        // on a busy machine send times may be missed: then fewer than 5, but as many received as sent
        assertTrue(Pattern.compile("   packets sent/received: ([1-5])/\\1 \\(0\\.00% loss\\)\n").matcher(printed)
                .find(), printed);
        assertTrue(printed.contains("           packet length: 60 bytes\n"), printed);
        assertTrue(printed.endsWith(out()), out());
    }

    @Test
    void shouldNameTheRestrictionThatIsNotAccepted() {
        try (Engine.Responder server = server("-d", "1s")) {
            assertEquals(1, run("client", "-Q", "-d", "5s", address(server)));
        }

        assertTrue(err().startsWith("[ServerRestriction] ") && err().contains("reduced duration from 5s to 1s"), err());
    }

    @Test
    void shouldTellRestrictionsThatAreAccepted() {
        try (Engine.Responder server = server("-l", "100")) {
            assertEquals(0, run("client", "-n", "--loose", "-l", "200", address(server)), err());
        }

        assertTrue(out().contains(" [ServerRestriction] server reduced length from 200 to 100\n"), out());
        assertTrue(out().contains(" [NoTest] "), out());
    }

    @Test
    void shouldNameTheTimeoutWhenNobodyAnswers() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            assertEquals(1, run("client", "-n", "-Q", "--timeouts=200ms", "127.0.0.1:" + silent.getLocalPort()));
        }

        assertTrue(err().startsWith("[OpenTimeout] ") && err().contains("no reply from server"), err());
    }
}
