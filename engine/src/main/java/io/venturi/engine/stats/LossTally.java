package io.venturi.engine.stats;

import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.Metric.Loss;
import io.venturi.engine.metric.PeerTotals;
import io.venturi.engine.record.RoundTripRow;

/** Counts what became of the probes: each row once, in order of their numbers, when nothing more can come for it. */
final class LossTally {
    private long forward;
    private long reverse;
    private long runs;
    private long longestRun;
    private long run;
    private long firstSeq = -1;
    private long lastSeq = -1;

    /** Count a row for good. Allocates nothing. */
    void settle(RoundTripRow row) {
        switch (row.fate()) {
            case NOT_RECORDED, MISSED_LAUNCH -> { } // neither ends a run nor belongs to one
            case ANSWERED -> run = 0;
            case UNANSWERED -> addToRun(row.seq());
            case LOST_FORWARD -> {
                forward++;
                addToRun(row.seq());
            }
            case LOST_REVERSE -> {
                reverse++;
                addToRun(row.seq());
            }
        }
    }

    private void addToRun(long seq) {
        if (run++ == 0) {
            runs++;
        }
        longestRun = Math.max(longestRun, run);
        firstSeq = firstSeq < 0 ? seq : firstSeq;
        lastSeq = seq;
    }

    /**
     * The loss of the whole test.
     *
     * @param sent     probes the kernel took
     * @param received distinct replies joined to their probes
     * @param blind    replies that may have reached this host without being joined: as many unanswered probes are not
     *                 called lost
     * @param totals   what the peer had received, in agreement with the numbers here; null if it did not tell
     */
    Loss loss(long sent, long received, long blind, long waitNs, PeerTotals totals) {
        long unanswered = sent - received;
        boolean exact = totals != null;
        long lostForward = exact ? sent - totals.distinct() : forward;
        // what never reached the peer cannot have come back, but windows may err: only totals limit our blindness
        long unobserved = Math.min(blind, exact ? unanswered - lostForward : unanswered);
        long lost = unanswered - unobserved;
        // an unobserved reply had come back: take it from those lost on the way back first, from forward last
        long lostReverse = exact ? unanswered - lostForward : reverse;
        long fromReverse = Math.min(unobserved, lostReverse);
        long undetermined = unanswered - lostForward - lostReverse;
        long fromUndetermined = Math.min(unobserved - fromReverse, undetermined);
        long fromForward = unobserved - fromReverse - fromUndetermined;
        return new Loss(sent, received, lost, unobserved, waitNs,
                new Loss.ByDirection(lostForward - fromForward, lostReverse - fromReverse,
                        undetermined - fromUndetermined, exact),
                runs == 0 ? Loss.Runs.NONE : new Loss.Runs(runs, longestRun, firstSeq, lastSeq));
    }
}
