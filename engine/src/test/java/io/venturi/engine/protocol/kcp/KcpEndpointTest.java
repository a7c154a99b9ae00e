package io.venturi.engine.protocol.kcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.protocol.kcp.KcpPair.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** KCP through the service provider interface over bad paths, in virtual time. */
class KcpEndpointTest {
    private static final long MS = 1_000_000;
    private static final int BYTES = 400_000;
    private static final int SEGMENTS_SENT = 0;
    private static final int RESENT = 1;
    private static final int SEGMENTS_RECEIVED = 5;
    private static final int DUPLICATES = 6;

    static List<Arguments> paths() {
        List<Arguments> paths = new ArrayList<>();
        for (double loss : new double[] {0, 0.01, 0.1, 0.3}) {
            for (long jitterMs : new long[] {0, 30}) {
                for (double doubled : new double[] {0, 0.2}) {
                    paths.add(Arguments.of(loss, jitterMs, doubled, jitterMs == 0 ? "yes" : "no"));
                }
            }
        }
        return paths;
    }

    @ParameterizedTest
    @MethodSource("paths")
    void shouldDeliverTheStreamIntactWhateverThePath(double loss, long jitterMs, double doubled, String stream) {
        byte[] data = new byte[BYTES];
        new Random(2).nextBytes(data);
        Map<String, String> options = Map.of("stream", stream, "nc", loss < 0.1 ? "no" : "yes");
        KcpPair pair = new KcpPair(new Path(10 * MS, jitterMs * MS, loss, doubled, 0), 9).between(
                (_, network) -> new SpiPeer(true, options, network), KcpOptions.FAST,
                (_, network) -> new SpiPeer(false, options, network), KcpOptions.FAST);

        byte[] arrived = pair.transfer(data);

        assertEquals(BYTES, arrived.length);
        assertEquals(checksum(data), checksum(arrived));
        assertFigures((SpiPeer) pair.left(), (SpiPeer) pair.right(), loss, jitterMs, doubled);
    }

    private static void assertFigures(SpiPeer sender, SpiPeer receiver, double loss, long jitterMs, double doubled) {
        double[] sent = sender.figures();
        double[] received = receiver.figures();
        assertTrue(receiver.isInOrder());
        assertTrue(sender.roundTrips() > 0);
        assertEquals(sent[RESENT], sent[2] + sent[3] + sent[4]);
        if (loss == 0 && doubled == 0) {
            assertEquals(sent[SEGMENTS_SENT], received[SEGMENTS_RECEIVED]);
        }
        if (loss == 0 && jitterMs == 0) {
            assertEquals(0, sent[RESENT]);
        }
        if (loss > 0) {
            assertTrue(sent[RESENT] > 0);
        }
        if (doubled > 0) {
            assertTrue(received[DUPLICATES] > 0);
        }
    }

    private static long checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return checksum.getValue();
    }
}
