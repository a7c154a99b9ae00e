package io.venturi.cli.udpst;

/** A command line that cannot be run: what is printed, and the exit status. */
final class Refusal extends RuntimeException {
    static final int USAGE = 50;
    static final int KEY_FILE = 51;
    static final int START = 75;

    private final int exitCode;
    private final boolean withBanner;

    private Refusal(int exitCode, boolean withBanner, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.withBanner = withBanner;
    }

    /** Options that make no sense. */
    static Refusal usage(String message) {
        return new Refusal(USAGE, false, "ERROR: " + message);
    }

    /** A key file that cannot be used. */
    static Refusal keyFile(String message) {
        return new Refusal(KEY_FILE, false, message);
    }

    /** The test or server cannot be started: the mode is told before that. */
    static Refusal start(String message) {
        return new Refusal(START, true, message);
    }

    /** Help was asked for, or is given because of an option that does not exist. */
    static Refusal help() {
        return new Refusal(USAGE, false, "");
    }

    int exitCode() {
        return exitCode;
    }

    boolean withBanner() {
        return withBanner;
    }

    boolean isHelp() {
        return getMessage().isEmpty();
    }
}
