package io.venturi.cli;

import io.venturi.cli.command.HelpText;
import io.venturi.cli.command.VenturiCommand;

/** Entry point. */
public final class Main {

    private Main() {
    }

    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals(Training.WORD)) {
            Training.run();
            System.exit(0);
        }
        System.exit(HelpText.answers(args) ? 0 : VenturiCommand.run(args));
    }
}
