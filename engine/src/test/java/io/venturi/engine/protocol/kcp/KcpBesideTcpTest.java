package io.venturi.engine.protocol.kcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.protocol.kcp.KcpPair.Path;
import io.venturi.engine.protocol.kcp.KcpPeer.Ours;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What KCP carries over a long lossy path in virtual time, beside what formulas say of TCP. The table is left in
 * {@code target/kcp-beside-tcp.md}.
 */
class KcpBesideTcpTest {
    private static final long LINK = 100_000_000;
    private static final double RTT_SECONDS = 0.2;
    private static final int MSS = 1460;
    private static final int BYTES = 20_000_000;
    private static final KcpOptions CAREFUL = new KcpOptions(true, 10, 2, true, 1024, 1024, 1400, false);
    private static final java.nio.file.Path TABLE = java.nio.file.Path.of("target/kcp-beside-tcp.md");

    @Test
    void shouldCarryMoreThanTheFormulasLeaveToTcp() throws IOException {
        StringBuilder table = new StringBuilder("""
                | loss | TCP Reno, formula | TCP CUBIC, formula | KCP | sent again | KCP, `nc=no` |
                |---|---|---|---|---|---|
                """);
        for (double loss : new double[] {0.001, 0.01, 0.05, 0.1}) {
            KcpPair bold = transfer(loss, KcpOptions.FAST, BYTES);
            KcpCounters counters = ((Ours) bold.left()).session.counters();
            KcpPair careful = transfer(loss, CAREFUL, BYTES / 20);
            assertTrue(goodput(bold, BYTES) > cubic(loss), loss + ": " + goodput(bold, BYTES));
            table.append(String.format(Locale.ROOT, "| %.1f %% | %s | %s | %s | %.1f %% | %s |%n", 100 * loss,
                    rate(reno(loss)), rate(cubic(loss)), rate(goodput(bold, BYTES)),
                    100.0 * counters.resent() / counters.segmentsSent(), rate(goodput(careful, BYTES / 20))));
        }

        Files.createDirectories(TABLE.getParent());
        Files.writeString(TABLE, table);
    }

    private static KcpPair transfer(double loss, KcpOptions options, int bytes) {
        KcpPair pair = new KcpPair(new Path(100_000_000, 0, loss, 0, LINK), 1)
                .between(Ours::new, options, Ours::new, options);
        assertEquals(bytes, pair.transfer(new byte[bytes]).length);
        return pair;
    }

    private static double goodput(KcpPair pair, int bytes) {
        return bytes * 8e9 / pair.elapsedNs();
    }

    /** Mathis, Semke, Mahdavi, Ott, CCR 27(3), 1997, in the form of RFC 3819: 0.93 MSS / (RTT sqrt(p)). */
    private static double reno(double loss) {
        return Math.min(LINK, 0.93 * MSS * 8 / (RTT_SECONDS * Math.sqrt(loss)));
    }

    /** RFC 9438, section 5.2: a window of 1.054 (RTT / p)^0.75 segments; never below Reno's. */
    private static double cubic(double loss) {
        double window = 1.054 * Math.pow(RTT_SECONDS / loss, 0.75);
        return Math.min(LINK, Math.max(reno(loss), window * MSS * 8 / RTT_SECONDS));
    }

    private static String rate(double bitsPerSecond) {
        return String.format(Locale.ROOT, "%.2f Mbit/s", bitsPerSecond / 1e6);
    }
}
