package io.venturi.cli.udpst;

import io.venturi.cli.output.ResultFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where a server writes: standard output, a log file, or nowhere. */
record ServerOutput(PrintStream stream, boolean own) implements AutoCloseable {

    /** @throws Refusal if the log file cannot be written */
    static ServerOutput open(Options options, PrintStream out) {
        Options.Server server = options.server();
        if (!server.daemon()) {
            return new ServerOutput(out, false);
        }
        if (server.logFile().isEmpty()) {
            return new ServerOutput(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                    true);
        }
        try {
            return new ServerOutput(new PrintStream(new LogFile(Path.of(server.logFile()),
                    server.logKiloBytes() * 1024L), true, StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            throw Refusal.start("FOPEN ERROR: <" + server.logFile() + "> " + ResultFile.reason(e));
        }
    }

    @Override
    public void close() {
        stream.flush();
        if (own) {
            stream.close();
        }
    }
}
