package io.venturi.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.cli.output.ThroughputVerdict.Limit;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputProtocol;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThroughputVerdictTest {
    private final ThroughputReports reports = new ThroughputReports();

    private void assertLimit(Limit limit, String words) {
        assertEquals(limit, reports.verdict().limit(), reports.sentence());
        assertTrue(reports.sentence().contains(words), reports.sentence());
    }

    @Test
    void shouldNameTheRateAskedForWhenItWasCarried() {
        reports.askedBitsPerSecond = 101_000_000;
        reports.windowShare = 0.9;

        assertLimit(Limit.ASKED_RATE, "101 Mbit/s arrived");
    }

    @Test
    void shouldNotNameTheRateAskedForWhenItWasNotCarried() {
        reports.askedBitsPerSecond = 200_000_000;
        reports.windowShare = 0.9;

        assertLimit(Limit.RECEIVE_WINDOW, "90 %");
    }

    @Test
    void shouldTellThatNothingArrived() {
        assertTrue(ThroughputText.hasCarried(reports.plan(), reports.report()));

        reports.protocol = ThroughputProtocol.UDP;
        reports.lost = 100_000;

        assertFalse(ThroughputText.hasCarried(reports.plan(), reports.report()));
        assertLimit(Limit.UNKNOWN, "Nothing was measured up: nothing arrived.");
    }

    @Test
    void shouldNameThePacingRateAskedForWhenItWasUsedUp() {
        reports.pacingAsked = 105_000_000;

        assertLimit(Limit.PACING_RATE, "headers included");
    }

    @Test
    void shouldNameTheReceiveWindowWhenTheSenderWaitedForIt() {
        reports.windowShare = 0.8;

        assertLimit(Limit.RECEIVE_WINDOW, "the window was 3.0 MB at most");
    }

    @Test
    void shouldNameTheServerWhenTheWindowIsFullBecauseItIsBusy() {
        reports.windowShare = 0.8;
        reports.serverCpu = 99;

        assertLimit(Limit.THERE, "99 % of a CPU");
    }

    @Test
    void shouldNameTheSendBufferWhenTheSenderWaitedForRoomInIt() {
        reports.bufferShare = 0.7;

        assertLimit(Limit.SEND_BUFFER, "70 %");
    }

    @Test
    void shouldNameThisHostWhenItsThreadHasNothingLeft() {
        reports.thread = 0.99;

        assertLimit(Limit.HERE, "99 % of the time");
    }

    @Test
    void shouldNameThisHostWhenItsSocketsRanDry() {
        reports.busyShare = 0.4;

        assertLimit(Limit.HERE, "only 40 % of the time");
    }

    @Test
    void shouldNameTheServerWhenItsProcessHasNothingLeft() {
        reports.serverCpu = 100;

        assertLimit(Limit.THERE, "100 % of a CPU");
    }

    @Test
    void shouldBlameNoPathWhenBothEndsAreOnThisHost() {
        reports.server = "127.0.0.1";
        reports.retransmits = 5;

        assertLimit(Limit.LOOPBACK, "no property of a path");
    }

    @Test
    void shouldNameLossWhenSegmentsWereSentAgainWithoutAQueue() {
        reports.retransmits = 12;

        assertLimit(Limit.LOSS, "12 segments had to be sent again, to which cubic answered");
    }

    @Test
    void shouldNameThePathWhenItsQueueGrew() {
        reports.meanRttUs = 60_000;
        reports.retransmits = 12;

        assertLimit(Limit.PATH, "round trips of 10.0 ms at least were 60.0 ms on average");
    }

    @Test
    void shouldNameThePathWhenItsQueueWasFullBeforeTheFirstSample() {
        reports.leastRttUs = 45_000;
        reports.meanRttUs = 50_000;

        assertLimit(Limit.PATH, "round trips of 10.0 ms at least were 50.0 ms on average");
    }

    @Test
    void shouldNameThePathWhenItsQueueGrewWithoutLoss() {
        reports.meanRttUs = 60_000;

        assertLimit(Limit.PATH, "no segment had to be sent again");
    }

    @Test
    void shouldNameTheCongestionControlWhenNeitherLossNorQueueTell() {
        assertLimit(Limit.CONGESTION_CONTROL, "no segment had to be sent again");
    }

    @Test
    void shouldTellOfPacingWhenDeliveryKeepsUpWithIt() {
        reports.pacing = 101_000_000;

        assertLimit(Limit.CONGESTION_CONTROL, "as fast as it let go (101 Mbit/s)");
    }

    @Test
    void shouldNameThePathWhenProbesBesideTheLoadOfTheServerWaited() {
        reports.direction = ThroughputDirection.DOWN;
        reports.latency = Optional.of(new CapacityReports().latency(true));

        assertLimit(Limit.PATH, "probes took 110 ms instead of 10.0 ms");
    }

    @Test
    void shouldSayThatTheServerDoesNotTellWhenItSends() {
        reports.direction = ThroughputDirection.DOWN;

        assertLimit(Limit.UNKNOWN, "does not tell");
    }

    @Test
    void shouldNameLossWhenTheServerSentSegmentsAgain() {
        reports.direction = ThroughputDirection.DOWN;
        reports.retransmits = 3;

        assertLimit(Limit.LOSS, "3 segments");
    }

    @Test
    void shouldNameThePathWhenDatagramsWereLost() {
        reports.protocol = ThroughputProtocol.UDP;
        reports.lost = 1_000;

        assertLimit(Limit.PATH, "1000 of 100000 datagrams were lost (1.000 %)");
    }

    @Test
    void shouldNameThisHostWhenItsReceiveBufferDroppedTheDatagrams() {
        reports.protocol = ThroughputProtocol.UDP;
        reports.direction = ThroughputDirection.DOWN;
        reports.lost = 1_000;
        reports.overflow = 990;

        assertLimit(Limit.HERE, "990 datagrams arrived but were dropped");
    }

    @Test
    void shouldNameThisHostWhenItsKernelRefusedDatagrams() {
        reports.protocol = ThroughputProtocol.UDP;
        reports.refused = 17;

        assertLimit(Limit.HERE, "17 times");
    }

    @Test
    void shouldCountCopiesApartFromLosses() {
        reports.protocol = ThroughputProtocol.UDP;
        reports.direction = ThroughputDirection.DOWN;
        reports.lost = 100;
        reports.duplicates = 60;

        assertEquals(100, reports.way().lost());
        assertEquals(60, reports.way().duplicates());
        assertEquals(99_960, reports.way().datagramsReceived());
    }
}
