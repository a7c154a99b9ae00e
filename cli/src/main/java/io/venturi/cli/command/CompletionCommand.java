package io.venturi.cli.command;

import io.venturi.cli.completion.Shell;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the completion script of a shell. */
@Command(name = "completion", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VenturiCommand.Version.class,
        description = "Print a script that lets a shell complete commands and options. Packages install it.",
        footer = {"", "Examples:",
            "  source <(venturi completion bash)",
            "  venturi completion zsh > ~/.zfunc/_venturi",
            "  venturi completion fish > ~/.config/fish/completions/venturi.fish"})
final class CompletionCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(shell.script(VenturiCommand.program()));
        out.flush();
        return ExitCode.OK;
    }
}
