package io.venturi.engine.pacing;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TokenBucketTest {

    @Test
    void shouldAdmitTheBurstAndThenOnePerInterval() {
        TokenBucket bucket = new TokenBucket(5, 10);
        int admitted = 0;
        for (int now = 1_000; now < 1_200; now++) {
            admitted += bucket.tryTake(now) ? 1 : 0;
        }

        assertEquals(5 + 19, admitted);
    }

    @Test
    void shouldKeepCreditThroughARefusal() {
        TokenBucket bucket = new TokenBucket(1, 1_000);

        assertTrue(bucket.tryTake(0));
        assertFalse(bucket.tryTake(500));
        assertTrue(bucket.tryTake(1_050));
        assertFalse(bucket.tryTake(1_400));
    }

    @Test
    void shouldEarnNothingWhenTheClockGoesBack() {
        TokenBucket bucket = new TokenBucket(1, 10);

        assertTrue(bucket.tryTake(100));
        assertFalse(bucket.tryTake(50));
        assertFalse(bucket.tryTake(100));
        assertTrue(bucket.tryTake(110));
    }

    @Test
    void shouldAdmitNothingWithoutBurstAndEverythingWithoutInterval() {
        assertFalse(new TokenBucket(0, 10).tryTake(1_000));
        TokenBucket unlimited = new TokenBucket(0, 0);
        assertTrue(unlimited.tryTake(1));
        assertTrue(unlimited.tryTake(1));
    }

    @Test
    void shouldBeFullAgainAfterReset() {
        TokenBucket bucket = new TokenBucket(1, 10);
        bucket.tryTake(100);

        bucket.reset();

        assertTrue(bucket.tryTake(50));
    }

    @Test
    void shouldNotOverflow() {
        TokenBucket bucket = new TokenBucket(Integer.MAX_VALUE, Long.MAX_VALUE / 2);

        assertTrue(bucket.tryTake(0));
        assertTrue(bucket.tryTake(Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(1, -1));
    }
}
