package io.venturi.cli.udpst;

import io.venturi.engine.plan.RttPlan.Family;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What is told first. */
final class Banner {
    static final String TITLE = "UDP Speed Test";
    /** The release of the classic tool that this is like. */
    static final String VERSION = "9.0.0";
    static final int PROTOCOL = 20;
    private static final DateTimeFormatter BUILT =
            DateTimeFormatter.ofPattern("MMM dd yyyy HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Banner() {
    }

    /** Three lines. */
    static String of(Options options) {
        return TITLE + "\nSoftware Ver: " + VERSION + ", Protocol Ver: "
                + (options.isClient() ? PROTOCOL : "11-" + PROTOCOL) + ", Built: " + built() + "\nMode: "
                + (options.isClient() ? "Client" : "Server") + ", Payload Default[Max]: " + defaultPayload(options)
                + "[" + largestPayload(options)
                + "], Auth: Available, Checksum: Off, Optimizations: SendMMsg()+GSO RecvMMsg()+GRO\n";
    }

    static int defaultPayload(Options options) {
        return (options.traditionalMtu() ? 1472 : 1222) - ipv6(options);
    }

    static int largestPayload(Options options) {
        return options.jumbo() ? 8972 - ipv6(options) : defaultPayload(options);
    }

    /** What the longer header takes. */
    static int ipv6(Options options) {
        return options.family() == Family.IPV6 ? 20 : 0;
    }

    /** When this program was built: its archive's date. */
    private static String built() {
        try {
            var archive = Banner.class.getProtectionDomain().getCodeSource().getLocation();
            return BUILT.format(Files.getLastModifiedTime(Path.of(archive.toURI())).toInstant());
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return BUILT.format(Instant.EPOCH);
        }
    }
}
