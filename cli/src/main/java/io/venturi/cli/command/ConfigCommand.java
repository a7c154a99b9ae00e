package io.venturi.cli.command;

import io.venturi.cli.config.ConfigOptions;
import io.venturi.cli.config.ConfigSurvey;
import io.venturi.cli.config.DryRun;
import io.venturi.cli.config.DryRuns;
import io.venturi.cli.config.Settings;
import io.venturi.cli.config.Source;
import io.venturi.cli.output.ConfigJson;
import io.venturi.cli.output.ConfigText;
import io.venturi.cli.output.PlanText;
import io.venturi.engine.error.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows and checks what commands take from variables and files. */
@Command(name = "config", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VenturiCommand.Version.class, synopsisSubcommandLabel = "COMMAND",
        subcommands = {ConfigCommand.Show.class, ConfigCommand.Check.class},
        description = "Show or check what commands take from variables and configuration files.",
        footer = {"", "Examples:", "  venturi config show", "  venturi config show rtt --profile lab",
            "  venturi config check venturi.toml"})
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: show or check");
    }

    /** What is in force. */
    @Command(name = "show", sortOptions = false, mixinStandardHelpOptions = true,
            versionProvider = VenturiCommand.Version.class,
            description = "Show which files are read and what is configured, or all options of one command with where"
                    + " their values come from.",
            footer = {"", "Examples:", "  venturi config show", "  venturi config show rtt --profile lab"})
    static final class Show implements Callable<Integer> {
        @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Such as rtt. Default: all.")
        private String name;

        @Option(names = "--json", description = "As JSON.")
        private boolean json;

        @Mixin(name = "Configuration")
        private final ConfigOptions options = new ConfigOptions();

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            Effective effective = new Effective(options);
            if (name != null) {
                List<DryRun.Choice> choices = effective.choices(effective.command(name));
                if (json) {
                    ConfigJson.write(effective.survey(options, Map.of("venturi " + name, choices)), out);
                } else {
                    PlanText.options(choices, out);
                }
            } else {
                ConfigSurvey survey = effective.survey(options, effective.given());
                if (json) {
                    ConfigJson.write(survey, out);
                } else {
                    ConfigText.print(survey, out);
                }
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    /** Whether files make sense. */
    @Command(name = "check", sortOptions = false, mixinStandardHelpOptions = true,
            versionProvider = VenturiCommand.Version.class,
            description = "Check configuration files, every table and profile, as if each command were about to run.",
            footer = {"", "Examples:", "  venturi config check", "  venturi config check venturi.toml", "",
                "Exit status:", "  0 nothing wrong   2 something is; it is told with file, line and column"})
    static final class Check implements Callable<Integer> {
        @Parameters(arity = "0..1", paramLabel = "FILE", description = "Default: those that commands would read.")
        private Path file;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            ConfigOptions places = new ConfigOptions(file, null);
            Effective plain = new Effective(places);
            Set<String> wrong = new LinkedHashSet<>(plain.problems());
            if (wrong.isEmpty()) {
                for (String profile : plain.profiles(places)) {
                    wrong.addAll(new Effective(new ConfigOptions(file, profile)).problems());
                }
            }
            PrintWriter out = spec.commandLine().getOut();
            if (wrong.isEmpty()) {
                plain.survey(places, Map.of()).files().forEach(each -> out.println(each.path() + ": "
                        + (each.state().equals("read") ? "nothing wrong" : each.state())));
                out.flush();
                return ExitCode.OK;
            }
            throw new ConfigException(String.join("\n", wrong));
        }
    }

    /** Every command, its command line empty. */
    private static final class Effective {
        private final Settings settings;
        private final CommandLine program = VenturiCommand.program();

        /** As variables, because a command may mean something else by an option of the same name. */
        Effective(ConfigOptions options) {
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.putAll(options.variables());
            settings = VenturiCommand.settings(environment);
        }

        CommandSpec command(String name) {
            CommandLine command = program.getSubcommands().get(name);
            if (command == null || !isConfigurable(command)) {
                throw new ConfigException("There is no command " + name + " to configure.");
            }
            return command.getCommandSpec();
        }

        /** All options of one command. */
        List<DryRun.Choice> choices(CommandSpec command) {
            String problem = problem(command);
            if (problem != null) {
                throw new ConfigException(problem);
            }
            return DryRuns.choices(command, settings);
        }

        /** What is not a default, by command. */
        Map<String, List<DryRun.Choice>> given() {
            Map<String, List<DryRun.Choice>> given = new LinkedHashMap<>();
            commands().forEach(command -> {
                List<DryRun.Choice> choices = choices(command).stream()
                        .filter(choice -> choice.setting().source() != Source.DEFAULT).toList();
                if (!choices.isEmpty()) {
                    given.put(command.qualifiedName(), choices);
                }
            });
            return given;
        }

        Set<String> problems() {
            Set<String> problems = new LinkedHashSet<>();
            for (CommandSpec command : commands()) {
                String problem = problem(command);
                if (problem != null) {
                    problems.add(problem);
                }
            }
            return problems;
        }

        SortedSet<String> profiles(ConfigOptions options) {
            return settings.profiles(options);
        }

        ConfigSurvey survey(ConfigOptions options, Map<String, List<DryRun.Choice>> commands) {
            return new ConfigSurvey(settings.places(options), settings.profiles(options), commands);
        }

        private List<CommandSpec> commands() {
            return program.getSubcommands().values().stream().filter(Effective::isConfigurable)
                    .map(CommandLine::getCommandSpec).toList();
        }

        private static boolean isConfigurable(CommandLine command) {
            return command.getCommandSpec().mixins().containsKey(VenturiCommand.CONFIGURATION);
        }

        /** Null if there is none. */
        private String problem(CommandSpec command) {
            try {
                settings.apply(program, command.name());
                program.parseArgs(command.name());
                return null;
            } catch (CommandLine.MissingParameterException e) {
                return null; // arguments that only a command line has
            } catch (ParameterException e) {
                return VenturiCommand.told(e, settings);
            } catch (ConfigException e) {
                return e.getMessage();
            }
        }
    }
}
