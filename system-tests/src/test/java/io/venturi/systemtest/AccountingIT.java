package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.Program.Outcome;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** At a rate that this machine may not keep up with, every probe that was meant to be sent is still accounted for. */
@Isolated
class AccountingIT {
    private static final int SECONDS = What.full() ? 60 : 2;
    private static final int LONGEST_SECONDS = 120;
    private static final long PER_SECOND = 100_000;

    @Test
    @Timeout(LONGEST_SECONDS)
    void shouldAccountForEveryProbeAtAHighRate() {
        long intended = SECONDS * PER_SECOND;
        try (Venturi.Serving server = Venturi.Serving.onLoopback()) {
            Outcome test = Program.run(Venturi.command("rtt", "127.0.0.1:" + server.port(), "-i", "10us", "-n",
                    Long.toString(intended), "--json"), "", Duration.ofSeconds(SECONDS + 30));
            String served = server.stop().out();

            assertEquals(0, test.exit(), test.toString());
            Json report = Json.parse(test.out());
            Json loss = report.metric("loss");
            Json instrument = report.at("instrument");
            long refused = instrument.object("refusedByErrno").values().stream().mapToLong(count -> (long) count).sum();
            assertAll(test + served,
                    () -> assertEquals(intended, loss.number("sent") + instrument.number("missedSlots") + refused),
                    () -> assertEquals(loss.number("sent"), loss.number("received") + loss.number("lost")
                            + loss.number("unobserved")),
                    () -> assertEquals(loss.number("lost"), loss.number("byDirection.forward")
                            + loss.number("byDirection.reverse") + loss.number("byDirection.undetermined")),
                    () -> assertTrue(loss.number("sent") > 1_000, "hardly anything was sent"),
                    () -> assertEquals(loss.number("sent") - loss.number("byDirection.forward"), replies(served)),
                    () -> assertEquals(0, instrument.number("ringOverruns")),
                    () -> assertEquals(0, instrument.number("host.gcCount")));
        }
    }

    private static long replies(String served) {
        Matcher totals = Pattern.compile("(\\d+) replies").matcher(served);
        assertTrue(totals.find(), served);
        return Long.parseLong(totals.group(1));
    }
}
