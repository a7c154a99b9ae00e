package io.venturi.cli.command;

import io.venturi.cli.iperf3.Iperf3Main;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands in the list of commands; its words are not picocli's to read, because iperf3 has rules of its own. */
@Command(name = "iperf3",
        description = "Take the place of the iperf3 program: its options, text, JSON and exit statuses.")
final class Iperf3Command implements Callable<Integer> {
    @Unmatched
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        return run(words.toArray(String[]::new));
    }

    /** Run {@code iperf3} with these words. */
    static int run(String[] words) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        try {
            return Iperf3Main.run(words, out, err);
        } finally {
            out.flush();
        }
    }
}
