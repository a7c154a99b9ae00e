package io.venturi.engine.protocol.udpst;

import static io.venturi.engine.protocol.udpst.VirtualPair.MS;
import static io.venturi.engine.protocol.udpst.VirtualPair.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.protocol.udpst.FluidPath.Path;
import io.venturi.engine.protocol.udpst.wire.SearchAlgorithm;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What tests report of paths of all kinds, as a share of what is true. With {@code -Dvt.full=true} the whole sweep is
 * written to docs/protocols/udpst-sweep.md.
 */
class UdpstSweepTest {
    private static final double[] MBPS = {1, 10, 100, 1_000, 10_000, 40_000, 100_000};
    private static final double[] BUFFERS_MS = {1, 10, 50, 100, 300, 1000};
    private static final double[] RTTS_MS = {0.1, 10, 50, 100, 300, 600};
    private static final String[] LOSSES = {"none", "0.1 %", "1 %", "2 %", "0.1 % bursty", "1 % bursty", "2 % bursty"};

    @Test
    void shouldNeverReportMoreThanThereIs() {
        for (double mbps : MBPS) {
            for (SearchAlgorithm algorithm : SearchAlgorithm.values()) {
                for (String loss : LOSSES) {
                    double[] shares = shares(mbps, loss, algorithm);

                    assertTrue(shares[shares.length - 1] <= 1.0001, mbps + " " + loss + ": "
                            + shares[shares.length - 1]);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0.75, 0.75", "10, 0.96, 0.85", "100, 0.99, 0.99", "1000, 0.99, 0.99"})
    void shouldFindWhatIsThereUpToOneGigabitWithoutLoss(double mbps, double byB, double byC) {
        for (double buffer : new double[] {10, 50, 100, 300}) {
            for (double rtt : new double[] {0.1, 10, 50, 100}) {
                Path path = new Path(mbps, buffer, rtt, 0, false);

                assertTrue(FluidPath.maximumMbps(path, SearchAlgorithm.B) >= byB * mbps, "B " + path);
                assertTrue(FluidPath.maximumMbps(path, SearchAlgorithm.C) >= byC * mbps, "C " + path);
            }
        }
    }

    /** The flowing model against both real ends with every datagram, where that is affordable. */
    @ParameterizedTest
    @CsvSource({"10, 50, 10, B", "10, 300, 100, B", "30, 50, 50, C", "50, 100, 100, B", "50, 20, 0.1, C"})
    void shouldAgreeWithDatagrams(double mbps, double bufferMs, double rttMs, SearchAlgorithm algorithm) {
        VirtualPair pair = new VirtualPair(VirtualPair.asking(UdpstPairTest.parameters(false, algorithm, 10,
                TestParameters.AUTOMATIC, false)), UdpstServerOptions.DEFAULT);
        pair.down.limited(mbps * 1e6 * 1264 / 1250, Math.round(bufferMs * MS));
        pair.down.fate((_, _) -> Math.round(rttMs * MS) - 10 * MS > 0 ? Math.round(rttMs * MS) - 10 * MS : 0);

        pair.run(30 * SECOND);

        double fluid = FluidPath.maximumMbps(new Path(mbps, bufferMs, Math.max(10, rttMs), 0, false), algorithm);
        assertEquals(fluid / mbps, pair.maximumMbps() / mbps, 0.02);
    }

    /** Sorted shares of the truth over all buffers and round trips. */
    private static double[] shares(double mbps, String loss, SearchAlgorithm algorithm) {
        double[] shares = new double[BUFFERS_MS.length * RTTS_MS.length];
        int next = 0;
        for (double buffer : BUFFERS_MS) {
            for (double rtt : RTTS_MS) {
                shares[next++] = share(mbps, buffer, rtt, loss, algorithm);
            }
        }
        Arrays.sort(shares);
        return shares;
    }

    private static double share(double mbps, double buffer, double rtt, String loss, SearchAlgorithm algorithm) {
        double ratio = loss.equals("none") ? 0 : Double.parseDouble(loss.substring(0, loss.indexOf(' '))) / 100;
        return FluidPath.maximumMbps(new Path(mbps, buffer, rtt, ratio, loss.endsWith("bursty")), algorithm) / mbps;
    }

    @Test
    @EnabledIfSystemProperty(named = "vt.full", matches = "true", disabledReason = "writes docs; -Dvt.full=true")
    void shouldWriteTheSweep() throws Exception {
        StringBuilder text = new StringBuilder();
        for (SearchAlgorithm algorithm : SearchAlgorithm.values()) {
            text.append("\n## Algorithm ").append(algorithm).append("\n\n| Mbit/s |");
            text.append(String.join(" |", Arrays.stream(LOSSES).map(loss -> " loss " + loss).toList())).append(" |\n|");
            text.append("---|".repeat(LOSSES.length + 1)).append('\n');
            for (double mbps : MBPS) {
                text.append("| ").append(Math.round(mbps)).append(" |");
                for (String loss : LOSSES) {
                    double[] s = shares(mbps, loss, algorithm);
                    text.append(String.format(Locale.ROOT, " %.2f %.2f %.2f |", s[0], s[s.length / 2],
                            s[s.length - 1]));
                }
                text.append('\n');
            }
            text.append("\nWithout loss, by round trip and buffer, 1 Gbit/s:\n\n| RTT ms \\ buffer ms |");
            for (double buffer : BUFFERS_MS) {
                text.append(String.format(Locale.ROOT, " %.0f |", buffer));
            }
            text.append("\n|").append("---|".repeat(BUFFERS_MS.length + 1)).append('\n');
            for (double rtt : RTTS_MS) {
                text.append(String.format(Locale.ROOT, "| %.1f |", rtt));
                for (double buffer : BUFFERS_MS) {
                    text.append(String.format(Locale.ROOT, " %.2f |", share(1000, buffer, rtt, "none", algorithm)));
                }
                text.append('\n');
            }
        }
        java.nio.file.Path file = java.nio.file.Path.of("..", "docs", "protocols", "udpst-sweep.md");
        String before = Files.readString(file);
        String head = before.substring(0, before.indexOf("<!-- figures -->") + "<!-- figures -->\n".length());
        Files.writeString(file, head + "\n" + text.toString().strip() + "\n");
        assertTrue(Files.size(file) > head.length(), "nothing was written");
    }
}
