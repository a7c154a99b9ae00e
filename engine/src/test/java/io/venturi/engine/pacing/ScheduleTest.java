package io.venturi.engine.pacing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.plan.Lengths;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.Probes;
import io.venturi.engine.plan.SendPattern;
import io.venturi.engine.plan.SendTimes;
import io.venturi.engine.testing.AllocationProbe;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final long NEVER = Schedule.NEVER;
    private static final long MS = 1_000_000;

    private final Random random = new Random(42);

    private static Schedule of(String pattern, long startNs, long intervalNs, long durationNs, long seed) {
        return Schedule.of(new Probes(durationNs, intervalNs, SendPattern.parse(pattern), new Lengths.Fixed(0), seed,
                "none", false, RttPlan.Pacing.BY_USER), startNs, intervalNs, durationNs);
    }

    private static long[] times(Schedule schedule) {
        LongStream.Builder times = LongStream.builder();
        for (long slot = 0; schedule.nextNs() != NEVER; slot++) {
            assertEquals(slot, schedule.slot());
            times.add(schedule.nextNs());
            schedule.advance();
        }
        return times.build().toArray();
    }

    @Test
    void shouldFollowAnEvenGridThatEndsBeforeTheDuration() {
        for (int round = 0; round < 500; round++) {
            long startNs = random.nextLong(1_000_000_000_000L);
            long intervalNs = 1 + random.nextLong(1_000_000);
            long durationNs = 1 + random.nextLong(200 * intervalNs);

            long[] times = times(Schedule.periodic(startNs, intervalNs, durationNs));

            long count = Math.ceilDiv(durationNs, intervalNs);
            assertEquals(LongStream.range(0, count).map(k -> startNs + k * intervalNs).boxed().toList(),
                    Arrays.stream(times).boxed().toList());
        }
    }

    @Test
    void shouldGiveUpEvenSlotsByTheirDefinitionHoweverLarge() {
        for (int round = 0; round < 20_000; round++) {
            long startNs = large();
            long intervalNs = 1 + large();
            long durationNs = 1 + large();
            long ns = large();
            Schedule schedule = Schedule.periodic(startNs, intervalNs, durationNs);
            BigInteger first = BigInteger.valueOf(schedule.nextNs());

            long missed = schedule.catchUp(ns);

            BigInteger latest = latest(startNs, intervalNs, durationNs, ns);
            assertEquals(latest.longValueExact(), schedule.nextNs(), startNs + " + k * " + intervalNs + " for "
                    + durationNs + " at " + ns);
            assertEquals(latest.subtract(first).divide(BigInteger.valueOf(intervalNs)).longValueExact(), missed);
            assertEquals(missed, schedule.slot());
        }
    }

    /** The last send time at or before {@code ns}, or the first. */
    private static BigInteger latest(long startNs, long intervalNs, long durationNs, long ns) {
        BigInteger start = BigInteger.valueOf(startNs);
        BigInteger interval = BigInteger.valueOf(intervalNs);
        BigInteger end = start.add(BigInteger.valueOf(durationNs)).min(BigInteger.valueOf(NEVER));
        BigInteger last = end.subtract(BigInteger.ONE).min(BigInteger.valueOf(ns)).subtract(start);
        return last.signum() < 0 ? start : last.divide(interval).multiply(interval).add(start);
    }

    /** 0..2^63-2, as often near one end as near the other. */
    private long large() {
        long any = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
        return random.nextBoolean() ? any : Long.MAX_VALUE - 1 - any;
    }

    @Test
    void shouldGoOnWithoutEndAndWithoutOverflow() {
        Schedule endless = Schedule.periodic(Long.MAX_VALUE - 100, 60, Long.MAX_VALUE);

        assertEquals(Long.MAX_VALUE - 100, endless.nextNs());
        endless.advance();
        assertEquals(Long.MAX_VALUE - 40, endless.nextNs());
        assertEquals(0, endless.catchUp(Long.MAX_VALUE));
        endless.advance();
        assertEquals(NEVER, endless.nextNs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"burst:3", "train:3:2ms", "pairs:100us"})
    void shouldSendTrainsOfProbesEvenlySpaced(String pattern) {
        long[] times = times(of(pattern, 7, 10 * MS, 25 * MS, 0));

        assertEquals(switch (pattern) {
            case "burst:3" -> List.of(7L, 7L, 7L, 7 + 10 * MS, 7 + 10 * MS, 7 + 10 * MS, 7 + 20 * MS, 7 + 20 * MS,
                    7 + 20 * MS);
            case "train:3:2ms" -> List.of(7L, 7 + 2 * MS, 7 + 4 * MS, 7 + 10 * MS, 7 + 12 * MS, 7 + 14 * MS,
                    7 + 20 * MS, 7 + 22 * MS, 7 + 24 * MS);
            default -> List.of(7L, 100_007L, 7 + 10 * MS, 7 + 10 * MS + 100_000, 7 + 20 * MS, 7 + 20 * MS + 100_000);
        }, Arrays.stream(times).boxed().toList());
    }

    @Test
    void shouldGiveUpTheRestOfATrainOnlyForTheNextOne() {
        Schedule trains = of("train:3:1ms", 0, 10 * MS, 100 * MS, 0);
        trains.advance(); // the first probe is sent

        assertEquals(0, trains.catchUp(9 * MS), "late, but a train is worth nothing in part");
        assertEquals(5, trains.catchUp(29 * MS), "two of this train and all of the next");
        assertEquals(20 * MS, trains.nextNs());
        assertEquals(6, trains.slot());
        assertEquals(0, trains.catchUp(29 * MS));
    }

    @Test
    void shouldFollowAFileAndKeepEqualTimesTogether() {
        SendTimes file = SendTimes.parse("times", List.of("0", "1ms", "1ms", "5ms 300", "9ms"));
        Probes probes = new Probes(9 * MS, 1, new SendPattern.Listed(file), new Lengths.Beside(file, 64), 0, "none",
                false, RttPlan.Pacing.BY_USER);

        Schedule late = Schedule.of(probes, 100, 1, 9 * MS);
        assertEquals(1, late.catchUp(100 + 2 * MS));
        assertEquals(100 + MS, late.nextNs());
        assertEquals(0, late.catchUp(100 + 2 * MS), "both of 1 ms are to be sent");
        late.advance();
        assertEquals(1, late.catchUp(100 + 50 * MS));
        assertEquals(3, late.slot());
        assertEquals(300, probes.lengths().bytes(late.slot()));

        assertEquals(List.of(100L, 100 + MS, 100 + MS, 100 + 5 * MS),
                Arrays.stream(times(Schedule.of(probes, 100, 1, 9 * MS))).boxed().toList());
        assertEquals(4, probes.expected());
    }

    @Test
    void shouldGiveTheSamePoissonTimesForTheSameSeed() {
        long[] times = times(of("poisson", 500, MS, 1_000 * MS, 11));

        assertEquals(Arrays.stream(times).boxed().toList(),
                Arrays.stream(times(of("poisson", 500, MS, 1_000 * MS, 11))).boxed().toList());
        assertTrue(!Arrays.equals(times, times(of("poisson", 500, MS, 1_000 * MS, 12))));
        assertTrue(times[times.length - 1] < 500 + 1_000 * MS);
    }

    /** Exponential gaps: mean and deviation are the interval, and the whole distribution by Anderson and Darling. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261120, -1})
    void shouldSpacePoissonProbesExponentially(long seed) {
        long[] times = times(of("poisson", 0, MS, 20_000 * MS, seed));
        int n = times.length - 1;
        double[] gaps = new double[n];
        for (int i = 0; i < n; i++) {
            gaps[i] = (times[i + 1] - times[i]) / (double) MS;
        }
        double mean = Arrays.stream(gaps).average().orElseThrow();
        double variance = Arrays.stream(gaps).map(gap -> (gap - mean) * (gap - mean)).sum() / (n - 1);

        assertEquals(20_000, n, 5 * Math.sqrt(20_000), "the number itself has the deviation of its root");
        assertEquals(1, mean, 5 / Math.sqrt(n));
        assertEquals(1, variance, 5 * Math.sqrt(8.0 / n), "the variance of the variance of these is 8/n");
        // critical for a given mean: 2.492 at 5 %, 3.880 at 1 %, 6 at 0.1 %
        assertTrue(andersonDarling(gaps) < 3.880, "A2 " + andersonDarling(gaps));
    }

    private static double andersonDarling(double[] gaps) {
        double[] sorted = gaps.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double below = Math.log(-Math.expm1(-Math.max(sorted[i], 1e-9)));
            double above = -sorted[n - 1 - i];
            sum += (2 * i + 1) * (below + above);
        }
        return -n - sum / n;
    }

    @Test
    void shouldGiveUpPoissonProbesOneByOne() {
        Schedule all = of("poisson", 0, MS, 1_000 * MS, 5);
        List<Long> times = new ArrayList<>(Arrays.stream(times(all)).boxed().toList());
        Schedule schedule = of("poisson", 0, MS, 1_000 * MS, 5);
        long nowNs = times.get(100) + 1;
        long latest = times.stream().filter(ns -> ns <= nowNs).count() - 1;

        assertEquals(latest, schedule.catchUp(nowNs));
        assertEquals(times.get((int) latest), schedule.nextNs());
        assertEquals(latest, schedule.slot());
        assertEquals(times.size() - 1 - latest, schedule.catchUp(NEVER - 1));
        schedule.advance();
        assertEquals(NEVER, schedule.nextNs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"isochronous", "poisson", "burst:4", "train:4:10ns"})
    void shouldAllocateNothing(String pattern) {
        Schedule schedule = of(pattern, 0, 1_000, Long.MAX_VALUE, 3);
        Lengths lengths = Lengths.parse("64-1400", 3);
        long[] sum = new long[1];

        AllocationProbe.assertAllocatesNothing(() -> {
            schedule.catchUp(schedule.nextNs() + 1_500);
            sum[0] += lengths.bytes(schedule.slot());
            schedule.advance();
        });

        assertTrue(sum[0] > 0);
    }
}
