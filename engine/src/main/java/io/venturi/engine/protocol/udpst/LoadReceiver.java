package io.venturi.engine.protocol.udpst;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.protocol.udpst.wire.IntervalBlock;
import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import io.venturi.engine.protocol.udpst.wire.Pdu;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;

/**
 * Counts load that arrives, in trial intervals and sub-intervals: who reports decides when one ends, and each datagram
 * counts in the one in which it arrived. Delays are kept in ns; the wire gets ms.
 *
 * <p>Thread: the lane. Allocates nothing per datagram.
 */
final class LoadReceiver {
    /** Numbers remembered to tell a duplicate from a late datagram. */
    private static final int HISTORY = 32;
    private static final int ECN_MASK = 3;
    private static final int CE = 3;
    /** Beyond this a round trip is a forged or foreign stamp. */
    private static final long LONGEST_RTT_NS = 60_000_000_000L;

    private final TestParameters parameters;
    private final long wallOffsetNs;
    private final LoadLog log;
    private final TrialBlock trial = new TrialBlock();
    private IntervalBlock active = new IntervalBlock();
    private IntervalBlock saved = new IntervalBlock();
    private final DelaySpan trialDelay = new DelaySpan();
    private DelaySpan activeDelay = new DelaySpan();
    private DelaySpan savedDelay = new DelaySpan();
    private DelaySpan activeRtt = new DelaySpan();
    private DelaySpan savedRtt = new DelaySpan();
    private final long[] history = new long[HISTORY];
    private int historyNext;
    private long highest;
    private long leastOneWayNs;
    private long leastRttNs = Long.MAX_VALUE;
    private long lastStatusTime;
    private int peerStatusError;
    private boolean bleached;
    private long trialBeganNs;
    private long intervalBeganNs = Long.MIN_VALUE;
    private long intervals;
    private long accumulatedMs;
    private long accumulatedNs;
    private long savedNs;
    private boolean activeStalled;
    private boolean savedStalled;

    /**
     * @param nowNs        when the test was activated
     * @param wallOffsetNs CLOCK_REALTIME minus CLOCK_MONOTONIC, the same as of the status PDUs
     */
    LoadReceiver(TestParameters parameters, long wallOffsetNs, long nowNs, LoadLog log) {
        this.parameters = parameters;
        this.wallOffsetNs = wallOffsetNs;
        this.log = log;
        trialBeganNs = nowNs;
    }

    // ---- datagrams -----------------------------------------------------------------------------------------------

    /**
     * A load datagram has arrived.
     *
     * @param arrivedNs    CLOCK_MONOTONIC
     * @param trafficClass of its packet, negative if unknown
     */
    @HotPath
    void arrived(LoadPdu load, long arrivedNs, int trafficClass) {
        trial.datagrams++;
        trial.bytes += load.payload();
        active.datagrams++;
        active.bytes += load.payload();
        int ecn = 0;
        if (parameters.ceThreshold() > 0 && trafficClass >= 0) {
            ecn = trafficClass & ECN_MASK;
            countMarks(ecn);
        }
        boolean first = highest == 0;
        long wallNs = arrivedNs + wallOffsetNs;
        if (!isNew(load.seq())) {
            log.datagram(load, ecn, wallNs, LoadLog.NO_SAMPLE);
            return;
        }
        long rttMs = load.statusTime() != lastStatusTime ? roundTrip(load, wallNs) : LoadLog.NO_SAMPLE;
        oneWay(wallNs - load.time(), first);
        log.datagram(load, ecn, wallNs, rttMs);
    }

    private void countMarks(int ecn) {
        if (ecn == CE) {
            trial.marked++;
            active.marked++;
        } else if (ecn == 0) {
            bleached = true;
        }
    }

    private boolean isNew(long seq) {
        if (seq > highest) {
            long missing = seq - highest - 1;
            trial.lost += missing;
            active.lost += missing;
            highest = seq;
            remember(seq);
            return true;
        }
        if (isRemembered(seq)) {
            trial.duplicate++;
            active.duplicate++;
            return false;
        }
        trial.reordered++;
        active.reordered++;
        trial.lost = Math.max(0, trial.lost - 1);
        active.lost = Math.max(0, active.lost - 1);
        remember(seq);
        return false;
    }

    private void remember(long seq) {
        history[historyNext] = seq;
        historyNext = (historyNext + 1) % HISTORY;
    }

    private boolean isRemembered(long seq) {
        for (long known : history) {
            if (known == seq) {
                return true;
            }
        }
        return false;
    }

    /**
     * Without the delay at the peer, of which whole ms are known.
     *
     * @return ms, or {@link LoadLog#NO_SAMPLE}
     */
    private long roundTrip(LoadPdu load, long wallNs) {
        lastStatusTime = load.statusTime();
        peerStatusError = load.statusError();
        long wholeNs = wallNs - load.statusTime();
        if (wholeNs < 0 || wholeNs > LONGEST_RTT_NS) {
            return LoadLog.NO_SAMPLE;
        }
        long delayMs = load.responseDelayMs();
        long rttNs = wholeNs - delayMs * Millis.NS;
        if (rttNs < 0) { // rounded up to more than it was; or nonsense, and then the whole is the best there is
            rttNs = delayMs <= Millis.of(wholeNs) + 1 ? 0 : wholeNs;
        }
        if (rttNs < leastRttNs) {
            leastRttNs = rttNs;
            trial.rttMin = Millis.of(rttNs);
            trial.minimumChanged = true;
        }
        trial.rttVariation = Millis.of(rttNs) - Millis.of(leastRttNs);
        activeRtt.add(rttNs - leastRttNs);
        return Millis.of(rttNs);
    }

    private void oneWay(long delayNs, boolean first) {
        if (first || delayNs < leastOneWayNs) {
            leastOneWayNs = delayNs;
            trial.clockDeltaMin = (int) Millis.of(delayNs);
            trial.minimumChanged = true;
        }
        if (!first) {
            long variationNs = delayNs - leastOneWayNs;
            trialDelay.add(variationNs);
            activeDelay.add(variationNs);
        }
    }

    // ---- intervals -----------------------------------------------------------------------------------------------

    /** True once any load has arrived. */
    boolean hasBegun() {
        return highest > 0;
    }

    /** What this end did makes the sub-interval untrustworthy. */
    void stalled() {
        activeStalled = true;
    }

    /** What the trial interval gave that ends now; the same object each time. */
    TrialBlock trial(long endNs) {
        trial.delayMin = trialDelay.leastMs();
        trial.delayMax = trialDelay.greatestMs();
        trial.delaySum = trialDelay.sumMs();
        trial.delayCount = trialDelay.count();
        trial.us = Millis.micros(endNs - trialBeganNs);
        return trial;
    }

    /** The same as it was made last. */
    TrialBlock trialBlock() {
        return trial;
    }

    /** The same for people, ns. */
    CapacityTally trialTally() {
        return new CapacityTally(trial.datagrams, trial.bytes, trial.lost, trial.reordered, trial.duplicate,
                trial.marked, trialDelay.variation(), CapacityTally.Variation.NONE);
    }

    /**
     * Begin the next trial interval.
     *
     * @return true if a sub-interval has ended, too
     */
    boolean next(long nowNs) {
        trial.lost = 0;
        trial.reordered = 0;
        trial.duplicate = 0;
        trial.rttVariation = Pdu.NONE;
        trial.minimumChanged = false;
        trial.datagrams = 0;
        trial.bytes = 0;
        trial.marked = 0;
        trialDelay.clear();
        trialBeganNs = nowNs;
        if (intervalBeganNs == Long.MIN_VALUE) {
            beginInterval(nowNs);
            return false;
        }
        long lengthNs = nowNs - intervalBeganNs;
        if (Millis.of(lengthNs) <= parameters.subIntervalMs() - parameters.trialMs() / 2) {
            return false;
        }
        endInterval(lengthNs);
        beginInterval(nowNs);
        return true;
    }

    private void endInterval(long lengthNs) {
        intervals++;
        accumulatedMs += Millis.of(lengthNs);
        accumulatedNs += lengthNs;
        savedNs = lengthNs;
        savedStalled = activeStalled;
        active.us = Millis.micros(lengthNs);
        active.accumulatedMs = accumulatedMs;
        active.delayMin = activeDelay.leastMs();
        active.delayMax = activeDelay.greatestMs();
        active.delaySum = activeDelay.sumMs();
        active.delayCount = activeDelay.count();
        active.rttMin = activeRtt.leastMs();
        active.rttMax = activeRtt.greatestMs();
        IntervalBlock block = saved;
        saved = active;
        active = block;
        DelaySpan span = savedDelay;
        savedDelay = activeDelay;
        activeDelay = span;
        span = savedRtt;
        savedRtt = activeRtt;
        activeRtt = span;
    }

    private void beginInterval(long nowNs) {
        intervalBeganNs = nowNs;
        activeStalled = false;
        active.datagrams = 0;
        active.bytes = 0;
        active.lost = 0;
        active.reordered = 0;
        active.duplicate = 0;
        active.marked = 0;
        activeDelay.clear();
        activeRtt.clear();
    }

    /** Sub-intervals completed. */
    long intervals() {
        return intervals;
    }

    /** The last that was completed, as it goes on the wire. */
    IntervalBlock interval() {
        return saved;
    }

    /** The same for people, ns. */
    CapacityTally tally() {
        return new CapacityTally(saved.datagrams, saved.bytes, saved.lost, saved.reordered, saved.duplicate,
                saved.marked, savedDelay.variation(), savedRtt.variation());
    }

    /** Its length. */
    long intervalNs() {
        return savedNs;
    }

    /** Length of all so far. */
    long accumulatedNs() {
        return accumulatedNs;
    }

    /** It cannot be trusted because of us. */
    boolean intervalStalled() {
        return savedStalled;
    }

    /** Least delay so far plus difference of the clocks; means something once load has arrived. */
    long leastOneWayNs() {
        return leastOneWayNs;
    }

    /** Least round trip so far, {@link Long#MAX_VALUE} before the first. */
    long leastRttNs() {
        return leastRttNs;
    }

    /** Datagrams of this test came without their ECN marks. */
    boolean bleached() {
        return bleached;
    }

    /** How many status PDUs the peer last missed; 0 once told. */
    int takePeerStatusError() {
        int error = peerStatusError;
        peerStatusError = 0;
        return error;
    }
}
