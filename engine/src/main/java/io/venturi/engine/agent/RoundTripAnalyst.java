package io.venturi.engine.agent;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.WallOffset;
import io.venturi.engine.metric.ClockKnowledge;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.LiveRtt;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTripListener;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttRun;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Counters.Id;
import io.venturi.engine.record.Observations;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.record.RoundTripRow;
import io.venturi.engine.record.RoundTripTable;
import io.venturi.engine.stats.IntervalMeter;
import io.venturi.engine.stats.RoundTripStatistics;
import io.venturi.engine.stats.RoundTripSummary;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import static io.venturi.engine.metric.Direction.ROUND_TRIP;
import static io.venturi.engine.metric.StampSource.USER;

/**
 * Reads what a lane recorded, joins it by probe number in the table, and keeps the statistics up to date.
 *
 * <p>Thread: {@link #doWork} on one thread; {@link #live} on any; {@link #finish} once the agent no longer runs and
 * the lane no longer records. Allocates nothing per record, only per interval and live snapshot, and for table chunks.
 */
public final class RoundTripAnalyst implements Agent {
    /** Records taken per duty cycle. */
    private static final int BATCH = 256;
    private static final long LIVE_PERIOD_NS = 100_000_000;
    private static final int MAX_ERRNO = 4095;

    private final OneToOneRingBuffer ring;
    private final Counters counters;
    private final Clock clock;
    private final RoundTripListener listener;
    private final RoundTripTable table;
    private final RoundTripRow row;
    private final RoundTripRow oldest;
    private final RoundTripStatistics statistics;
    private final IntervalMeter intervals;
    private final WallOffset walls; // null: wall stamps are as exact as the others
    private final MessageHandler handler = this::onRecord;
    private final long[] refusedByErrno = new long[MAX_ERRNO + 1];
    private long nextLiveNs = Long.MIN_VALUE;
    private volatile LiveRtt live = LiveRtt.NONE;

    /**
     * @param clock      CLOCK_MONOTONIC, the one of the records
     * @param table      empty; the report takes it over
     * @param intervalNs length of the intervals told to the listener; {@link Long#MAX_VALUE} for one at the end
     */
    public RoundTripAnalyst(Recorder recorder, Clock clock, RoundTripTable table, long intervalNs,
                            RoundTripListener listener) {
        this(recorder, clock, null, table, intervalNs, listener);
    }

    /** @param walls of the clocks that the lane reads, for wall stamps that agree with user stamps; or null */
    public RoundTripAnalyst(Recorder recorder, Clock clock, WallOffset walls, RoundTripTable table, long intervalNs,
                            RoundTripListener listener) {
        this.walls = walls;
        this.ring = recorder.ring();
        this.counters = recorder.counters();
        this.clock = clock;
        this.listener = listener;
        this.table = table;
        this.row = table.cursor();
        this.oldest = table.cursor();
        this.statistics = new RoundTripStatistics(table);
        this.intervals = new IntervalMeter(intervalNs, listener);
    }

    @Override
    public String roleName() {
        return "analyst";
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        if (walls != null) {
            walls.update(nowNs);
        }
        int records = ring.read(handler, BATCH);
        if (records < BATCH) { // nothing from before nowNs is left in the ring
            intervals.closeUpTo(nowNs);
        }
        if (nowNs >= nextLiveNs) {
            nextLiveNs = nowNs + LIVE_PERIOD_NS;
            publishLive(nowNs);
        }
        return records;
    }

    /** How the test stood at most 100 ms before the last duty cycle. Any thread, wait-free. */
    public LiveRtt live() {
        return live;
    }

    private void publishLive(long nowNs) {
        if (intervals.isStarted()) {
            live = statistics.live(nowNs - intervals.originNs(), counters.get(Id.SKIPPED));
        }
    }

    private void onRecord(int type, MutableDirectBuffer record, int index, int length) {
        switch (type) {
            case Observations.SENT -> onSent(record, index);
            case Observations.SENT_AT -> onSentAt(record, index);
            case Observations.RECEIVED -> onReceived(record, index);
            case Observations.REPLIED_AT -> onRepliedAt(record, index);
            case Observations.REFUSED -> onRefused(record.getLong(index + Observations.REFUSED_ERRNO));
            case Observations.WITHDRAWN -> onWithdrawn(record, index);
            case Observations.SKIPPED -> { } // counted by the lane
            default -> throw new IllegalStateException("record of unknown type " + type);
        }
    }

    private void onSent(DirectBuffer record, int index) {
        intervals.start(record.getLong(index + Observations.SENT_INTENDED));
        intervals.sent(record.getLong(index + Observations.SENT_USER));
        if (moveTo(record.getLong(index + Observations.SEQ)) && !row.sent()) {
            row.sent(record, index);
            align();
            statistics.onSent(row);
        }
    }

    /** Both wall stamps of a row by one offset, so that its parts add up. */
    private void align() {
        if (walls != null) {
            row.alignSentWall(walls.wallNs(row.sentUserNs(), row.sentWallNs()));
            row.alignReceivedWall(walls.wallNs(row.receivedUserNs(), row.receivedWallNs()));
        }
    }

    private void onSentAt(DirectBuffer record, int index) {
        if (moveTo(record.getLong(index + Observations.SEQ))) {
            row.sentAt(record, index);
            statistics.onSentAt(row);
        }
    }

    private void onRepliedAt(DirectBuffer record, int index) {
        long seq = record.getLong(index + Observations.SEQ);
        if (table.holds(seq) && row.moveTo(seq).peerSendResidenceNs() == RoundTrip.ABSENT) {
            row.repliedAt(record, index);
            statistics.onRepliedAt(row);
        }
    }

    private void onWithdrawn(DirectBuffer record, int index) {
        if (moveTo(record.getLong(index + Observations.SEQ))) {
            row.markWithdrawn();
        }
        statistics.onWithdrawn();
    }

    private void onReceived(DirectBuffer record, int index) {
        long receivedNs = record.getLong(index + Observations.RECEIVED_USER);
        intervals.start(receivedNs);
        if (!moveTo(record.getLong(index + Observations.SEQ))) {
            statistics.onOutdated();
        } else if (row.answered()) {
            row.addDuplicate();
            statistics.onDuplicate();
            intervals.duplicate(receivedNs);
            listener.onDuplicate(row);
        } else {
            row.received(record, index);
            align();
            long peerReceived = Integer.toUnsignedLong(record.getInt(index + Observations.COUNT));
            statistics.onReply(row, record.getLong(index + Observations.WINDOW), peerReceived);
            intervals.received(receivedNs, row.stalled() ? RoundTrip.ABSENT : row.delayNs(ROUND_TRIP, USER));
            listener.onRoundTrip(row);
        }
    }

    private void onRefused(long errno) {
        refusedByErrno[(int) Math.clamp(errno, 0, MAX_ERRNO)]++;
    }

    /** Stand on the row of this probe, adding rows up to it. False if the row is no longer kept. */
    private boolean moveTo(long seq) {
        if (seq < table.first()) {
            return false;
        }
        while (seq >= table.end()) {
            if (table.isFull()) {
                statistics.settle(oldest.moveTo(table.first()));
            }
            table.append();
        }
        row.moveTo(seq);
        return true;
    }

    /**
     * Take what is left in the ring and make the report, which takes over the table.
     *
     * @param totals what the peer said in the end that it had received, null if it did not
     * @param clocks what is known of the two hosts' clocks; the report says what follows
     */
    public RttReport finish(RttRun run, HostConditions host, PeerTotals totals, ClockKnowledge clocks) {
        while (ring.read(handler, BATCH) > 0) {
            // until the ring is empty
        }
        long endNs = run.startNs() + run.durationNs();
        intervals.finish(endNs);
        publishLive(endNs);
        RoundTripSummary summary = new RoundTripSummary(statistics, counters, run, totals, clocks);
        RoundTripSummary.Result result = summary.result(refused(), host);
        return new RttReport(run.with(result.clockRelation()), result.metrics(), result.instrument(), table);
    }

    /** The same where nothing is known of the clocks, and nothing is to be found out. */
    public RttReport finish(RttRun run, HostConditions host, PeerTotals totals) {
        return finish(run, host, totals, ClockKnowledge.NOTHING);
    }

    /** Refused probes by errno; those whose record found the ring full are under 0. */
    private Map<Integer, Long> refused() {
        Map<Integer, Long> byErrno = new TreeMap<>();
        long unrecorded = counters.get(Id.REFUSED);
        for (int errno = 0; errno <= MAX_ERRNO; errno++) {
            if (refusedByErrno[errno] > 0) {
                byErrno.put(errno, refusedByErrno[errno]);
                unrecorded -= refusedByErrno[errno];
            }
        }
        if (unrecorded > 0) {
            byErrno.merge(0, unrecorded, Long::sum);
        }
        return Collections.unmodifiableMap(byErrno);
    }
}
