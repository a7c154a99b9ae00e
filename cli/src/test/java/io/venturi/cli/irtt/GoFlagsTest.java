package io.venturi.cli.irtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFlagsTest {

    private static GoFlags parse(String line) {
        List<String> args = line.isEmpty() ? List.of() : Arrays.asList(line.split(" "));
        return GoFlags.parse(Set.of("n", "q", "loose", "help", "version"), Set.of("d", "l", "wait"), args);
    }

    @ParameterizedTest
    @CsvSource({"-d 10s, 10s", "-d10s, 10s", "--d=10s, 10s", "-d=10s, =10s", "-nqd 1s, 1s", "-d 1s -d 2s, 2s",
        "host -d 1s, 1s", "--d=, ''", "-d -1s, -1s", "-d --, --"})
    void shouldTakeValueInAllItsForms(String line, String value) {
        assertEquals(value, parse(line).value("d"));
    }

    @ParameterizedTest
    @CsvSource({"-n, true", "-qn, true", "--n, true", "--n=true, true", "--n=1, true", "--n=false, false",
        "-q, false", "-n --n=f, false"})
    void shouldTakeSwitchInAllItsForms(String line, boolean on) {
        assertEquals(on, parse(line).on("n"));
    }

    @ParameterizedTest
    @CsvSource({
        "--d 1s, flag needs an argument: --d",
        "-d, flag needs an argument: 'd' in -d",
        "--nope, unknown flag: --nope",
        "--nope=1, unknown flag: --nope",
        "-z, unknown shorthand flag: 'z' in -z",
        "-n=true, unknown shorthand flag: '=' in -n=true",
        "--n=maybe, invalid argument \"maybe\" for --n=maybe"})
    void shouldRefuseWithUsage(String line, String start) {
        Refusal refusal = assertThrows(Refusal.class, () -> parse(line));

        assertTrue(refusal.getMessage().startsWith(start), refusal.getMessage());
        assertTrue(refusal.withUsage());
        assertEquals(2, refusal.exitCode());
    }

    @Test
    void shouldLetArgumentsStandAnywhere() {
        assertEquals(List.of("a", "-", "b", "-n", "--d"), parse("a -d 1s - b -- -n --d").rest());
        assertFalse(parse("-- -n").on("n"));
        assertNull(parse("-- -d 1s").value("d"));
    }

    @Test
    void shouldKnowLettersForHelpAndVersion() {
        assertTrue(parse("-h").on("help"));
        assertTrue(parse("--help").on("help"));
        assertTrue(parse("-v").on("version"));
    }

    @ParameterizedTest
    @CsvSource({"-l 46, 46", "-l 0x2e, 46", "-l 056, 46", "-l 0, 0", "'', 7"})
    void shouldReadNumbersInThreeBases(String line, int value) {
        assertEquals(value, parse(line).number("l", 7, 0, 100));
    }

    @ParameterizedTest
    @CsvSource({"-l x", "-l 101", "-l -1", "-l #2e", "--l=", "-l 99999999999999999999"})
    void shouldRefuseNumbersOutOfRange(String line) {
        assertThrows(Refusal.class, () -> parse(line).number("l", 7, 0, 100));
    }
}
