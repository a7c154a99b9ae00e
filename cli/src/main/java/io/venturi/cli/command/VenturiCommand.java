package io.venturi.cli.command;

import io.venturi.engine.error.VenturiException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole: what there is, and how failures are told. */
@Command(name = "venturi", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VenturiCommand.Version.class,
        subcommands = {RttCommand.class, CapacityCommand.class, ThroughputCommand.class, MonitorCommand.class,
            ServeCommand.class, DiscoverCommand.class, ClockCommand.class, DoctorCommand.class, ReportCommand.class,
            DiffCommand.class, ExplainCommand.class, IrttCommand.class, UdpstCommand.class, Iperf3Command.class},
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures what a network path does to packets, and says how sure it is.",
        footer = {"", "Examples:",
            "  venturi rtt                      try it: a server inside this process",
            "  venturi serve                    answer tests on UDP port 2112",
            "  venturi rtt host -i 10ms -d 30s  measure to a host that runs a server",
            "  venturi capacity host            how much the path carries",
            "  venturi throughput host          what TCP carries of it, and what limited it",
            "  venturi monitor host gw=192.0.2.1  watch them until Ctrl-C",
            "  venturi doctor                   what keeps this host from measuring precisely",
            "", "Exit status:",
            "  0 measured   1 measured, but nothing came back or it ended early",
            "  2 wrong usage   3 this host cannot do it   4 the peer does not answer"})
public final class VenturiCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Run with the words after the program's name and tell the exit status. */
    public static int run(String... args) {
        if (args.length > 0 && args[0].equals("irtt")) {
            return IrttCommand.run(Arrays.copyOfRange(args, 1, args.length));
        }
        if (args.length > 0 && args[0].equals("udpst")) {
            return UdpstCommand.run(Arrays.copyOfRange(args, 1, args.length));
        }
        if (args.length > 0 && args[0].equals("iperf3")) {
            return Iperf3Command.run(Arrays.copyOfRange(args, 1, args.length));
        }
        CommandLine line = new CommandLine(new VenturiCommand());
        line.setOut(new PrintWriter(new PrintStream(System.out, false), true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((failure, command, parsed) -> tell(failure, command));
        line.setParameterExceptionHandler(VenturiCommand::tellUsage);
        line.setUnmatchedOptionsArePositionalParams(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        HelpSections.use(line);
        return line.execute(args.length > 0 && args[0].equals("diff") ? DiffCommand.separated(args) : args);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int tell(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        if (failure instanceof VenturiException told) {
            err.println("venturi: " + told.getMessage());
            return told.exitCode();
        }
        err.println("venturi: a defect of venturi itself; please report it with these lines:");
        failure.printStackTrace(err);
        return ExitCode.INTERNAL;
    }

    private static int tellUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        boolean unknownCommand = wrong instanceof CommandLine.UnmatchedArgumentException
                && command.getParent() == null && !wrong.getMessage().contains("option");
        err.println(command.getCommandSpec().qualifiedName() + ": "
                + (unknownCommand ? "there is no command '" + args[0] + "'" : wrong.getMessage()));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"venturi " + number()};
        }

        static String number() {
            String version = VenturiCommand.class.getPackage().getImplementationVersion();
            return version == null ? "(development)" : version;
        }
    }
}
