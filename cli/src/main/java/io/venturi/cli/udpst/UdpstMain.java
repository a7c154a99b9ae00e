package io.venturi.cli.udpst;

import io.venturi.cli.posix.Daemon;
import io.venturi.engine.error.VenturiException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * {@code venturi udpst …}: takes the place of the {@code udpst} program with its options, output and exit statuses: 0
 * done, 1 to 49 done with a warning, 50 bad command line, 51 bad key file, 75 cannot start, 100 and above failed.
 */
public final class UdpstMain {
    private static final int SHOWN = 0;
    private static final int INTERRUPTED = 255;

    private final PrintStream out;
    private final PrintStream err;
    private final Engine engine;
    private final StopSignals signals;

    UdpstMain(PrintStream out, PrintStream err, Engine engine, StopSignals signals) {
        this.out = out;
        this.err = err;
        this.engine = engine;
        this.signals = signals;
    }

    /**
     * Run as a client or a server. SIGINT and SIGTERM end it early.
     *
     * @param args options and servers
     * @return exit status
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return new UdpstMain(out, err, new VenturiEngine(), new UdpstSignals()).dispatch(args);
    }

    int dispatch(String... args) {
        try {
            Options options = OptionReader.read(Arrays.asList(args), complaint -> err.println("udpst: " + complaint));
            if (options.rateTable()) {
                out.print(Banner.of(options));
                RateTableText.print(options, out);
                return SHOWN;
            }
            if (!options.isClient() && options.server().daemon() && !Daemon.isOne()) {
                return background(args);
            }
            return options.isClient() ? client(options) : server(options);
        } catch (Refusal e) {
            out.println(e.isHelp() ? Usage.TEXT.stripTrailing() : e.getMessage());
            return e.exitCode();
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static int background(String[] args) {
        try {
            Daemon.start();
            return SHOWN;
        } catch (IOException e) {
            throw Refusal.start("ERROR: Cannot start " + String.join(" ", args) + " in the background: "
                    + e.getMessage());
        }
    }

    private int client(Options options) {
        boolean text = options.display().format() == Options.Format.TEXT;
        if (text) {
            out.print(Banner.of(options));
            out.flush();
        }
        try {
            StartChecks.client(options);
            return ClientRun.run(options, engine, signals, out);
        } catch (Refusal | VenturiException e) {
            String message = e instanceof Refusal ? e.getMessage() : "ERROR: " + e.getMessage();
            out.println(text ? message : ClientJson.ofFailure(options, INTERRUPTED, message));
            return text ? Refusal.START : INTERRUPTED;
        }
    }

    private int server(Options options) {
        try (ServerOutput output = ServerOutput.open(options, out)) {
            output.stream().print(Banner.of(options));
            output.stream().flush();
            try {
                StartChecks.server(options);
                return ServerRun.run(options, engine, signals, output.stream());
            } catch (Refusal | VenturiException e) {
                output.stream().println(e instanceof Refusal ? e.getMessage() : "ERROR: " + e.getMessage());
                return Refusal.START;
            }
        }
    }
}
