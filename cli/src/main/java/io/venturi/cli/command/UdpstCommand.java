package io.venturi.cli.command;

import io.venturi.cli.udpst.UdpstMain;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands in the list of commands; its words are not picocli's to read, because udpst has rules of its own. */
@Command(name = "udpst",
        description = "Take the place of the udpst program: its options, text, JSON and exit statuses.")
final class UdpstCommand implements Callable<Integer> {
    @Unmatched
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        return run(words.toArray(String[]::new));
    }

    /** Run {@code udpst} with these words. */
    static int run(String[] words) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        try {
            return UdpstMain.run(words, out, err);
        } finally {
            out.flush();
        }
    }
}
