package io.venturi.cli.command;

import io.venturi.cli.output.DoctorJson;
import io.venturi.cli.output.DoctorText;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.host.Change;
import io.venturi.engine.host.Changes;
import io.venturi.engine.host.HostDoctor;
import io.venturi.engine.host.HostReport;
import io.venturi.engine.host.Target;
import io.venturi.engine.host.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Examines this host, and mends what can be mended safely. */
@Command(name = "doctor", sortOptions = false, mixinStandardHelpOptions = true, abbreviateSynopsis = true,
        versionProvider = VenturiCommand.Version.class,
        description = {"Say what stands between this host and precise measurement, what it amounts to here, and what"
            + " mends it. Takes some ten seconds, most of them measuring; sends nothing but over loopback."},
        footer = {"", "Examples:", "  venturi doctor", "  venturi doctor --interface eth1 --target 10us",
            "  venturi doctor --target 10us --fix --dry-run", "", "Exit status:",
            "  0 fit for the target   1 not fit, or that cannot be shown", "  2 wrong usage   3 host failure"})
final class DoctorCommand implements Callable<Integer> {
    /** It vanishes with the next boot, as the changes do. */
    private static final String UNDO_LIST = "/run/venturi/doctor.undo";

    @Option(names = "--interface", defaultValue = "", paramLabel = "IF",
            description = "The interface to examine. Default: that of the default route, or the only one.")
    private String device;

    @Option(names = "--target", defaultValue = "100us", paramLabel = "PRECISION", converter = TargetConverter.class,
            description = "What to be fit for: 99 of 100 probes less than 1us, 10us, 100us or 1ms off."
                    + " Default: ${DEFAULT-VALUE}.")
    private Target target;

    @Option(names = "--one-way", description = "Count clock synchronisation too, which one-way delays between hosts"
            + " need and round trips do not.")
    private boolean oneWay;

    @Option(names = "--fix", description = "First apply what is safe and can be undone; needs root. In force until"
            + " the next boot.")
    private boolean fix;

    @Option(names = "--dry-run", description = "With --fix: print the commands, change and measure nothing.")
    private boolean dryRun;

    @Option(names = "--undo-list", defaultValue = UNDO_LIST, paramLabel = "FILE",
            description = "Where --fix writes what undoes it. Default: ${DEFAULT-VALUE}.")
    private Path undoList;

    @Option(names = "--undo", arity = "0..1", fallbackValue = UNDO_LIST, paramLabel = "FILE",
            description = "Undo what --fix did, by this list, and end. Default: ${FALLBACK-VALUE}.")
    private Path undo;

    @Option(names = "--json", description = "The report as JSON on standard output, everything else on standard"
            + " error.")
    private boolean json;

    @Option(names = {"-q", "--quiet"}, description = "No word while measuring.")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    static final class TargetConverter implements ITypeConverter<Target> {
        @Override
        public Target convert(String label) {
            try {
                return Target.parse(label);
            } catch (ConfigException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter talk = json ? spec.commandLine().getErr() : out;
        requireSense();
        if (undo != null) {
            return told(Changes.ofThisHost().undo(undo, command -> talk.println("Undone: " + command)), talk)
                    ? ExitCode.OK : ExitCode.HOST;
        }
        HostDoctor doctor = HostDoctor.of(device, target);
        if (dryRun) {
            List<Change> changes = Changes.safe(doctor.look());
            changes.forEach(change -> out.println(change.command()));
            talk.println(changes.isEmpty() ? "# Nothing that --fix could do stands in the way of " + target.label()
                    + "." : "# Nothing was changed.");
            talk.flush();
            return ExitCode.OK;
        }
        if (fix) {
            fix(doctor, talk);
        }
        if (!quiet) {
            talk.println("Measuring on this host for some ten seconds ...");
            talk.flush();
        }
        return report(doctor.examine(), out);
    }

    private int report(HostReport report, PrintWriter out) {
        if (json) {
            DoctorJson.write(report, oneWay, out);
        } else {
            DoctorText.print(report, oneWay, Ansi.AUTO.enabled(), out);
        }
        out.flush();
        if (out.checkError()) {
            throw new HostException("Standard output could not be written: its reader is gone, or the disk is full.",
                    null);
        }
        Verdict verdict = report.verdict();
        return (oneWay ? verdict.isFitOneWay() : verdict.isFit()) ? ExitCode.OK : ExitCode.DEGRADED;
    }

    private void fix(HostDoctor doctor, PrintWriter talk) {
        doctor.requireRightsToChange();
        List<Change> changes = Changes.safe(doctor.look());
        if (changes.isEmpty()) {
            talk.println("Nothing that --fix could do stands in the way of " + target.label() + ".");
            return;
        }
        int[] applied = {0};
        told(Changes.ofThisHost().apply(changes, undoList.toAbsolutePath(), command -> {
            applied[0]++;
            talk.println("Applied: " + command);
        }), talk);
        if (applied[0] > 0) {
            talk.println("To undo: venturi doctor --undo" + (undoList.toString().equals(UNDO_LIST) ? ""
                    : " " + undoList.toAbsolutePath()));
        }
        talk.flush();
    }

    /** Tell what was refused; true if nothing was. */
    private static boolean told(List<String> refused, PrintWriter talk) {
        refused.forEach(one -> talk.println("Refused: " + one));
        talk.flush();
        return refused.isEmpty();
    }

    private void requireSense() {
        if (dryRun && !fix) {
            throw new ConfigException("--dry-run says what --fix would do: give both.");
        }
        if (undo != null && fix) {
            throw new ConfigException("--undo and --fix exclude each other.");
        }
    }
}
