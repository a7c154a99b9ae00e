package io.venturi.cli.iperf3;

import io.venturi.cli.command.Interrupts;
import io.venturi.cli.output.ResultFile;
import io.venturi.cli.posix.Daemon;
import io.venturi.cli.posix.GetOpt;
import io.venturi.engine.error.VenturiException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/**
 * {@code venturi iperf3 …}: takes the place of the {@code iperf3} program with its options, output and exit statuses:
 * 0 done, 1 failed in any way.
 */
public final class Iperf3Main {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    private final PrintStream out;
    private final PrintStream err;
    private final Engine engine;
    private final StopSignals signals;

    Iperf3Main(PrintStream out, PrintStream err, Engine engine, StopSignals signals) {
        this.out = out;
        this.err = err;
        this.engine = engine;
        this.signals = signals;
    }

    /**
     * Run as a client or a server. SIGINT and SIGTERM end it early.
     *
     * @return exit status
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return new Iperf3Main(out, err, new VenturiEngine(), Interrupts::on).dispatch(args);
    }

    int dispatch(String... args) {
        try {
            return help(Arrays.asList(args)) ? DONE : run(OptionReader.read(Arrays.asList(args)));
        } catch (Refusal e) {
            err.println(e.getMessage());
            if (e.isUsage()) {
                err.println();
                err.println(Usage.SHORT);
            }
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** Print what the first option that asks for a text wants, unless what stands before is wrong; false if none. */
    private boolean help(List<String> args) {
        for (GetOpt.Given option : GetOpt.parse(Flag.LETTERS, Flag.LONGS, args).options()) {
            if (option.wrong()) {
                return false;
            }
            Flag flag = Flag.of(option.letter());
            if (flag == Flag.HELP || flag == Flag.VERSION) {
                out.println(flag == Flag.HELP ? Usage.TEXT.stripTrailing() : Version.text());
                return true;
            }
        }
        return false;
    }

    private int run(Options options) throws InterruptedException {
        boolean daemon = options.server().map(Options.Server::daemon).orElse(false);
        if (daemon && !Daemon.isOne()) {
            return background();
        }
        writePid(options);
        try (Output output = Output.open(options.display(), out, err)) {
            try {
                return options.client().isPresent() ? ClientRun.run(options, engine, signals, output)
                        : ServerRun.run(options, engine, signals, output);
            } catch (VenturiException e) {
                output.error("error - unable to start listener for connections: " + e.getMessage());
                return FAILED;
            }
        } finally {
            removePid(options);
        }
    }

    private static int background() {
        try {
            Daemon.start();
            return DONE;
        } catch (IOException e) {
            throw Refusal.error("unable to become a daemon: " + ResultFile.reason(e));
        }
    }

    private static void writePid(Options options) {
        if (options.pidFile() != null) {
            try {
                Files.writeString(options.pidFile(), ProcessHandle.current().pid() + "\n");
            } catch (IOException e) {
                throw Refusal.error("unable to write PID file: " + ResultFile.reason(e));
            }
        }
    }

    private static void removePid(Options options) {
        if (options.pidFile() != null) {
            try {
                Files.deleteIfExists(options.pidFile());
            } catch (IOException e) {
                throw Refusal.error("unable to remove PID file: " + ResultFile.reason(e));
            }
        }
    }
}
