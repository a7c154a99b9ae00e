package io.venturi.cli.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** When a screen is shown, and what is said when it cannot be. */
class ScreenOptionsTest {
    private static final Map<String, String> TERMINAL = Map.of("TERM", "xterm-256color", "LANG", "de_DE.UTF-8");

    @Command
    private static final class Any {
        @Mixin
        private final ScreenOptions screen = new ScreenOptions();
    }

    private static ScreenOptions given(String... words) {
        Any any = new Any();
        new CommandLine(any).parseArgs(words);
        return any.screen;
    }

    @Test
    void shouldShowItOnATerminalUnlessToldOtherwise() {
        assertTrue(given().wanted("", TERMINAL, () -> true));
        assertFalse(given().wanted("", TERMINAL, () -> false));
        assertFalse(given().wanted("--json", TERMINAL, () -> true));
        assertFalse(given("--no-tui").wanted("", TERMINAL, () -> true));
        assertTrue(given("--tui").wanted("", TERMINAL, () -> true));
    }

    @ParameterizedTest
    @CsvSource({"TERM=dumb", "TERM=", "CI=true", "LANG=C", "LC_ALL=POSIX"})
    void shouldStayPlainWhereItCannotBeSeen(String variable) {
        Map<String, String> environment = new HashMap<>(TERMINAL);
        environment.put(variable.split("=")[0], variable.substring(variable.indexOf('=') + 1));

        assertFalse(given().wanted("", environment, () -> true));
    }

    @Test
    void shouldSayWhyNotWhenAskedForInVain() {
        assertTrue(because("--json", TERMINAL, true).contains("--json"));
        assertTrue(because("", TERMINAL, false).contains("pipe"));
        assertTrue(because("", Map.of("TERM", "dumb"), true).contains("TERM is dumb"));
        assertTrue(because("", Map.of(), true).contains("TERM is not set"));
    }

    private static String because(String otherwise, Map<String, String> environment, boolean terminal) {
        return assertThrows(ConfigException.class, () -> given("--tui").wanted(otherwise, environment, () -> terminal))
                .getMessage();
    }
}
