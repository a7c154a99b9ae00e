package io.venturi.engine.protocol.stamp;

import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.protocol.stamp.StampSenderOptions.Reflector;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class ReflectorCountTest {
    private final ReflectorCount count = new ReflectorCount(Reflector.AUTO);

    private long reply(long seq, int reply) {
        count.accept(seq, reply, false);
        return count.window(seq);
    }

    @Test
    void shouldTellNothingWhileNumbersAreTheSame() {
        assertEquals(0, reply(0, 0));
        assertEquals(0, reply(2, 2)); // 1 was lost on the way back, or the reflector copies
        assertEquals(0, count.count());
        assertNull(count.totals(3));
    }

    @Test
    void shouldTellTheWayOnceNumbersDiffer() {
        reply(0, 0);
        reply(2, 2);

        assertEquals(0b11101, reply(4, 3)); // 3 did not arrive, so the reflector counts, so 1 did

        assertEquals(4, count.count());
        assertEquals(new PeerTotals(4, 4, 0b11101, 4), count.totals(5));
        assertNull(count.totals(6)); // nothing is known of 5
    }

    @Test
    void shouldNotGuessWhichOfSeveralArrived() {
        reply(0, 0);
        assertEquals(0, reply(3, 2)); // one of 1 and 2
        assertEquals(3, count.count());
        for (int seq = 4; seq < 65; seq++) {
            assertEquals(0, reply(seq, seq - 1));
        }
        assertEquals(0, reply(65, 64));

        assertEquals(-1L, reply(66, 65)); // the 64 up to it are known again
    }

    @Test
    void shouldUnderstandReorderingAndDuplicatesOnTheWayBack() {
        reply(0, 0);
        reply(3, 3);
        reply(1, 1);
        reply(1, 1);

        assertEquals(0b111101, reply(5, 4));
    }

    @Test
    void shouldUnderstandReorderingOnTheWayThere() {
        reply(0, 0);
        reply(2, 1);
        assertEquals(0, reply(1, 2)); // not the newest
        assertEquals(0b1111, reply(3, 3));
        assertEquals(4, count.count());
    }

    @Test
    void shouldCountDuplicatesOnTheWayThereOnce() {
        count.accept(0, 0, false);
        count.accept(1, 1, false);
        count.accept(1, 2, true);
        count.accept(2, 3, false);

        assertEquals(0b111, count.window(2));
        assertEquals(new PeerTotals(2, 3, 0b111, 4), count.totals(3));
    }

    @Test
    void shouldTakeTheFirstNumberForZeroIfItIsAheadOfOurs() {
        reply(0, 1_000);
        assertEquals(0b101, reply(2, 1_001));
        assertEquals(2, count.count());
    }

    @Test
    void shouldKnowWhatWasLostBeforeTheFirstReply() {
        assertEquals(0b0001, reply(3, 0));
        assertEquals(1, count.count());
        assertEquals(0b00011, reply(4, 1));
    }

    @Test
    void shouldGoOnWhenNumbersWrap() {
        var stateful = new ReflectorCount(Reflector.STATEFUL);
        long seq = (1L << 32) - 2;
        stateful.accept(0, 0, false);
        stateful.accept(seq, -3, false); // one lost somewhere
        for (int i = 1; i < 70; i++) {
            stateful.accept(seq + i, i - 3, false);
        }
        assertEquals(-1, stateful.window(seq + 69));
        assertEquals(67, stateful.count());
    }

    @Test
    void shouldSayNothingOfReflectorsThatAreSaidToCopy() {
        var stateless = new ReflectorCount(Reflector.STATELESS);
        stateless.accept(0, 5, false);
        stateless.accept(1, 9, false);
        assertEquals(0, stateless.count());
        assertEquals(0, stateless.window(1));
    }
}
