package io.venturi.cli.irtt;

import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which version of the classic tool this is like. */
final class Version {
    /** The first release with streaming and raw output. */
    static final String IRTT = "0.9.2";
    static final int PROTOCOL = 1;
    static final int JSON_FORMAT = 1;
    /** What stands where the classic tool names its language. */
    static final String RUNTIME = "java" + Runtime.version().version().stream().map(String::valueOf)
            .collect(Collectors.joining("."));
    static final String SYSTEM = System.getProperty("os.name").toLowerCase(Locale.ROOT);

    private Version() {
    }

    static void print(PrintStream out) {
        String own = Version.class.getPackage().getImplementationVersion();
        out.println("irtt version: " + IRTT);
        out.println("protocol version: " + PROTOCOL);
        out.println("json format version: " + JSON_FORMAT);
        out.println("venturi version: " + (own == null ? "unpackaged" : own) + " with " + RUNTIME + " on " + SYSTEM
                + "/" + System.getProperty("os.arch"));
    }
}
