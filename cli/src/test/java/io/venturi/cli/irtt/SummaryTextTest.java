package io.venturi.cli.irtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.EndState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTextTest {

    static String print(IrttStats stats) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SummaryText.print(stats, new PrintStream(bytes, false, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static DurationStats stats(long n, long min, long mean, long median, long max, long stddev) {
        return new DurationStats(n * mean, n, min, max, mean, median, stddev, stddev * stddev);
    }

    private static Totals totals(long sent, long replies, long duplicates, long late, long serverReceived) {
        return new Totals(sent, replies, duplicates, 0, 0, late, serverReceived, 0, 200_000_000, 60, sent * 60,
                replies * 60, 3_600, 3_600, 0, 400_600_000);
    }

    @Test
    void shouldPrintTheClassicTable() {
        Map<Series, DurationStats> series = new EnumMap<>(Series.class);
        series.put(Series.RTT, stats(3, 123_000, 161_000, 137_000, 222_000, 53_500));
        series.put(Series.SEND_DELAY, stats(3, 79_600, 108_000, 79_800, 165_000, 48_900));
        series.put(Series.RECEIVE_DELAY, stats(3, 43_200, 52_700, 57_300, 57_600, 8_260));
        series.put(Series.IPDV_ROUND_TRIP, stats(2, 84_400, 91_700, 91_700, 99_100, 10_400));
        series.put(Series.IPDV_SEND, stats(2, 84_700, 84_800, 84_800, 84_900, 152));
        series.put(Series.IPDV_RECEIVE, stats(2, 271, 7_220, 7_220, 14_200, 9_830));
        series.put(Series.SEND_CALL, stats(3, 30_700, 103_000, 0, 178_000, 73_900));
        series.put(Series.TIMER_ERROR, stats(2, 230_000, 384_000, 0, 537_000, 217_000));
        series.put(Series.SERVER_PROCESSING, stats(3, 2_510, 6_490, 0, 8_860, 3_460));

        assertEquals("""

                                    Min    Mean  Median     Max  Stddev
                                    ---    ----  ------     ---  ------
                            RTT   123µs   161µs   137µs   222µs  53.5µs
                     send delay  79.6µs   108µs  79.8µs   165µs  48.9µs
                  receive delay  43.2µs  52.7µs  57.3µs  57.6µs  8.26µs
            \s                                                         \s
                  IPDV (jitter)  84.4µs  91.7µs  91.7µs  99.1µs  10.4µs
                      send IPDV  84.7µs  84.8µs  84.8µs  84.9µs   152ns
                   receive IPDV   271ns  7.22µs  7.22µs  14.2µs  9.83µs
            \s                                                         \s
                 send call time  30.7µs   103µs           178µs  73.9µs
                    timer error   230µs   384µs           537µs   217µs
              server proc. time  2.51µs  6.49µs          8.86µs  3.46µs

                            duration: 400.6ms (wait 0s)
               packets sent/received: 3/3 (0.00% loss)
             server packets received: 3/3 (0.00%/0.00% loss up/down)
                 bytes sent/received: 180/180
                   send/receive rate: 3.6 Kbps / 3.6 Kbps
                       packet length: 60 bytes
                         timer stats: 0/3 (0.00%) missed, 0.19% error
            """, print(new IrttStats(series, totals(3, 3, 0, 0, 3), "", "")));
    }

    @Test
    void shouldPrintAReportWithoutReplies() {
        String text = print(IrttStats.of(Samples.allLost(2)));

        assertTrue(text.contains("   packets sent/received: 2/0 (100.00% loss)\n"), text);
        assertTrue(text.contains("  send call time  20µs  20µs          20µs      0s\n"), text);
        assertFalse(text.contains("RTT"), text);
        assertFalse(text.contains("server packets"), text);
    }

    @Test
    void shouldTellDuplicatesAndLatePacketsWithoutImpossibleLoss() {
        String text = print(new IrttStats(Map.of(), totals(5, 5, 5, 2, 7), "", ""));

        assertTrue(text.contains("""
               packets sent/received: 5/10 (0.00% loss)
             server packets received: 7/5 (0.00%/28.57% loss up/down)
                      *** DUPLICATES: 5 (50.00%)
            late (out-of-order) pkts: 2 (20.00%)
            """), text);
    }

    @Test
    void shouldTellWhatWeOurselvesMissed() {
        Totals totals = new Totals(10, 7, 0, 2, 3, 0, 0, 1, 200_000_000, 60, 600, 420, 0, 0, 0, 2_000_000_000);

        String text = print(new IrttStats(Map.of(), totals, "", ""));

        assertTrue(text.contains("   packets sent/received: 10/7 (12.50% loss)\n"), text);
        assertTrue(text.contains("        *** NOT OBSERVED: 2 (not counted as lost)\n"), text);
        assertTrue(text.contains("   *** REFUSED BY KERNEL: 3 (not counted as sent)\n"), text);
        assertTrue(text.contains("             timer stats: 1/11 (9.09%) missed, 0.00% error\n"), text);
    }

    @Test
    void shouldSayWhyTheTestEnded() {
        assertTrue(print(IrttStats.of(Samples.twoPackets(EndState.ENDED_BY_PEER)))
                .startsWith("\nTerminated due to receive error: [ServerClosed] server closed connection\n\n  "));
        assertTrue(print(IrttStats.of(Samples.twoPackets(EndState.SEND_FAILED)))
                .startsWith("\nTerminated due to send error: network is down\n\n  "));
        assertTrue(print(IrttStats.of(Samples.twoPackets(EndState.RECEIVE_FAILED)))
                .startsWith("\nTerminated due to receive error: network is down\n\n  "));
        assertFalse(print(IrttStats.of(Samples.twoPackets(EndState.INTERRUPTED))).contains("Terminated"));
    }
}
