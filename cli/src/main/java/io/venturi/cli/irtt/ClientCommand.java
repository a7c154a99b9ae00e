package io.venturi.cli.irtt;

import io.venturi.cli.irtt.ClientOptions.Verbosity;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.RttReport;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** {@code irtt client}: run the test, print the summary, write the JSON. */
final class ClientCommand {
    /** The classic tool's names for what can go wrong with a server, by words of our engine's message. */
    private static final Map<String, String> CODES = Map.of(
            "no reply from server", "OpenTimeout",
            "server reduced", "ServerRestriction",
            "server increased", "ServerRestriction",
            "server restricted", "ServerRestriction",
            "server doesn't support", "ServerRestriction",
            "server tried", "InvalidServerRestriction",
            "!= server version", "ProtocolVersionMismatch",
            "server refused", "ServerClosed",
            "server gave no token", "ConnTokenZero");

    private final ClientOptions options;
    private final Engine engine;
    private final StopSignals signals;
    private final PrintStream text;
    private final PrintStream out;
    private final PrintStream err;

    private ClientCommand(ClientOptions options, Engine engine, StopSignals signals, PrintStream out, PrintStream err) {
        this.options = options;
        this.engine = engine;
        this.signals = signals;
        this.out = out;
        this.err = err;
        // What a program reads has standard output for itself.
        this.text = options.raw() || OutputFile.STANDARD.equals(options.file()) ? err : out;
    }

    static int run(ClientOptions options, Engine engine, StopSignals signals, PrintStream out, PrintStream err) {
        return new ClientCommand(options, engine, signals, out, err).run();
    }

    private int run() {
        boolean wanted = options.file() != null && !options.noTest();
        try (OutputFile file = wanted ? OutputFile.open(options.file(), out) : null) {
            test(file);
            return 0;
        } catch (VenturiException e) {
            err.println(coded(e.getMessage()));
            return Refusal.FAILED;
        }
    }

    private void test(OutputFile file) {
        AtomicReference<Engine.Test> running = new AtomicReference<>();
        ClientLines lines = new ClientLines(options, text, options.raw() ? out : text, () -> running.get().stop());
        lines.connecting();
        try (Engine.Test test = engine.prepare(options.plan(), lines)) {
            running.set(test);
            signals.onStop(name -> {
                lines.signal(name);
                test.stop();
            });
            if (options.noTest()) {
                test.negotiate();
                lines.skippingTest();
                return;
            }
            try (RttReport report = test.run()) {
                lines.flushRows();
                tell(report, file);
            }
        }
    }

    /** First for people, then for programs: whatever happens to the file, the summary has been seen. */
    private void tell(RttReport report, OutputFile file) {
        IrttStats stats = IrttStats.of(report);
        if (options.verbosity() != Verbosity.SILENT) {
            if (options.streaming()) {
                SummaryText.printEnd(stats, text);
            } else {
                SummaryText.print(stats, text);
            }
        }
        if (file != null) {
            file.write(stream -> IrttJson.write(report, stats, options, stream));
        }
    }

    private static String coded(String message) {
        return CODES.entrySet().stream().filter(code -> message.contains(code.getKey())).findFirst()
                .map(code -> "[" + code.getValue() + "] ").orElse("Error: ") + message;
    }
}
