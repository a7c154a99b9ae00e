package io.venturi.cli.iperf3;

/** What cannot be done, in the words of the classic tool, behind its name. */
final class Refusal extends RuntimeException {
    private final boolean usage;

    private Refusal(boolean usage, String message) {
        super(message, null, false, false);
        this.usage = usage;
    }

    /** An option that makes no sense; how to call the command is told too. */
    static Refusal parameter(String message) {
        return new Refusal(true, "iperf3: parameter error - " + message);
    }

    /** No option at all, or one without its value, as getopt says. */
    static Refusal option(String complaint) {
        return new Refusal(true, "iperf3: " + complaint);
    }

    /** The command line makes sense, but this host cannot do it. */
    static Refusal error(String message) {
        return new Refusal(false, "iperf3: error - " + message);
    }

    boolean isUsage() {
        return usage;
    }
}
