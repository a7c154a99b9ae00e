package io.venturi.cli.command;

import io.venturi.cli.output.Screen;
import io.venturi.engine.error.ConfigException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Whether a live screen is shown. */
final class ScreenOptions {
    @Option(names = "--tui", negatable = true, fallbackValue = "true",
            description = "Show a live screen while it runs; ? there explains the keys. Default: if standard input and"
                    + " output are a terminal that can show it, and neither --json nor --quiet is given.")
    private Boolean tui;

    @Option(names = "--theme", defaultValue = "", paramLabel = "NAME",
            description = "Of the screen: standard, mono, contrast, dracula, nord or gruvbox. Default: standard, or"
                    + " mono if NO_COLOR is set.")
    private String theme;

    /**
     * True if a screen is to be tried.
     *
     * @param otherwise option that rules it out, empty if none is given
     */
    boolean wanted(String otherwise) {
        return wanted(otherwise, System.getenv(), () -> System.console() != null && System.console().isTerminal());
    }

    /**
     * The screen; null if this terminal cannot show one and the user does not insist. Only called where one is wanted,
     * as to name {@code open} loads it.
     */
    <P, S> S open(P plan, int laneCpu, BiFunction<P, Screen.Setup, Optional<S>> open) {
        Optional<S> screen = open.apply(plan, new Screen.Setup(theme, Interrupts::raise, laneCpu));
        if (screen.isEmpty() && isAsked()) {
            throw new ConfigException("--tui: this terminal has no size, or cannot be controlled.");
        }
        return screen.orElse(null);
    }

    /** True if the user insists. */
    boolean isAsked() {
        return tui != null && tui;
    }

    boolean wanted(String otherwise, Map<String, String> environment, BooleanSupplier terminal) {
        if (!isAsked()) {
            return tui == null && otherwise.isEmpty() && canShow(environment) && terminal.getAsBoolean();
        }
        if (!otherwise.isEmpty()) {
            throw new ConfigException("--tui and " + otherwise + " exclude each other.");
        }
        if (!terminal.getAsBoolean()) {
            throw new ConfigException("--tui needs a terminal: standard input or output is a file or a pipe.");
        }
        String type = environment.getOrDefault("TERM", "");
        if (type.isEmpty() || type.equals("dumb")) {
            throw new ConfigException("--tui needs a terminal that can move its cursor; TERM is "
                    + (type.isEmpty() ? "not set" : type) + ".");
        }
        return true;
    }

    /** Without being asked: not where nobody watches, and not where its characters cannot be shown. */
    private static boolean canShow(Map<String, String> environment) {
        String type = environment.getOrDefault("TERM", "");
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG").map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty()).findFirst().orElse("");
        String charset = locale.toLowerCase(Locale.ROOT);
        return !type.isEmpty() && !type.equals("dumb") && environment.getOrDefault("CI", "").isEmpty()
                && (charset.contains("utf-8") || charset.contains("utf8"));
    }
}
