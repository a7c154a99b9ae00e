package io.venturi.cli.command;

import io.venturi.cli.monitor.HistoryReport;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.Durations;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what `venturi monitor` has kept. */
@Command(name = "history", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VenturiCommand.Version.class,
        description = "Show what `venturi monitor` has kept, also while it runs.",
        footer = {"", "Exit status:", "  0 shown   1 nothing in that time   3 there is no history"})
final class HistoryCommand implements Callable<Integer> {
    private static final Pattern DAYS = Pattern.compile("(\\d{1,6})d");
    private static final long DAY_MS = 86_400_000;

    @Option(names = "--history", paramLabel = "FILE",
            description = "Default: venturi/monitor.db in $XDG_STATE_HOME or ~/.local/state.")
    private Path file;

    @Option(names = "--target", defaultValue = "", paramLabel = "NAME", description = "Only this one.")
    private String target;

    @Option(names = "--since", defaultValue = "24h", paramLabel = "WHEN",
            description = "From so long ago (90m, 24h, 30d) or a time such as 2026-11-20T12:00:00Z."
                    + " Default: ${DEFAULT-VALUE}.")
    private String since;

    @Option(names = "--until", defaultValue = "0", paramLabel = "WHEN", description = "To then. Default: now.")
    private String until;

    @Option(names = "--step", defaultValue = "0", paramLabel = "DUR", converter = Converters.DurationNs.class,
            description = "Time of one row. Default: what gives up to 60 rows for each target.")
    private long stepNs;

    @Option(names = "--json", description = "Lines of JSON, as `venturi monitor --json` has.")
    private boolean json;

    @Option(names = "--csv", description = "Comma-separated values.")
    private boolean csv;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (json && csv) {
            throw new ConfigException("--json and --csv exclude each other.");
        }
        long nowMs = System.currentTimeMillis();
        HistoryReport report = new HistoryReport(file(file),
                new HistoryReport.Query(target, time(since, nowMs), time(until, nowMs + 1), stepNs / 1_000_000));
        PrintWriter out = spec.commandLine().getOut();
        boolean any = report.write(json ? HistoryReport.Form.JSON : csv ? HistoryReport.Form.CSV
                : HistoryReport.Form.TEXT, out);
        if (!any) {
            spec.commandLine().getErr().println("Nothing was kept in that time"
                    + (target.isEmpty() ? "." : " of " + target + "."));
        }
        return any ? ExitCode.OK : ExitCode.DEGRADED;
    }

    private static long time(String text, long nowMs) {
        Matcher days = DAYS.matcher(text);
        if (days.matches()) {
            return nowMs - Long.parseLong(days.group(1)) * DAY_MS;
        }
        try {
            return text.contains("T") ? Instant.parse(text).toEpochMilli() : nowMs - Durations.parse(text) / 1_000_000;
        } catch (DateTimeParseException e) {
            throw new ConfigException("\"" + text + "\" is no time: 90m, 24h or 30d ago, or 2026-11-20T12:00:00Z.");
        }
    }

    /** That file, or the usual one. */
    static Path file(Path given) {
        if (given != null) {
            return given;
        }
        String state = System.getenv("XDG_STATE_HOME");
        Path folder = state != null && state.startsWith("/") ? Path.of(state)
                : Path.of(System.getProperty("user.home"), ".local", "state");
        return folder.resolve("venturi").resolve("monitor.db");
    }
}
