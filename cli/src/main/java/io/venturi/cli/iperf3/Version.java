package io.venturi.cli.iperf3;

/** As which release the command presents itself. */
final class Version {
    /** For scripts that look which release answers. */
    static final String NAME = "iperf 3.12";

    private Version() {
    }

    /** System, host and machine. */
    static String system() {
        String host = System.getenv().getOrDefault("HOSTNAME", "localhost");
        return System.getProperty("os.name") + " " + host + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch").replace("amd64", "x86_64");
    }

    /** For people who ask for the version. */
    static String text() {
        String own = Version.class.getPackage().getImplementationVersion();
        return NAME + " (venturi " + (own == null ? "development" : own) + ")\n" + system();
    }
}
