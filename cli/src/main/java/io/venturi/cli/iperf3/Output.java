package io.venturi.cli.iperf3;

import io.venturi.cli.iperf3.Options.Display;
import io.venturi.cli.output.ResultFile;
import io.venturi.engine.api.StrfTime;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.ZonedDateTime;

/** Where lines go: standard output or a log file, behind a time and a title if wanted; written out at once. */
final class Output implements AutoCloseable {
    private final Display display;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean file;

    private Output(Display display, PrintStream out, PrintStream err, boolean file) {
        this.display = display;
        this.out = out;
        this.err = err;
        this.file = file;
    }

    /** @throws Refusal if the log file cannot be written */
    static Output open(Display display, PrintStream out, PrintStream err) {
        if (display.logFile() == null) {
            return new Output(display, out, err, false);
        }
        try {
            OutputStream stream = Files.newOutputStream(display.logFile(), StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            PrintStream log = new PrintStream(stream, false, StandardCharsets.UTF_8);
            return new Output(display, log, log, true);
        } catch (IOException e) {
            throw Refusal.error("unable to open log file: " + ResultFile.reason(e));
        }
    }

    /** A line of a report. */
    void line(String text) {
        out.println(time() + (display.title().isEmpty() ? "" : display.title() + ":  ") + text);
        out.flush();
    }

    /** A document as it is. */
    void plain(String text) {
        out.println(text);
        out.flush();
    }

    /** Something went wrong. */
    void error(String text) {
        err.println(time() + "iperf3: " + text);
        err.flush();
    }

    private String time() {
        return display.timestamps().isEmpty() ? "" : StrfTime.format(display.timestamps(), ZonedDateTime.now());
    }

    @Override
    public void close() {
        out.flush();
        if (file) {
            out.close();
        }
    }
}
