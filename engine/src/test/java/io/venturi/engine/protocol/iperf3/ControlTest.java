package io.venturi.engine.protocol.iperf3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.clock.Timescale;
import io.venturi.engine.testing.ManualClock;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** States and documents however the bytes come, over a channel in which time passes only when it is waited for. */
class ControlTest {
    private static final int MOST = 5000;
    private static final int CODE = 117;
    private static final long SECOND_NS = 1_000_000_000L;

    private final ManualClock clock = new ManualClock(Timescale.MONOTONIC, 0);

    /** Gives {@code bytes} in pieces of random size, with silence between; then nothing, or the end. */
    private final class Pieces implements ControlChannel {
        private final Random random;
        private final byte[] bytes;
        private final boolean ends;
        private int at;

        Pieces(long seed, boolean ends, byte... bytes) {
            random = new Random(seed);
            this.bytes = bytes;
            this.ends = ends;
        }

        @Override
        public int receive(byte[] into, int offset, int length, long waitNs) {
            if (at == bytes.length) {
                clock.advanceNs(Math.max(1, waitNs));
                return ends ? GONE : SILENT;
            }
            if (random.nextInt(4) == 0) {
                clock.advanceNs(1_000);
                return SILENT;
            }
            int n = Math.min(Math.min(length, bytes.length - at), 1 + random.nextInt(2000));
            System.arraycopy(bytes, at, into, offset, n);
            at += n;
            return n;
        }

        @Override
        public boolean send(byte[] bytes, long waitNs) {
            return true;
        }

        @Override
        public void close() {
        }
    }

    private static byte[] frame(byte[] document) {
        return ByteBuffer.allocate(4 + document.length).putInt(document.length).put(document).array();
    }

    @Test
    void shouldReadDocumentsOneAfterTheOtherHoweverTheyAreCutUp() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] first = new byte[1 + random.nextInt(MOST)];
            byte[] second = new byte[1 + random.nextInt(MOST)];
            random.nextBytes(first);
            random.nextBytes(second);
            byte[] all = ByteBuffer.allocate(9 + first.length + second.length).put(frame(first)).put((byte) 14)
                    .put(frame(second)).array();
            Control control = new Control(new Pieces(seed, true, all), clock);

            assertArrayEquals(first, control.document(MOST, SECOND_NS, CODE));
            int state = control.state(SECOND_NS);
            while (state == Control.SILENT) {
                state = control.state(SECOND_NS);
            }
            assertEquals(14, state);
            assertArrayEquals(second, control.document(MOST, SECOND_NS, CODE));
        }
    }

    @Test
    void shouldTakeNoStrangeLengthAndNeverWaitForEver() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            if (noise.length > 2 && random.nextBoolean()) {
                noise[0] = 0;
                noise[1] = 0;
            }
            Control control = new Control(new Pieces(seed, random.nextBoolean(), noise), clock);
            long beginNs = clock.nanoTime();

            ControlException refused = assertThrows(ControlException.class, () -> {
                while (true) {
                    control.document(MOST, SECOND_NS, CODE);
                }
            });

            assertEquals(CODE, refused.code());
            assertTrue(clock.nanoTime() - beginNs <= 64 * SECOND_NS);
        }
    }

    @Test
    void shouldNotGrantMoreTimeToWhoSendsOneByteAfterTheOther() {
        ControlChannel drip = new ControlChannel() {
            @Override
            public int receive(byte[] into, int offset, int length, long waitNs) {
                clock.advanceNs(SECOND_NS / 4);
                into[offset] = 0;
                return 1;
            }

            @Override
            public boolean send(byte[] bytes, long waitNs) {
                return true;
            }

            @Override
            public void close() {
            }
        };

        assertThrows(ControlException.class, () -> new Control(drip, clock).exactly(37, clock.nanoTime() + SECOND_NS,
                CODE));
        assertEquals(SECOND_NS, clock.nanoTime());
    }
}
