package io.venturi.engine.agent;

import io.venturi.engine.clock.PhcOffset;
import io.venturi.engine.clock.PhcTracker;
import io.venturi.engine.clock.Timescale;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.testing.ManualClock;
import io.venturi.ffi.linux.Errno;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CardSamplerTest {
    private static final long S = 1_000_000_000L;
    private static final long PHC_NS = 37 * S;

    private final ManualClock clock = new ManualClock(Timescale.MONOTONIC, S);
    private int asked;
    private boolean unplugged;

    private PhcOffset compare() {
        asked++;
        if (unplugged) {
            throw new NativeException("ioctl(PTP_SYS_OFFSET)", "/dev/ptp7", Errno.ENODEV, "the card is gone");
        }
        return new PhcOffset(clock.nanoTime(), PHC_NS + clock.nanoTime(), 200, PhcOffset.Method.EXTENDED);
    }

    @Test
    void shouldCompareOnceASecondAndAtTheEnd() {
        PhcTracker tracker = new PhcTracker(this::compare);
        CardSampler sampler = new CardSampler(tracker, clock);
        for (int i = 0; i < 30; i++) {
            sampler.doWork();
            clock.advanceNs(S / 10);
        }
        sampler.onClose();

        assertEquals(4, tracker.size());
    }

    @Test
    void shouldKeepWhatWasComparedWhenTheCardIsUnplugged() {
        PhcTracker tracker = new PhcTracker(this::compare);
        CardSampler sampler = new CardSampler(tracker, clock);
        sampler.doWork();
        clock.advanceNs(S);
        sampler.doWork();
        unplugged = true;
        for (int i = 0; i < 5; i++) {
            clock.advanceNs(S);
            sampler.doWork();
        }
        sampler.onClose();

        assertEquals(3, asked, "a card that is gone is not asked again");
        assertEquals(2, tracker.size());
        assertTrue(tracker.isConvertible(PHC_NS + 3 * S / 2));
        assertEquals(3 * S / 2, tracker.toSystemNs(PHC_NS + 3 * S / 2));
    }
}
