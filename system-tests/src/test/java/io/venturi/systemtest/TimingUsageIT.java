package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.Program.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads who asks for clocks and stamps that are not there, or may not be had. */
@Timeout(240)
class TimingUsageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
            "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs");

    @TempDir
    private Path folder;

    private Outcome asNobody(String... words) {
        Path jar = Venturi.jarForAnyone(folder);
        List<String> command = new ArrayList<>(NOBODY);
        Venturi.command(words).forEach(word -> command.add(word.endsWith(".jar") ? jar.toString() : word));
        return Program.run(command, "", PATIENCE);
    }

    @Test
    void shouldSayThatAnInterfaceHasNoClock() {
        Told.once(Venturi.run("clock", "--interface", "lo"), 3, "lo has no PTP hardware clock");
        Told.once(Venturi.run("clock", "--interface", "nosuch0"), 2, "There is no interface nosuch0 here");
        Told.once(Venturi.run("rtt", "127.0.0.1", "-n", "1", "--stamps", "hw"), 3,
                "lo has no clock to stamp packets with");
    }

    @Test
    @Needs({What.SETPRIV, What.NAMESPACES})
    void shouldMeasureForAnyoneAndSayWhatWasRefused() {
        Outcome test = asNobody("rtt", "-n", "50", "-i", "2ms", "-q");

        Told.noTrace(test);
        assertEquals(0, test.exit(), test.toString());
        assertFalse(test.out().contains("No probe was answered"), test.toString());
    }

    @Test
    @Needs({What.SETPRIV, What.NAMESPACES})
    void shouldShowClocksToAnyone() {
        Outcome clocks = asNobody("clock");

        Told.noTrace(clocks);
        assertEquals(0, clocks.exit(), clocks.toString());
    }
}
