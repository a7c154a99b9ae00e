package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Program.Outcome;
import java.util.List;

/** How failures have to be told: the right exit code and one message that a person can use. */
final class Told {

    private Told() {
    }

    /** One message in one line on standard error that contains {@code words}, and nothing like a stack trace. */
    static void once(Outcome outcome, int exit, String words) {
        assertEquals(exit, outcome.exit(), outcome.toString());
        List<String> lines = outcome.err().lines().filter(line -> !line.isBlank()).toList();
        assertEquals(1, lines.size(), "one line on standard error: " + outcome);
        assertTrue(lines.getFirst().contains(words), "says \"" + words + "\": " + outcome);
        noTrace(outcome);
    }

    /** A report that tells of its end, and no message of a defect. */
    static void report(Outcome outcome, int exit) {
        assertEquals(exit, outcome.exit(), outcome.toString());
        String all = outcome.out() + outcome.err();
        assertTrue(all.contains("Round trips to ") && all.contains("Verdict: "), "has a report: " + outcome);
        noTrace(outcome);
    }

    static void noTrace(Outcome outcome) {
        String all = outcome.out() + outcome.err();
        assertFalse(all.contains("\tat ") || all.contains("Exception"), "no stack trace: " + outcome);
    }
}
