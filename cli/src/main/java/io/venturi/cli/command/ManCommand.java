package io.venturi.cli.command;

import io.venturi.cli.man.ManPage;
import io.venturi.cli.output.BuildInfo;
import io.venturi.cli.output.ResultFile;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints manual pages, or writes them all. */
@Command(name = "man", sortOptions = false, mixinStandardHelpOptions = true, hidden = true,
        versionProvider = VenturiCommand.Version.class,
        description = "Print the manual page of a command, or of the program, for man(1). Packages install them all.",
        footer = {"", "Examples:", "  venturi man rtt | man -l -", "  venturi man --dir /usr/local/share/man/man1"})
final class ManCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Such as rtt. Default: the program itself.")
    private List<String> words = List.of();

    @Option(names = "--dir", paramLabel = "DIR", description = "Write the pages of all commands to this directory.")
    private Path directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (directory != null) {
            all(VenturiCommand.program(), new ArrayList<>()).forEach(this::write);
            return ExitCode.OK;
        }
        CommandLine command = VenturiCommand.program();
        for (String word : words) {
            command = command.getSubcommands().get(word);
            if (command == null) {
                throw new ConfigException("There is no command " + String.join(" ", words) + ".");
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(ManPage.of(command.getCommandSpec(), BuildInfo.text()));
        out.flush();
        return ExitCode.OK;
    }

    private static List<CommandSpec> all(CommandLine command, List<CommandSpec> found) {
        if (!command.getCommandSpec().usageMessage().hidden()) {
            found.add(command.getCommandSpec());
            command.getSubcommands().values().stream().distinct().forEach(below -> all(below, found));
        }
        return found;
    }

    private void write(CommandSpec command) {
        Path file = directory.resolve(ManPage.name(command) + ".1");
        try {
            Files.createDirectories(directory);
            Files.writeString(file, ManPage.of(command, BuildInfo.text()));
        } catch (IOException e) {
            throw new HostException("Cannot write " + file + ": " + ResultFile.reason(e) + ".", e);
        }
    }
}
