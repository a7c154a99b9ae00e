package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.Program.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong command lines: exit code 2, and a first line that names what is wrong. */
class UsageIT {

    /** The words, and after the bar what the message has to name. */
    private static final List<String> WRONG = List.of(
            "rtt -i ten | --interval",
            "rtt --dscp XX | --dscp",
            "rtt --open-timeouts 100ms | 200ms",
            "rtt --no-such-option | --no-such-option",
            "rtt -n 5 -d 5s | --count",
            "rtt 127.0.0.1:99999 | 99999",
            "serve --min-interval fast | --min-interval",
            "nonsense | nonsense",
            "rtt -i 0ms | interval",
            "rtt -d -5s | duration",
            "rtt -n 0 | probes",
            "rtt -l 70000 | length",
            "rtt --tos 256 | traffic class",
            "rtt --ttl 256 | TTL",
            "rtt --wait never | --wait",
            "rtt --server-stamps SOME | --server-stamps",
            "rtt --wakeup never | --wakeup",
            "rtt --fifo 100 | priorities",
            "rtt --key 0xabc | key",
            "rtt 127.0.0.1 --fill pattern:xy | fill",
            "serve --bind 127.0.0.1:x | 127.0.0.1:x");
    private static final int BY_DEFAULT = 8;

    static List<String> wrong() {
        return What.full() ? WRONG : WRONG.subList(0, BY_DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldNameWhatIsWrong(String line) {
        String[] words = line.split(" \\| ")[0].split(" ");
        Outcome test = Program.run(Venturi.command(Venturi.SHORT, words));

        assertEquals(2, test.exit(), test.toString());
        String first = test.err().lines().findFirst().orElse("");
        assertTrue(first.contains(line.split(" \\| ")[1]), test.toString());
        assertTrue(test.err().lines().count() <= 3, "is short: " + test);
        assertEquals("", test.out(), test.toString());
        Told.noTrace(test);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtt -n 5 -l 500 -i 1ms -n 6", "rtt -n 5 -i 1ms -l 500 -i 2ms"})
    void shouldNotForgetOneOptionBecauseAnotherIsRepeated(String line) {
        Outcome test = Venturi.run((line + " --warm-up 0").split(" "));

        assertTrue(test.exit() == 2 || test.exit() == 0 && test.out().contains(" 500 bytes every "), test.toString());
        assertFalse(test.out().contains("for 10s"), test.toString());
    }

    @Test
    void shouldExplainItselfWithoutADefect() {
        for (String words : List.of("--help", "rtt --help", "serve --help")) {
            Outcome help = Program.run(Venturi.command(Venturi.SHORT, words.split(" ")));

            assertEquals(0, help.exit(), help.toString());
            assertEquals("", help.err(), help.toString());
            assertTrue(help.out().lines().allMatch(text -> text.length() <= 80), help.toString());
        }
    }
}
