package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The live screen in a real terminal, that of tmux: what is seen, what keys do, and what is left when it is gone. */
class ScreenIT {

    @Test
    @Needs(What.TMUX)
    void shouldShowTheTestHeedKeysFollowTheWindowAndLeaveTheSummary() {
        try (Tmux tmux = new Tmux(80, 24)) {
            tmux.type(shell("rtt", "-d", "60s", "-i", "20ms", "--warm-up", "0"));
            String first = tmux.await(screen -> screen.contains("measuring") && screen.contains("answered"));
            assertTrue(first.contains("[1 Overview]") && first.contains("q quit"), first);
            assertEquals(24, first.lines().count(), first);

            tmux.keys("4");
            tmux.await(screen -> screen.contains("[4 Instrument]") && screen.contains("missed slots"));
            tmux.keys("?");
            tmux.await(screen -> screen.contains("Esc closes it"));
            tmux.keys("p", "1");
            tmux.await(screen -> screen.contains("FROZEN at") && screen.contains("p go on"));
            tmux.keys("p");

            tmux.resize(60, 15);
            whole(tmux.await(screen -> whole(screen, 15, 60)), 15);
            tmux.resize(200, 60);
            whole(tmux.await(screen -> whole(screen, 60, 200)), 60);

            tmux.keys("q");
            tmux.await(screen -> screen.contains("EXIT 0"));
            String left = tmux.all();
            assertTrue(left.contains("Verdict: round trip"), left);
            assertFalse(left.contains("[1 Overview]"), "is on the alternate screen only: " + left);
            tmux.type("stty -a; echo E''ND");
            String modes = tmux.await(screen -> screen.contains("END\n"));
            assertTrue(modes.matches("(?s).*[\\s;]icanon\\b.*") && modes.matches("(?s).*[\\s;]echo\\b.*"), modes);
        }
    }

    @Test
    @Needs(What.TMUX)
    void shouldRestoreTheTerminalAndReportOnCtrlC() {
        try (Tmux tmux = new Tmux(80, 24)) {
            tmux.type(shell("rtt", "-d", "60s", "--warm-up", "0"));
            tmux.await(screen -> screen.contains("measuring") && screen.contains("answered"));

            tmux.keys("C-c");

            tmux.await(screen -> screen.contains("EXIT 0"));
            assertTrue(tmux.all().contains("Verdict: round trip"), tmux.all());
        }
    }

    @Test
    @Needs(What.TMUX)
    void shouldRestoreTheTerminalWhenTheTestFails() {
        try (Tmux tmux = new Tmux(80, 24)) {
            tmux.type(shell("rtt", "127.0.0.1:9", "--open-timeouts", "300ms", "--warm-up", "0"));

            String told = tmux.await(screen -> screen.contains("EXIT 4"));

            assertTrue(told.contains("venturi: 127.0.0.1:9"), told);
            assertFalse(told.contains("q quit"), told);
        }
    }

    @Test
    @Needs(What.TMUX)
    void shouldShowAServerAndLeaveItsLog() {
        try (Tmux tmux = new Tmux(80, 24)) {
            tmux.type(shell("serve", "--tui", "--bind", "127.0.0.1:0"));
            tmux.await(screen -> screen.contains("[1 Overview]") && screen.contains("sessions now"));

            tmux.keys("q");

            tmux.await(screen -> screen.contains("EXIT 0"));
            assertTrue(tmux.all().contains("Stopped. 0 sessions"), tmux.all());
        }
    }

    @Test
    void shouldLoadNothingOfTheScreenWhereNoneIsShown() {
        for (List<String> words : List.of(List.of("--help"), List.of("rtt", "-n", "5", "-i", "1ms", "--warm-up",
                "0"))) {
            Program.Outcome run = Program.run(Venturi.command(List.of("-Xlog:class+load=info:stdout"),
                    words.toArray(String[]::new)));

            assertEquals(0, run.exit(), run.toString());
            assertTrue(run.out().contains("io.venturi.cli.Main"), "classes are logged");
            List<String> loaded = run.out().lines().filter(line ->
                    line.matches(".*\\s(io\\.venturi\\.cli\\.tui|dev\\.tamboui|org\\.jline)\\..*")).toList();
            assertEquals(List.of(), loaded);
        }
    }

    @Test
    void shouldSayWhyThereIsNoScreen() {
        Program.Outcome run = Program.run(Venturi.command(Venturi.SHORT, "rtt", "--tui"));

        assertEquals(2, run.exit(), run.toString());
        assertTrue(run.err().contains("--tui needs a terminal"), run.toString());
    }

    /** All borders where they belong: lines of the header, the body and the footer, none too long. */
    private static boolean whole(String screen, int rows, int columns) {
        List<String> lines = screen.lines().toList();
        return lines.size() == rows && lines.getFirst().startsWith(" venturi rtt ")
                && lines.getLast().startsWith(" q quit") && lines.stream().allMatch(line -> line.length() <= columns)
                && lines.get(2).startsWith("╭") && lines.get(2).endsWith("╮") && lines.get(2).length() == columns;
    }

    private static void whole(String screen, int rows) {
        assertTrue(screen.lines().skip(3).limit(rows - 4L).filter(line -> !line.isBlank())
                .allMatch(line -> line.matches("[╭│╰].*[╮│╯]")), screen);
    }

    private static String shell(String... words) {
        return Venturi.command(words).stream().map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" ")) + "; echo EXIT $?";
    }

    /** A terminal of its own, on a server of tmux of its own. */
    private static final class Tmux implements AutoCloseable {
        private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
        private final String socket = "venturi-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

        Tmux(int width, int height) {
            Program.must(List.of("env", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "CI=", "tmux", "-L", socket, "-f",
                    "/dev/null",
                    "-u", "new-session", "-d", "-x", "" + width, "-y", "" + height, "env", "-u", "CI", "PS1=$ ", "sh"),
                    "");
            tmux("set-option", "-g", "history-limit", "5000");
        }

        private String tmux(String... words) {
            List<String> command = new ArrayList<>(List.of("env", "LC_ALL=C.UTF-8", "tmux", "-u", "-L", socket));
            command.addAll(List.of(words));
            return Program.must(command, "");
        }

        void type(String line) {
            tmux("send-keys", "-l", "clear; " + line);
            tmux("send-keys", "Enter");
        }

        void keys(String... keys) {
            for (String key : keys) {
                tmux("send-keys", key);
            }
        }

        void resize(int width, int height) {
            tmux("resize-window", "-x", "" + width, "-y", "" + height);
        }

        String now() {
            return tmux("capture-pane", "-p");
        }

        /** With what has scrolled away; lines that were wrapped are one. */
        String all() {
            return tmux("capture-pane", "-p", "-J", "-S", "-");
        }

        String await(Predicate<String> wanted) {
            long endNs = System.nanoTime() + 2 * Program.PATIENCE.toNanos();
            String screen = now();
            while (!wanted.test(screen)) {
                if (System.nanoTime() > endNs) {
                    throw new AssertionError("this is not what was to be seen:\n" + screen);
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                screen = now();
            }
            return screen;
        }

        @Override
        public void close() {
            tmux("kill-server");
        }
    }
}
