package io.venturi.cli.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** False alarms and detection in simulation; the truth is known because it is made here. */
class ChangeDetectorTest {
    private static final int DAY = 1440;
    private static final long MINUTE_MS = 60_000;

    /** Changes told in so many minutes of a level that stays. */
    private static int alarms(int minutes, DoubleSupplier medians) {
        ChangeDetector detector = new ChangeDetector();
        int alarms = 0;
        for (int i = 0; i < minutes; i++) {
            alarms += detector.add(i * MINUTE_MS, medians.getAsDouble()).isPresent() ? 1 : 0;
        }
        return alarms;
    }

    @Test
    void shouldRaiseLessThanOneFalseAlarmInAMonthWhenNoiseIsIndependent() {
        Random random = new Random(1);

        int gaussian = alarms(100 * DAY, () -> 10e6 + 1e6 * random.nextGaussian());
        int skewed = alarms(100 * DAY, () -> 5e6 + 2e6 * Math.exp(random.nextGaussian()));
        int outliers = alarms(100 * DAY, () -> 10e6 + 1e5 * random.nextGaussian()
                + (random.nextInt(20) == 0 ? 50e6 * random.nextDouble() : 0));

        assertTrue(gaussian <= 3 && skewed <= 3 && outliers <= 3, gaussian + ", " + skewed + ", " + outliers);
    }

    @Test
    void shouldRaiseNoAlarmWhenTheLevelHardlyMoves() {
        Random random = new Random(2);
        int[] minute = {0};

        int alarms = alarms(30 * DAY, () -> (minute[0]++ < 15 * DAY ? 10e6 : 10.9e6) + 2e4 * random.nextGaussian());

        assertEquals(0, alarms, "a move of 9 % is below what is told");
    }

    @Test
    void shouldTellEveryLargeStepOnceAndWithinTenMinutes() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            ChangeDetector detector = new ChangeDetector();
            boolean up = random.nextBoolean();
            int told = 0;
            for (int i = 0; i < 120; i++) {
                double level = i < 60 == up ? 10e6 : 15e6;
                Optional<ChangeDetector.Change> change =
                        detector.add(i * MINUTE_MS, level + 0.5e6 * random.nextGaussian());
                if (change.isPresent()) {
                    told++;
                    assertTrue(i >= 60 && i < 70, "seed " + seed + ": told in minute " + i);
                    assertTrue(Math.abs(change.get().atMs() / MINUTE_MS - 60) <= 3, "seed " + seed + ": " + change);
                    assertEquals(up, change.get().afterNs() > change.get().beforeNs());
                }
            }
            assertEquals(1, told, "seed " + seed);
        }
    }

    @Test
    void shouldStaySilentWhenThereIsASingleOutlier() {
        Random random = new Random(3);
        int[] minute = {0};

        int alarms = alarms(200, () -> minute[0]++ % 50 >= 48 ? 900e6 : 10e6 + 1e5 * random.nextGaussian());

        assertEquals(0, alarms);
    }

    @Test
    void shouldGiveTheExactProbabilityOfRanks() {
        double[] three = {1, 2, 3};

        assertEquals(2.0 / 20, ChangeDetector.probability(three, new double[] {4, 5, 6}), 1e-12);
        assertEquals(2.0 * 2 / 20, ChangeDetector.probability(three, new double[] {2.5, 5, 6}), 1e-12);
        assertEquals(1, ChangeDetector.probability(three, three), 1e-12);
        assertEquals(2.0 / 53_130, ChangeDetector.probability(new double[20], new double[] {1, 1, 1, 1, 1}), 1e-12);
    }
}
