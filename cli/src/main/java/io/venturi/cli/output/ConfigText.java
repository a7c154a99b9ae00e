package io.venturi.cli.output;

import io.venturi.cli.config.ConfigSurvey;
import java.io.PrintWriter;

/** Where configuration is, and what it says. */
public final class ConfigText {

    private ConfigText() {
    }

    /** Print it for people. */
    public static void print(ConfigSurvey survey, PrintWriter out) {
        out.println("Files, the first counting most:");
        survey.files().forEach(file -> out.println("  " + file.path() + "  (" + file.state() + ")"));
        out.println("Profiles: " + (survey.profiles().isEmpty() ? "none" : String.join(", ", survey.profiles())));
        survey.commands().forEach((command, choices) -> {
            out.println();
            out.println(command);
            choices.forEach(choice -> out.println("  " + choice.option() + " " + choice.setting().value() + "  ("
                    + choice.setting().from() + ")"));
        });
        if (survey.commands().isEmpty()) {
            out.println("Nothing is configured.");
        }
        out.flush();
    }
}
