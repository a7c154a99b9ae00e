package io.venturi.cli.monitor;

import static io.venturi.cli.monitor.Samples.T0;
import static io.venturi.cli.monitor.Samples.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RollingTest {
    private static final int STEP_MS = 10_000;

    @Test
    void shouldForgetWhatIsOlderThanEachSpan() {
        Rolling rolling = new Rolling();

        for (int i = 0; i < 1000; i++) { // nearly three hours, the delay is the number of the interval in us
            rolling.add(window("a", T0 + (long) i * STEP_MS, 0, 1000L * (i + 1)));
        }

        assertEquals(6, rolling.over(Rolling.Span.MINUTE).counts().received());
        assertEquals(30, rolling.over(Rolling.Span.FIVE_MINUTES).counts().received());
        long hour = rolling.over(Rolling.Span.HOUR).counts().received();
        assertTrue(hour >= 354 && hour <= 366, "exact to a minute: " + hour);
        assertEquals(1e6, rolling.over(Rolling.Span.MINUTE).percentile(100), 1e3);
        assertEquals(1e6 - 180e3, rolling.over(Rolling.Span.HOUR).percentile(50), 5e3);
    }

    @Test
    void shouldHoldABoundedNumberOfHistograms() {
        Rolling rolling = new Rolling();

        for (int i = 0; i < 10_000; i++) {
            rolling.add(window("a", T0 + i * 5_000L, 0, 1000));
        }

        assertTrue(rolling.size() <= 60 + 62, "held " + rolling.size());
    }

    @Test
    void shouldLeaveOutWhatWasMeasuredUnderLoad() {
        Rolling rolling = new Rolling();

        rolling.add(window("a", T0, 0, 1000));
        rolling.add(window("a", T0 + STEP_MS, 0, 9_000_000).underLoad());

        assertEquals(1, rolling.over(Rolling.Span.MINUTE).counts().received());
    }
}
