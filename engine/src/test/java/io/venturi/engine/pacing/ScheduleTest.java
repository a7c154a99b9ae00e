package io.venturi.engine.pacing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long NEVER = Long.MAX_VALUE;

    private final Random random = new Random(42);

    @Test
    void shouldFollowAnEvenGridThatEndsBeforeTheDuration() {
        for (int round = 0; round < 500; round++) {
            long startNs = random.nextLong(1_000_000_000_000L);
            long intervalNs = 1 + random.nextLong(1_000_000);
            long durationNs = 1 + random.nextLong(200 * intervalNs);
            Schedule schedule = Schedule.periodic(startNs, intervalNs, durationNs);

            long count = 0;
            for (long at = schedule.after(startNs - 1); at != NEVER; at = schedule.after(at)) {
                assertEquals(startNs + count * intervalNs, at);
                assertTrue(at < startNs + durationNs);
                count++;
            }

            assertEquals(Math.ceilDiv(durationNs, intervalNs), count, durationNs + " / " + intervalNs);
        }
    }

    @Test
    void shouldGiveTheNextSendTimeAfterAnyInstant() {
        Schedule schedule = Schedule.periodic(1000, 10, 100);

        assertEquals(1000, schedule.after(0));
        assertEquals(1000, schedule.after(Long.MIN_VALUE));
        assertEquals(1000, schedule.after(999));
        assertEquals(1010, schedule.after(1000));
        assertEquals(1010, schedule.after(1009));
        assertEquals(1090, schedule.after(1089));
        assertEquals(NEVER, schedule.after(1090));
        assertEquals(NEVER, schedule.after(NEVER));
    }

    @Test
    void shouldAgreeWithUnlimitedNumbersNearTheEndOfTime() {
        for (int round = 0; round < 20_000; round++) {
            long startNs = large();
            long intervalNs = 1 + large();
            long durationNs = 1 + large();
            long ns = large();

            assertEquals(model(startNs, intervalNs, durationNs, ns),
                    Schedule.periodic(startNs, intervalNs, durationNs).after(ns),
                    startNs + " + k * " + intervalNs + " for " + durationNs + " after " + ns);
        }
    }

    @Test
    void shouldGoOnWithoutEndWhenEndless() {
        Schedule schedule = Schedule.periodic(1_000, 1_000, Long.MAX_VALUE);

        assertEquals(1_000_000_000_000_001_000L, schedule.after(1_000_000_000_000_000_000L));
    }

    /** 0..2^63-2, as often near one end as near the other. */
    private long large() {
        long any = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
        return random.nextBoolean() ? any : Long.MAX_VALUE - 1 - any;
    }

    private static long model(long startNs, long intervalNs, long durationNs, long ns) {
        BigInteger start = BigInteger.valueOf(startNs);
        BigInteger interval = BigInteger.valueOf(intervalNs);
        BigInteger next = ns < startNs ? start : BigInteger.valueOf(ns).subtract(start).divide(interval)
                .add(BigInteger.ONE).multiply(interval).add(start);
        BigInteger end = start.add(BigInteger.valueOf(durationNs)).min(BigInteger.valueOf(Long.MAX_VALUE));
        return next.compareTo(end) < 0 ? next.longValueExact() : NEVER;
    }
}
