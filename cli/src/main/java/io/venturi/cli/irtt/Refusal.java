package io.venturi.cli.irtt;

/** A command line that cannot be carried out: what to print, and the exit status. */
final class Refusal extends RuntimeException {
    /** Status of a run that failed. */
    static final int FAILED = 1;
    /** Status of a command line that makes no sense. */
    static final int MISUSED = 2;

    /** Status when the JSON cannot be written. */
    static final int UNWRITABLE = 3;

    private final int exitCode;
    private final boolean withUsage;

    private Refusal(int exitCode, boolean withUsage, String line) {
        super(line);
        this.exitCode = exitCode;
        this.withUsage = withUsage;
    }

    /** The flags could not be understood: the line is followed by the usage text; an empty line is not printed. */
    static Refusal usage(String line) {
        return new Refusal(MISUSED, true, line);
    }

    /** A flag has a value that makes no sense. */
    static Refusal value(String reason) {
        return new Refusal(MISUSED, false, "Error: " + reason);
    }

    /** A flag has a value that makes no sense, in a way that has a name of its own. */
    static Refusal value(String code, String reason) {
        return new Refusal(MISUSED, false, "[" + code + "] " + reason);
    }

    /** The values make sense each, but the test they ask for cannot be. */
    static Refusal test(String code, String reason) {
        return new Refusal(FAILED, false, "[" + code + "] " + reason);
    }

    /** The JSON cannot be written, or not to its end. */
    static Refusal file(String reason) {
        return new Refusal(UNWRITABLE, false, "Error: " + reason);
    }

    int exitCode() {
        return exitCode;
    }

    boolean withUsage() {
        return withUsage;
    }
}
