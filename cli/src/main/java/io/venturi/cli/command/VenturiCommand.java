package io.venturi.cli.command;

import io.venturi.cli.config.ConfigOptions;
import io.venturi.cli.config.DryRun;
import io.venturi.cli.config.DryRuns;
import io.venturi.cli.config.Settings;
import io.venturi.cli.output.BuildInfo;
import io.venturi.cli.output.PlanJson;
import io.venturi.cli.output.PlanText;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.VenturiException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The command line as a whole: what there is, and how failures are told. */
@Command(name = "venturi", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VenturiCommand.Version.class,
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
            "  venturi rtt --help               the options of a command",
            "", "Exit status:",
            "  0 measured   1 measured, but nothing came back or it ended early",
            "  2 wrong usage   3 this host cannot do it   4 the peer does not answer"})
public final class VenturiCommand implements Runnable {
    /** Name of the mixin, and heading of its options. */
    static final String CONFIGURATION = "Configuration";
    private static final Set<String> NOT_CONFIGURED = Set.of("config", "completion", "man");
    /** Not in the annotation, because then each would be read whole whenever this one is. */
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();
    /** Words that, alone, need no more of the commands than their descriptions. */
    private static final Set<String> ALONE = Set.of("-h", "--help", "-V", "--version");

    // With their names, although their annotations have those too: reading one takes milliseconds.
    static {
        COMMANDS.put("rtt", RttCommand.class);
        COMMANDS.put("capacity", CapacityCommand.class);
        COMMANDS.put("throughput", ThroughputCommand.class);
        COMMANDS.put("monitor", MonitorCommand.class);
        COMMANDS.put("serve", ServeCommand.class);
        COMMANDS.put("discover", DiscoverCommand.class);
        COMMANDS.put("clock", ClockCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
        COMMANDS.put("report", ReportCommand.class);
        COMMANDS.put("diff", DiffCommand.class);
        COMMANDS.put("explain", ExplainCommand.class);
        COMMANDS.put("config", ConfigCommand.class);
        COMMANDS.put("completion", CompletionCommand.class);
        COMMANDS.put("man", ManCommand.class);
        COMMANDS.put("irtt", IrttCommand.class);
        COMMANDS.put("udpst", UdpstCommand.class);
        COMMANDS.put("iperf3", Iperf3Command.class);
    }

    @Spec
    private CommandSpec spec;

    /** Run with the words after the program's name and tell the exit status. */
    public static int run(String... args) {
        return run(System.getenv(), args);
    }

    /** The same with these variables instead of those of the process. */
    static int run(Map<String, String> environment, String... args) {
        if (args.length > 0 && args[0].equals("irtt")) {
            return IrttCommand.run(Arrays.copyOfRange(args, 1, args.length));
        }
        if (args.length > 0 && args[0].equals("udpst")) {
            return UdpstCommand.run(Arrays.copyOfRange(args, 1, args.length));
        }
        if (args.length > 0 && args[0].equals("iperf3")) {
            return Iperf3Command.run(Arrays.copyOfRange(args, 1, args.length));
        }
        Settings settings = settings(environment);
        boolean outline = args.length == 0 || args.length == 1 && ALONE.contains(args[0]);
        CommandLine line = outline ? outline() : line(COMMANDS.get(args[0]));
        line.setExecutionStrategy(parsed -> execute(parsed, settings));
        line.setExecutionExceptionHandler((failure, command, _) -> tell(failure, command, settings));
        line.setParameterExceptionHandler((wrong, words) -> tellUsage(wrong, words, settings));
        try {
            settings.apply(line, args);
        } catch (VenturiException e) {
            return tell(e, line, settings);
        }
        return line.execute(args.length > 0 && args[0].equals("diff") ? DiffCommand.separated(args) : args);
    }

    /** All commands with their options, for those who describe them. */
    static CommandLine program() {
        return line(null);
    }

    /** What these variables and the files they name say. */
    static Settings settings(Map<String, String> environment) {
        return new Settings(environment, COMMANDS.keySet());
    }

    /**
     * The command line as a whole, or with one command only: reading the annotations of all takes longer than parsing.
     *
     * @param only null for all commands
     */
    private static CommandLine line(Class<?> only) {
        CommandLine line;
        if (only == null) {
            line = new CommandLine(new VenturiCommand());
            COMMANDS.forEach(line::addSubcommand);
        } else {
            line = new CommandLine(CommandSpec.create().name("venturi"));
            line.addSubcommand(only);
        }
        line.getSubcommands().values().forEach(VenturiCommand::addConfiguration);
        return prepared(line);
    }

    /** All commands, but of each only what the program's own help says of it. */
    private static CommandLine outline() {
        CommandLine line = new CommandLine(new VenturiCommand());
        COMMANDS.forEach((name, type) -> {
            Command told = type.getAnnotation(Command.class);
            CommandSpec spec = CommandSpec.create().name(name);
            spec.usageMessage().description(told.description()).hidden(told.hidden());
            line.addSubcommand(name, spec);
        });
        return prepared(line);
    }

    /** The help for the program as a whole, without marks for a terminal. */
    static String help() {
        return outline().getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    private static CommandLine prepared(CommandLine line) {
        line.setOut(new PrintWriter(new PrintStream(System.out, false), true, StandardCharsets.UTF_8));
        line.setUnmatchedOptionsArePositionalParams(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        HelpSections.use(line);
        return line;
    }

    /** Commands can be configured, but not those that take the place of another program: it has its own ways. */
    private static void addConfiguration(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (!spec.unmatchedArgsBindings().isEmpty() || NOT_CONFIGURED.contains(spec.name())) {
            return;
        }
        CommandSpec options = CommandSpec.forAnnotatedObject(new ConfigOptions.WithDryRun());
        for (OptionSpec option : options.options().toArray(OptionSpec[]::new)) {
            if (spec.optionsMap().containsKey(option.longestName())) {
                options.remove(option); // the command means something else by it
            } else if (option.longestName().equals("--dry-run") && spec.findOption("--json") == null) {
                options.remove(option);
                options.addOption(option.toBuilder().description(ConfigOptions.WithDryRun.TEXT).build());
            }
        }
        spec.addMixin(CONFIGURATION, options);
    }

    private static int execute(ParseResult parsed, Settings settings) {
        ParseResult last = Settings.last(parsed);
        CommandSpec command = last.commandSpec();
        if (last.isUsageHelpRequested() || last.isVersionHelpRequested() || !DryRuns.isWanted(command)) {
            return new RunLast().execute(parsed);
        }
        PrintWriter out = command.commandLine().getOut();
        try {
            DryRun run = DryRuns.of(command, settings);
            OptionSpec json = command.findOption("--json");
            if (json != null && Boolean.TRUE.equals(json.getValue())) {
                PlanJson.write(run, out);
            } else {
                PlanText.print(run, out);
            }
            return ExitCode.OK;
        } catch (VenturiException e) {
            return tell(e, command.commandLine(), settings);
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int tell(Exception failure, CommandLine command, Settings settings) {
        PrintWriter err = command.getErr();
        if (failure instanceof VenturiException told) {
            err.println("venturi: " + told.getMessage());
            if (told instanceof ConfigException) {
                DryRuns.mentioned(told.getMessage(), command.getCommandSpec(), settings).forEach(choice -> err.println(
                        "  " + choice.setting().from() + " says " + choice.option() + " " + choice.setting().value()));
            }
            return told.exitCode();
        }
        err.println("venturi: a defect of venturi itself; please report it with these lines:");
        failure.printStackTrace(err);
        return ExitCode.INTERNAL;
    }

    private static int tellUsage(ParameterException wrong, String[] args, Settings settings) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        boolean unknownCommand = wrong instanceof CommandLine.UnmatchedArgumentException
                && command.getParent() == null && !wrong.getMessage().contains("option");
        err.println(command.getCommandSpec().qualifiedName() + ": "
                + (unknownCommand ? "there is no command '" + args[0] + "'" : told(wrong, settings)));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    /** What is wrong, with the place it is from if that is not the command line. */
    static String told(ParameterException wrong, Settings settings) {
        if (wrong.getArgSpec() instanceof OptionSpec option && settings.of(option).source().isConfigured()) {
            return settings.of(option).place() + ": " + wrong.getMessage();
        }
        return wrong.getMessage();
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"venturi " + number()};
        }

        static String number() {
            return BuildInfo.text();
        }
    }
}
