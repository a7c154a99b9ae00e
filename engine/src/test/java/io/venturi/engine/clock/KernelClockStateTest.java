package io.venturi.engine.clock;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.ffi.linux.gen.timex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelClockStateTest {
    private final MemorySegment buffer = Arena.ofAuto().allocate(timex.layout());

    private KernelClockState of(int result, int status) {
        buffer.set(JAVA_INT, timex.status$offset(), status);
        buffer.set(JAVA_LONG, timex.offset$offset(), -1_234);
        buffer.set(JAVA_LONG, timex.freq$offset(), 655_360);
        buffer.set(JAVA_LONG, timex.maxerror$offset(), 1_500);
        buffer.set(JAVA_LONG, timex.esterror$offset(), 20);
        buffer.set(JAVA_INT, timex.tai$offset(), 37);
        return KernelClockState.of(result, buffer);
    }

    @Test
    void shouldReadTheUnitsThatTheStatusSays() {
        KernelClockState nano = of(0, 0x2001);
        KernelClockState micro = of(0, 0x0001);

        assertEquals(new KernelClockState(true, 0x2001, -1_234, 10.0, 1_500_000, 20_000, 37, 0), nano);
        assertEquals(-1_234_000, micro.offsetNs());
        assertEquals(List.of("PLL", "NANO"), nano.statusNames());
    }

    @Test
    void shouldCallAClockThatNobodyKeepsUnsynchronised() {
        assertFalse(of(5, 0).synchronised());
        assertFalse(of(0, 0x40).synchronised());
        assertEquals(1, of(1, 0x10).leapPending());
        assertEquals(-1, of(2, 0x20).leapPending());
    }

    @Test
    void shouldReadTheKernelOfThisHost() {
        KernelClockState state = KernelClockState.read();

        assertTrue(state.maxErrorNs() >= 0 && Math.abs(state.taiOffsetS()) < 1_000, state.toString());
    }

    @Test
    void shouldSurviveAnyBytes() {
        Random random = new Random(4);
        byte[] bytes = new byte[(int) buffer.byteSize()];
        for (int round = 0; round < 2_000; round++) {
            random.nextBytes(bytes);
            MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, bytes.length);

            KernelClockState state = KernelClockState.of(round % 7, buffer);
            assertTrue(state.statusNames().size() <= 11 && Math.abs(state.leapPending()) <= 1, state.toString());
        }
    }
}
