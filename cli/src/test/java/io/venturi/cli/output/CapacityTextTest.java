package io.venturi.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.cli.output.CapacityVerdict.Limit;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityLive;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.plan.CapacityPlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What people are told of a capacity test, above all what limited it. */
class CapacityTextTest {
    private final CapacityReports reports = new CapacityReports();

    private CapacityVerdict verdict() {
        return CapacityVerdict.of(reports.plan(), reports.report());
    }

    private String text() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        CapacityText.print(reports.plan(), reports.report(), out);
        out.flush();
        return text.toString();
    }

    private String oneLine() {
        return text().replaceAll("\\s+", " ");
    }

    @Test
    void shouldRepeatATestOfItsOwnServerWithoutTheAddressThatIsGone() {
        String server = reports.plan().targets().getFirst();
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        CapacityText.print(reports.plan(), reports.report(), true, out);

        assertTrue(oneLine().contains("repeat venturi capacity " + server + " --"), oneLine());
        assertTrue(text.toString().contains("venturi capacity --"), text.toString());
        assertFalse(text.toString().contains("--port"), text.toString());
    }

    // ---- who was the limit -------------------------------------------------------------------------------------

    @Test
    void shouldBlameThePathWhenItLostAndNeitherEndDid() {
        reports.lostInEach = 100;

        assertEquals(Limit.PATH, verdict().limit());
        assertTrue(oneLine().contains("Verdict: the path carries 100 Mbit/s of IP packets. It was the limit, not its"
                + " ends: 400 of 32400 datagrams were lost (1.235 %)."), text());
    }

    @Test
    void shouldBlameThePathWhenDelayRose() {
        reports.delayNs = 95_000_000;

        assertEquals(Limit.PATH, verdict().limit());
    }

    @Test
    void shouldBlameThePathWhenItsQueueOverflowedThoughThisHostWasHeldUp() {
        reports.direction = CapacityDirection.UP;
        reports.here = new CapacityHost(0, 4_000, 0, 48, 819_000_000, Double.NaN);
        reports.lostInEach = 4_000;
        reports.delayNs = 100_000_000;

        assertEquals(Limit.PATH, verdict().limit());
        assertFalse(verdict().reasons().isEmpty());
    }

    @Test
    void shouldBlameThisHostWhenItsReceiveBufferOverflowed() {
        reports.lostInEach = 100;
        reports.here = new CapacityHost(0, 0, 400, 0, 0, 0.5);

        assertEquals(Limit.HERE, verdict().limit());
        assertTrue(oneLine().contains("at least 100 Mbit/s of IP packets. This host was the limit, not the path: 400"
                + " datagrams arrived but were dropped because its receive buffer was full"), text());
    }

    @Test
    void shouldBlameThisHostWhenItsKernelRefusedWhatWasSent() {
        reports.direction = CapacityDirection.UP;
        reports.here = new CapacityHost(5_000, 0, 0, 0, 0, 0.5);

        assertEquals(Limit.HERE, verdict().limit());
        assertTrue(verdict().reasons().getFirst().startsWith("the kernel refused 5000 datagrams (13.5 %)"));
    }

    @Test
    void shouldNotBlameTheReceiverForWhatSendersDo() {
        reports.here = new CapacityHost(5_000, 50_000, 0, 0, 0, 0.5);

        assertEquals(Limit.UNKNOWN, verdict().limit());
    }

    @Test
    void shouldBlameThisHostWhenItsThreadHadNoTimeLeft() {
        reports.here = new CapacityHost(0, 0, 0, 0, 0, 0.99);

        assertEquals(Limit.HERE, verdict().limit());
    }

    @Test
    void shouldBlameThisHostWhenItMissedItsSendTimes() {
        reports.direction = CapacityDirection.UP;
        reports.here = new CapacityHost(0, 4_000, 0, 0, 0, Double.NaN);

        assertEquals(Limit.HERE, verdict().limit());
        assertTrue(verdict().reasons().getFirst().startsWith("4000 send times passed"), verdict()::toString);
    }

    @Test
    void shouldBlameTheServerWhenItTellsSo() {
        reports.there = new CapacityHost(0, 0, 0, 20, 400_000_000, Double.NaN);

        assertEquals(Limit.THERE, verdict().limit());
        assertTrue(verdict().reasons().getFirst().startsWith("20 stalls of its measuring threads, 400 ms"));
    }

    @Test
    void shouldSayThatTheTestItselfEndedTheSearch() {
        reports.highestRow = OptionalInt.of(CapacityPlan.TOP_ROW);

        assertEquals(Limit.TOP_ROW, verdict().limit());
    }

    @Test
    void shouldSayThatTheRateWasStillRising() {
        reports.datagrams = new long[] {1_000, 2_000, 3_000, 4_000};

        assertEquals(Limit.TIME, verdict().limit());
    }

    @Test
    void shouldNotCallLoopbackAPath() {
        reports.server = "127.0.0.1";
        reports.lostInEach = 100;

        assertEquals(Limit.LOOPBACK, verdict().limit());
    }

    @Test
    void shouldSayThatAFixedRateWasCarried() {
        CapacityPlan.Search any = CapacityPlan.Search.DEFAULT;
        reports.search = new CapacityPlan.Search(any.algorithm(), CapacityPlan.Start.FIXED, 100, 0,
                any.lowerThresholdNs(), any.upperThresholdNs(), false, 10, true, 3, 10);

        assertEquals(Limit.FIXED_RATE, verdict().limit());
        reports.lostInEach = 100;
        assertEquals(Limit.PATH, verdict().limit());
    }

    /** 4 of 5 Mbit/s arrive, nothing is lost. Row 5 has a send time each ms, a search as many as one in 100 us. */
    @Test
    void shouldBlameTheSenderOfAFixedRateThatWasNeverSent() {
        CapacityPlan.Search any = CapacityPlan.Search.DEFAULT;
        reports.search = new CapacityPlan.Search(any.algorithm(), CapacityPlan.Start.FIXED, 5, 0,
                any.lowerThresholdNs(), any.upperThresholdNs(), false, 10, true, 3, 10);
        reports.datagrams = new long[] {400, 400, 400, 400};

        assertEquals(Limit.THERE, verdict().limit());
        reports.direction = CapacityDirection.UP;
        assertEquals(Limit.HERE, verdict().limit());
        reports.here = new CapacityHost(0, 200, 0, 0, 0, 0.5);
        assertEquals(Limit.HERE, verdict().limit());
        assertTrue(verdict().reasons().getFirst().startsWith("200 send times passed before it came to send (of about"
                + " 4000)"), verdict()::toString);
    }

    /** It may have lost what it received, and says nothing of that. */
    @Test
    void shouldNotClearAServerThatTellsNothing() {
        reports.direction = CapacityDirection.UP;
        reports.lostInEach = 100;

        assertEquals(Limit.PATH, verdict().limit());
        assertTrue(oneLine().contains("or the server, which tells nothing of itself; not this host"), text());
    }

    @Test
    void shouldNotTakeAStalledSubIntervalForTheMaximum() {
        reports.stalled = 2;

        assertEquals(3, reports.report().maximum().orElseThrow().index());
        assertTrue(text().contains("100 *"), text());
    }

    // ---- the rest ----------------------------------------------------------------------------------------------

    @Test
    void shouldShowTheMaximumAtEveryLayerAndWhenItWas() {
        String text = oneLine();

        assertTrue(text.contains("capacity 100 Mbit/s of IP packets, the most of 4 sub-intervals: number 2"), text);
        assertTrue(text.contains("goodput 97.8 Mbit/s of UDP payload, 1222 bytes a datagram"), text);
        assertTrue(text.contains("101 Mbit/s without FCS, 101 Mbit/s with, 103 Mbit/s of the wire"), text);
        assertTrue(text.contains("average 80.0 Mbit/s of IP packets"), text);
        assertTrue(text.contains("--search rfc9097 --algorithm B --lower-delay 30ms --upper-delay 90ms"
                + " --sequence-errors 10 --slow-threshold 3 --fast-step 10 --feedback 50ms --frozen 0"), text);
        assertTrue(text.contains("--latency off --wakeup hybrid --stamps kernel"), text);
    }

    @Test
    void shouldSayWhatTheLoadDoesToOthers() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        CapacityText.print(reports.plan(), reports.report().with(reports.latency(true)), out);
        out.flush();
        String line = text.toString().replaceAll("\\s+", " ");

        assertTrue(line.contains("increase median +100 ms, p95 +108 ms, mean +99.0 ms: bufferbloat grade C down by the"
                + " median, C by p95, C by the mean (DSLReports scale)"), text.toString());
        assertTrue(line.contains("200 probes, 10 lost"), text.toString());
        assertTrue(line.contains("35.2 kbit/s each way beside the load"), text.toString());
        assertTrue(line.endsWith("Bufferbloat grade C down: while it is full that way, the median round trip is 110 ms"
                + " instead of 10.0 ms; calls and games beside it will stutter. "), text.toString());
        text.toString().lines().forEach(shown -> assertTrue(shown.length() <= 80, shown));
    }

    @Test
    void shouldFit80Columns() {
        reports.lostInEach = 123_456;
        reports.delayNs = 1_234_567_890;
        reports.status = CapacityStatus.TOO_FEW_CONNECTIONS;

        text().lines().forEach(line -> assertTrue(line.length() <= 80, line));
        assertTrue(oneLine().contains("The test ended early: fewer connections were left than the test needs."),
                text());
    }

    @Test
    void shouldSayWhenThereIsNothingToShow() {
        reports.datagrams = new long[0];
        reports.status = CapacityStatus.INTERRUPTED;

        assertTrue(oneLine().contains("Verdict: nothing was measured: no sub-interval was completed. The test ended"
                + " early: stopped before its time."), text());
    }

    @Test
    void shouldCutTheLiveLineToTheTerminal() throws InterruptedException {
        StringWriter text = new StringWriter();
        CountDownLatch drawn = new CountDownLatch(2);
        CapacityProgress progress = new CapacityProgress(reports.plan(), new PrintWriter(text), false, true, 20);

        progress.watch(() -> {
            drawn.countDown();
            return new CapacityLive(CapacityLive.Phase.RUNNING, 1_500_000_000, 1, 95e6, 98e6, CapacityTally.NONE, 100);
        });

        assertTrue(drawn.await(10, TimeUnit.SECONDS));
        progress.close();
        assertTrue(text.toString().startsWith("\r\u001b[K   1.5 s  95.0 Mbit\r\u001b[K"), text.toString());
    }

    @Test
    void shouldShowPlainLinesWhenPiped() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        CapacityProgress progress = new CapacityProgress(reports.plan(), out, false, false, 80);
        progress.watch(() -> {
            throw new AssertionError("there is no live line");
        });

        progress.onEvent(new CapacityEvent.Activated(1, reports.plan().settings(20)));
        progress.onEvent(new CapacityEvent.Interval(reports.report().intervals().getFirst()));
        progress.close();
        progress.onEvent(new CapacityEvent.Interval(reports.report().intervals().getFirst()));

        assertEquals("Measuring from 192.0.2.1 for 10s with 1 connection\n   1.0 s  50.0 Mbit/s of IP, lost 0 (0.0 %),"
                + " delay +1.00 ms one way\n", text.toString());
        assertFalse(text.toString().contains("\u001b"));
    }

    @Test
    void shouldTakeTheWidthFromTheTerminal() {
        assertEquals(132, CapacityProgress.columns("132"));
        assertEquals(80, CapacityProgress.columns(null));
        assertEquals(80, CapacityProgress.columns("wide"));
    }
}
