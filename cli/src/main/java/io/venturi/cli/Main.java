package io.venturi.cli;

import io.venturi.cli.command.VenturiCommand;

/** Entry point. */
public final class Main {

    private Main() {
    }

    public static void main(String[] args) {
        System.exit(VenturiCommand.run(args));
    }
}
