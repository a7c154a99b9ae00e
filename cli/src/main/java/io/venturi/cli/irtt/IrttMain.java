package io.venturi.cli.irtt;

import io.venturi.engine.plan.ServePlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * {@code venturi irtt …}: takes the place of the {@code irtt} program with its flags, output and exit statuses: 0 done,
 * 1 failed, 2 bad command line, 3 JSON not written or a second signal.
 */
public final class IrttMain {
    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;
    private final Engine engine;
    private final StopSignals signals;

    IrttMain(PrintStream out, PrintStream err, InputStream in, Engine engine, StopSignals signals) {
        this.out = out;
        this.err = err;
        this.in = in;
        this.engine = engine;
        this.signals = signals;
    }

    /**
     * Run one command. SIGINT and SIGTERM end it early.
     *
     * @param args the command and its arguments
     * @param out  flushed whenever a line is to be seen
     * @return exit status
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return new IrttMain(out, err, System.in, new VenturiEngine(), new IrttSignals()).dispatch(args);
    }

    int dispatch(String... args) {
        String command = args.length == 0 ? "" : args[0];
        List<String> rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        try {
            return switch (command) {
                case "client" -> client(rest);
                case "server" -> server(rest);
                case "report" -> report(rest);
                case "version" -> version();
                case "help" -> help(rest);
                case "bench", "clock", "sleep", "timer" -> absent(command);
                default -> unknown(command);
            };
        } catch (Refusal e) {
            if (!e.getMessage().isEmpty()) {
                err.println(e.getMessage());
            }
            if (e.withUsage()) {
                err.print(Usage.of(command));
            }
            return e.exitCode();
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int client(List<String> args) {
        GoFlags flags = GoFlags.parse(ClientOptions.SWITCHES, ClientOptions.VALUED, args);
        if (flags.on("version")) {
            return version();
        }
        return ClientCommand.run(ClientOptions.of(withoutHelp(flags)), engine, signals, out, err);
    }

    private int server(List<String> args) {
        GoFlags flags = GoFlags.parse(ServerOptions.SWITCHES, ServerOptions.VALUED, args);
        if (flags.on("version")) {
            return version();
        }
        ServePlan plan = ServerOptions.plan(withoutHelp(flags));
        return ServerCommand.run(plan, engine, signals, out, err);
    }

    private int report(List<String> args) {
        GoFlags flags = GoFlags.parse(Set.of("help"), Set.of(), args);
        if (withoutHelp(flags).rest().size() != 1) {
            throw Refusal.usage("");
        }
        String name = flags.rest().getFirst();
        try (InputStream file = name.equals(OutputFile.STANDARD) ? in : Files.newInputStream(Path.of(name))) {
            SummaryText.print(ReportFile.read(file), out);
            return 0;
        } catch (IOException e) {
            return unreadable(name, OutputFile.reason(e));
        } catch (JacksonException e) {
            return unreadable(name, "it is no JSON: " + e.getOriginalMessage());
        }
    }

    private int unreadable(String name, String reason) {
        err.println("Error: cannot read " + name + ": " + reason);
        return Refusal.FAILED;
    }

    private static GoFlags withoutHelp(GoFlags flags) {
        if (flags.on("help")) {
            throw Refusal.usage("");
        }
        return flags;
    }

    private int version() {
        Version.print(out);
        return 0;
    }

    /** Asked for help on a command it goes to standard output; anything else is a mistake. */
    private int help(List<String> args) {
        String topic = args.isEmpty() ? "" : args.getFirst();
        return switch (topic) {
            case "client", "server", "report" -> {
                out.print(Usage.of(topic));
                yield 0;
            }
            case "version" -> {
                out.print(Usage.of(""));
                yield 0;
            }
            default -> unknown(topic);
        };
    }

    private int absent(String command) {
        err.println("Error: " + command + " is not available here; the original irtt program has it");
        return Refusal.MISUSED;
    }

    private int unknown(String command) {
        throw Refusal.usage(command.isEmpty() ? "" : "Error: unknown command " + command + "\n");
    }
}
