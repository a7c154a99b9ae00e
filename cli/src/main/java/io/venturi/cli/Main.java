package io.venturi.cli;

import io.venturi.cli.command.HelpText;
import io.venturi.cli.command.VenturiCommand;

/** Entry point. */
public final class Main {

    private Main() {
    }

    public static void main(String[] args) {
        System.exit(HelpText.answers(args) ? 0 : VenturiCommand.run(args));
    }
}
