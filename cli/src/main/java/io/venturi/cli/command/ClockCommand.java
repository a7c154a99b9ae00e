package io.venturi.cli.command;

import io.venturi.cli.output.ClockJson;
import io.venturi.cli.output.ClockText;
import io.venturi.engine.api.HostClocks;
import io.venturi.engine.error.HostException;
import io.venturi.engine.metric.ClockReport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options in, report to a renderer. */
@Command(name = "clock", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VenturiCommand.Version.class,
        description = "Show the clocks of this host: what reading them costs, how far and how fast they are apart, who"
                + " keeps them, and how wrong the wall clock may be. Needs no permission.",
        footer = {"", "Examples:", "  venturi clock", "  venturi clock --within 1ms --json", "", "Exit status:",
            "  0 shown   1 the wall clock is not known to be as exact as --within wants",
            "  2 wrong usage   3 the interface has no clock"})
final class ClockCommand implements Callable<Integer> {
    @Option(names = "--interface", defaultValue = "", paramLabel = "IF",
            description = "Of the network cards' clocks, only that of this interface.")
    private String networkInterface;

    @Option(names = {"-d", "--duration"}, defaultValue = "1s", paramLabel = "DUR",
            converter = Converters.DurationNs.class,
            description = "How long to measure drifts. Default: ${DEFAULT-VALUE}.")
    private long durationNs;

    @Option(names = "--within", paramLabel = "ERROR", converter = Converters.DurationNs.class,
            description = "End with status 1 unless the wall clock is known to be right within this, such as 1ms.")
    private Long withinNs;

    @Option(names = "--json", description = "The result as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ClockReport report = HostClocks.survey(durationNs, networkInterface);
        if (json) {
            ClockJson.write(report, out);
        } else {
            ClockText.print(report, out);
        }
        out.flush();
        if (out.checkError()) {
            throw new HostException("Standard output could not be written: its reader is gone, or the disk is full.",
                    null);
        }
        boolean exact = withinNs == null
                || report.wallClock().isBounded() && report.wallClock().errorBoundNs() <= withinNs;
        return exact ? ExitCode.OK : ExitCode.DEGRADED;
    }
}
