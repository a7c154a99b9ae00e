package io.venturi.cli.command;

import io.venturi.cli.output.BuildInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * What {@code venturi --help} says, from a file: to make it anew takes most of the time of a start, for annotations are
 * slow to read. A test keeps the file as the commands are.
 */
public final class HelpText {
    static final String FILE = "help.txt";
    private static final Set<String> HELP = Set.of("-h", "--help");
    private static final Set<String> VERSION = Set.of("-V", "--version");

    private HelpText() {
    }

    /** Answer a command line that asks for help with the program as a whole, or for its version, and nothing else. */
    public static boolean answers(String... args) {
        if (args.length != 1) {
            return false;
        }
        if (VERSION.contains(args[0])) {
            System.out.println("venturi " + BuildInfo.text());
            return true;
        }
        return HELP.contains(args[0]) && printed(System.out);
    }

    private static boolean printed(PrintStream out) {
        try (InputStream in = HelpText.class.getResourceAsStream(FILE)) {
            in.transferTo(out);
            out.flush();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }
}
