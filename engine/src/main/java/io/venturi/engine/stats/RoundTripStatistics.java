package io.venturi.engine.stats;

import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.record.RoundTripRow;
import io.venturi.engine.record.RoundTripTable;

import java.util.function.ToLongFunction;

import static io.venturi.engine.metric.Direction.FORWARD;
import static io.venturi.engine.metric.Direction.REVERSE;
import static io.venturi.engine.metric.Direction.ROUND_TRIP;
import static io.venturi.engine.metric.StampSource.HARDWARE;
import static io.venturi.engine.metric.StampSource.KERNEL;
import static io.venturi.engine.metric.StampSource.USER;

/**
 * Everything that is computed of the rows of a table while they fill; the stamps of a row may come in any order.
 * {@link RoundTripSummary} makes metrics of it.
 *
 * <p>Thread: the writer of the table. Methods called per record allocate nothing.
 */
public final class RoundTripStatistics {
    /** A kernel stamp may seem to lie on the wrong side of our own by this much, in ns, before it is discarded. */
    private static final long STAMP_TOLERANCE_NS = 1_000_000;
    /** A card's clock being steered may run this much faster than ours, as a part of the whole. */
    private static final int CARD_SPEED = 16;
    private static final long CARD_TOLERANCE_NS = 2_000;
    /** Bounds above this are of stamps from beyond all comparisons, and excuse nothing. */
    private static final long MOST_CARD_BOUND_NS = 100_000_000;

    /** Beyond the nine bits of paths. */
    private static final int DEPARTURE = 1 << 9;
    private static final int IMPOSSIBLE = 1 << 10;

    final RoundTripTable table;
    private final boolean histograms;

    final PathStatistics userRoundTrip;
    final PathStatistics userForward;
    final PathStatistics userReverse;
    final PathStatistics kernelRoundTrip;
    final PathStatistics kernelForward;
    final PathStatistics kernelReverse;
    final PathStatistics hardwareRoundTrip;
    final PathStatistics hardwareForward;
    final PathStatistics hardwareReverse;
    final Series departureLateness;
    final Series timerError;
    final Series departureError;
    final Series hardwareDepartureError;
    final Series sendCall;
    final Series sendResidence;
    final Series receiveResidence;
    final Series hardwareSendResidence;
    final Series hardwareReceiveResidence;
    final Series kernelResidence;
    final Series hardwareResidence;
    final Series peerSendResidence;
    final Series peerResidence;
    final JitterEstimator roundTripJitter = new JitterEstimator();
    final JitterEstimator forwardJitter = new JitterEstimator();
    final JitterEstimator reverseJitter = new JitterEstimator();
    final ReplyHeaderCounts headers = new ReplyHeaderCounts();
    final ReplyOrder order = new ReplyOrder();
    final LossTally losses = new LossTally();
    final StampTally stamps = new StampTally();
    private final ReceivedWindows windows;
    final ClockWatch clockWatch = new ClockWatch();

    private long sent;
    private long withdrawn;
    /** Answered rows of which the sending was not recorded. */
    private long answeredUnsent;
    long received;
    long duplicates;
    long outdated;
    long receivedBytes;
    long peerReceived;
    long stampsDiscarded;
    /** How far off stamps of the card may be by this host's wall clock, ns. */
    long cardBoundNs;
    long stalledReplies;
    long firstSentNs;
    long lastSentNs;
    long firstReceivedNs;
    long lastReceivedNs;
    private long lastRoundTripNs = RoundTrip.ABSENT;

    /** @param table empty; where it keeps all rows, quantiles come from them, else from histograms, 13 MiB in all */
    public RoundTripStatistics(RoundTripTable table) {
        this.table = table;
        this.histograms = !table.keepsAll();
        this.windows = new ReceivedWindows(table);
        this.userRoundTrip = path(ROUND_TRIP, USER);
        this.userForward = path(FORWARD, USER);
        this.userReverse = path(REVERSE, USER);
        this.kernelRoundTrip = path(ROUND_TRIP, KERNEL);
        this.kernelForward = path(FORWARD, KERNEL);
        this.kernelReverse = path(REVERSE, KERNEL);
        this.hardwareRoundTrip = path(ROUND_TRIP, HARDWARE);
        this.hardwareForward = path(FORWARD, HARDWARE);
        this.hardwareReverse = path(REVERSE, HARDWARE);
        this.departureLateness = series(RoundTrip::departureLatenessNs);
        this.timerError = series(row -> row.seq() == 0 ? RoundTrip.ABSENT : Math.abs(row.departureLatenessNs()));
        this.departureError = departure(KERNEL);
        this.hardwareDepartureError = departure(HARDWARE);
        this.sendCall = series(row -> row.sent() ? row.sendCallNs() : RoundTrip.ABSENT);
        this.sendResidence = series(row -> row.sendResidenceNs(KERNEL));
        this.receiveResidence = series(row -> row.receiveResidenceNs(KERNEL));
        this.hardwareSendResidence = series(row -> row.sendResidenceNs(HARDWARE));
        this.hardwareReceiveResidence = series(row -> row.receiveResidenceNs(HARDWARE));
        this.kernelResidence = series(row -> row.residenceNs(KERNEL));
        this.hardwareResidence = series(row -> row.residenceNs(HARDWARE));
        this.peerSendResidence = series(RoundTrip::peerSendResidenceNs);
        this.peerResidence = series(row -> row.sent() && row.answered() ? row.peerResidenceNs() : RoundTrip.ABSENT);
    }

    private PathStatistics path(Direction direction, StampSource stampedBy) {
        Sample delay;
        if (direction == ROUND_TRIP) { // that of user stamps is also shown while the test runs
            delay = histograms || stampedBy == USER ? Sample.withHistogram() : Sample.withoutHistogram();
        } else {
            delay = histograms ? Sample.withHistogramAroundFirst() : Sample.withoutHistogram();
        }
        Sample ipdv = histograms ? Sample.withHistogram() : Sample.withoutHistogram();
        return new PathStatistics(direction, stampedBy, delay, ipdv, table);
    }

    private Series departure(StampSource stampedBy) {
        return new Series(row -> row.departureErrorNs(stampedBy),
                histograms ? Sample.withHistogramAroundFirst() : Sample.withoutHistogram());
    }

    private Series series(ToLongFunction<RoundTrip> value) {
        return new Series(value, histograms ? Sample.withHistogram() : Sample.withoutHistogram());
    }

    /** The row has just been given its record of being sent. */
    public void onSent(RoundTripRow row) {
        firstSentNs = sent == 0 ? row.sentUserNs() : firstSentNs;
        lastSentNs = row.sentUserNs() + row.sendCallNs();
        sent++;
        clockWatch.observe(row.sentUserNs(), row.sentWallNs());
        departureLateness.take(row);
        timerError.take(row);
        sendCall.take(row);
        if (row.answered()) {
            answeredUnsent--;
            takePaths(row);
        }
    }

    /** The row has just been given a transmit stamp of kernel or card. */
    public void onSentAt(RoundTripRow row) {
        if (row.sent() && row.answered()) {
            takePaths(row);
        }
    }

    /**
     * The row has just been given its first reply.
     *
     * @param window       which probes the peer had received, 0 if not told
     * @param peerReceived how many, 0 if not told
     */
    public void onReply(RoundTripRow row, long window, long peerReceived) {
        firstReceivedNs = received == 0 ? row.receivedUserNs() : firstReceivedNs;
        lastReceivedNs = row.receivedUserNs();
        received++;
        receivedBytes += row.replyBytes();
        this.peerReceived = peerReceived;
        headers.add(row.trafficClass(), row.hopLimit());
        windows.add(row.seq(), window);
        if (order.add(row.seq())) {
            row.markLate();
        }
        stalledReplies += row.stalled() ? 1 : 0;
        clockWatch.observe(row.receivedUserNs(), row.receivedWallNs());
        if (clockWatch.steps() > 0) {
            row.markAfterClockStep();
        }
        if (row.sent()) {
            takePaths(row);
        } else {
            answeredUnsent++;
        }
    }

    /** The row, which had no such stamp, has just been told when its reply left the peer's kernel. */
    public void onRepliedAt(RoundTripRow row) {
        peerSendResidence.take(row);
    }

    /** A probe that was recorded as sent was dropped by this host. */
    public void onWithdrawn() {
        withdrawn++;
    }

    /** The row has just been given another reply. */
    public void onDuplicate() {
        duplicates++;
    }

    /** A reply came to a probe whose row is no longer kept. */
    public void onOutdated() {
        outdated++;
    }

    /** Nothing more can come for this row. Rows are settled in order of their numbers. */
    public void settle(RoundTripRow row) {
        takeDeparture(row);
        takeCardTimes(row);
        losses.settle(row);
        stamps.settle(row);
    }

    /** The test is over and these totals agree with it; before the remaining rows are settled. */
    public void onTotals(PeerTotals totals) {
        windows.addTotals(totals);
    }

    private void takePaths(RoundTripRow row) {
        discardImplausibleStamps(row);
        takeDeparture(row);
        if (userRoundTrip.take(row)) {
            userForward.take(row);
            userReverse.take(row);
            if (!row.isImpossible(USER)) {
                peerResidence.take(row);
            }
            addJitter(forwardJitter, row, FORWARD);
            if (!row.stalled() && !row.isImpossible(USER)) {
                lastRoundTripNs = row.delayNs(ROUND_TRIP, USER);
                roundTripJitter.add(lastRoundTripNs, true);
                addJitter(reverseJitter, row, REVERSE);
            }
        }
        if (kernelRoundTrip.take(row)) {
            kernelResidence.take(row);
        }
        if (hardwareRoundTrip.take(row)) {
            hardwareResidence.take(row);
        }
        if (kernelForward.take(row)) {
            sendResidence.take(row);
        }
        if (kernelReverse.take(row)) {
            receiveResidence.take(row);
        }
    }

    /** By the kernel's stamp, once it is known and has been looked at. */
    private void takeDeparture(RoundTripRow row) {
        if (row.sent() && row.sentKernelNs() != 0 && !row.isCounted(DEPARTURE)) {
            row.markCounted(DEPARTURE);
            departureError.take(row);
        }
    }

    /** Late, as a comparison of the clocks that follows a stamp makes its conversion more exact. */
    private void takeCardTimes(RoundTripRow row) {
        unrelateImplausibleCardTimes(row);
        hardwareDepartureError.take(row);
        if (!row.sent() || !row.answered()) {
            return;
        }
        hardwareSendResidence.take(row);
        hardwareReceiveResidence.take(row);
        hardwareForward.take(row);
        hardwareReverse.take(row);
        cardBoundNs = Math.max(cardBoundNs, row.nicWallBoundNs());
    }

    /** The clock that was compared with ours is not the one that stamps; the round trip that it alone tells remains. */
    private void unrelateImplausibleCardTimes(RoundTripRow row) {
        if (!row.sent()) {
            return;
        }
        long toleranceNs = STAMP_TOLERANCE_NS + Math.min(row.nicWallBoundNs(), MOST_CARD_BOUND_NS);
        if (isOutside(row, row.sentNicWallNs(), toleranceNs) || isOutside(row, row.receivedNicWallNs(), toleranceNs)) {
            row.unrelateNic();
            stampsDiscarded++;
        }
    }

    private static boolean isOutside(RoundTripRow row, long wallNs, long toleranceNs) {
        return wallNs != 0 && (wallNs < row.sentWallNs() - toleranceNs
                || row.answered() && wallNs > row.receivedWallNs() + toleranceNs);
    }

    private static void addJitter(JitterEstimator jitter, RoundTripRow row, Direction direction) {
        boolean monotonic = row.hasPeerMonotonic();
        jitter.add(monotonic ? row.transitNs(direction, USER, true) : row.delayNs(direction, USER), monotonic);
    }

    private void discardImplausibleStamps(RoundTripRow row) {
        long handedOverNs = row.sentWallNs() - STAMP_TOLERANCE_NS;
        long receivedNs = row.receivedKernelNs();
        if (receivedNs != 0 && (receivedNs > row.receivedWallNs() + STAMP_TOLERANCE_NS || receivedNs < handedOverNs)) {
            row.discardReceivedKernel();
            stampsDiscarded++;
        }
        long sentNs = row.sentKernelNs();
        long repliedNs = row.receivedKernelNs() != 0 ? row.receivedKernelNs() : row.receivedWallNs();
        if (sentNs != 0 && (sentNs < handedOverNs || sentNs > repliedNs)) {
            row.discardSentKernel();
            stampsDiscarded++;
        }
        long cardNs = row.awayNs(HARDWARE);
        long ownNs = row.awayNs(USER);
        if (cardNs != RoundTrip.ABSENT && (cardNs < 0 || cardNs > ownNs + ownNs / CARD_SPEED + CARD_TOLERANCE_NS)) {
            row.discardNic();
            stampsDiscarded += 2;
        }
        if (!row.isCounted(IMPOSSIBLE)
                && (row.isImpossible(USER) || row.isImpossible(KERNEL) || row.isImpossible(HARDWARE))) {
            row.markCounted(IMPOSSIBLE);
            stampsDiscarded++;
        }
    }

    /** Probes known to have been on the path by the records alone. */
    long sent() {
        return sent + answeredUnsent - withdrawn;
    }

    /** The test so far, for display. Allocates. */
    public LiveRtt live(long elapsedNs, long skipped) {
        return new LiveRtt(elapsedNs, sent(), received, duplicates, order.reordered(), order.late(),
                sent() - received, skipped, lastRoundTripNs, userRoundTrip.delay.summary(),
                roundTripJitter.jitterNs());
    }
}
