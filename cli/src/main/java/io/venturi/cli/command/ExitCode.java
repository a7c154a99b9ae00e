package io.venturi.cli.command;

/** Exit statuses of all commands, as documented in {@code docs/exit-codes.md}. */
public final class ExitCode {
    /** Measured as asked, or help shown. */
    public static final int OK = 0;
    /** Measured, but the result is not what was asked for: nothing came back, or the test ended early. */
    public static final int DEGRADED = 1;
    /** The command line makes no sense. */
    public static final int USAGE = 2;
    /** This host cannot do it: a permission, a socket, a file. */
    public static final int HOST = 3;
    /** The peer cannot be found, does not answer or refuses. */
    public static final int PEER = 4;
    /** Compared, and the new side is worse. */
    public static final int WORSE = 5;
    /** A defect of venturi itself. */
    public static final int INTERNAL = 70;
    /** Ended at once by a third Ctrl-C or SIGTERM, as shells report it. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {
    }
}
