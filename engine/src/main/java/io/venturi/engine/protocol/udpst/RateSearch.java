package io.venturi.engine.protocol.udpst;

import io.venturi.engine.protocol.udpst.wire.Pdu;
import io.venturi.engine.protocol.udpst.wire.RateTable;
import io.venturi.engine.protocol.udpst.wire.SearchAlgorithm;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;

/**
 * The search for the highest sending rate that a path carries without loss and queueing: one step per trial interval.
 *
 * <p>Owned by one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9097#section-8">RFC 9097 section 8</a>
 */
public final class RateSearch {
    /** Rows of the big step back, in steps. */
    private static final int BACK_STEPS = 3;
    private static final int FIRST_RETRY = 5;
    private static final int HIGH_SPEED = RateTable.HIGH_SPEED;

    private final TestParameters parameters;
    private int row;
    private int congestions;
    private int retries;
    private int retryThreshold = FIRST_RETRY;
    private boolean halfway;

    public RateSearch(TestParameters parameters) {
        this.parameters = parameters;
        row = parameters.row() != TestParameters.AUTOMATIC && parameters.startRow() ? parameters.row() : 0;
    }

    /** The row to send with now. */
    public int row() {
        return row;
    }

    /**
     * A trial interval has ended.
     *
     * @param subIntervals completed before it
     * @return the row for the next
     */
    public int adjust(TrialBlock trial, long subIntervals) {
        if (subIntervals < parameters.frozen()) {
            row = parameters.isFixed() ? 0 : row;
        } else if (parameters.isFixed()) {
            row = parameters.row();
        } else {
            search(trial);
        }
        return row;
    }

    private void search(TrialBlock trial) {
        long errors = trial.lost + (parameters.ignoreReordered() ? 0 : trial.reordered + trial.duplicate);
        long delayMs = delayMs(trial);
        boolean marked = parameters.ceThreshold() > 0 && trial.marked > mostMarks(trial.datagrams);
        boolean tooMany = errors > parameters.errorThreshold();
        if (tooMany || marked || delayMs > parameters.highMs()) {
            congested();
        } else if (delayMs < parameters.lowMs()) {
            if (parameters.algorithm() == SearchAlgorithm.B) {
                linear();
            } else {
                multiply();
            }
        }
    }

    /** Without a sample, what changes nothing. */
    private long delayMs(TrialBlock trial) {
        if (parameters.oneWay()) {
            return trial.delayCount == 0 ? parameters.lowMs() : roundedMean(trial.delaySum, trial.delayCount);
        }
        return trial.rttVariation == Pdu.NONE ? parameters.lowMs() : trial.rttVariation;
    }

    static long roundedMean(long sum, long count) {
        return (sum * 10 / count + 5) / 10;
    }

    private long mostMarks(long datagrams) {
        return ((parameters.ceThreshold() - 1) * datagrams * 10 / 255 + 5) / 10;
    }

    private boolean isFast() {
        return row < HIGH_SPEED && congestions < parameters.slowThreshold();
    }

    private void linear() {
        if (isFast()) {
            row = Math.min(HIGH_SPEED, row + parameters.step());
            congestions = 0;
        } else {
            row = Math.min(RateTable.LAST, row + 1);
        }
    }

    private void multiply() {
        if (isFast()) {
            if (2 * row > HIGH_SPEED) {
                row = HIGH_SPEED;
            } else {
                row = Math.max(1, row) * (halfway ? 2 : 1);
                halfway = !halfway;
            }
            congestions = 0;
            return;
        }
        if (row < RateTable.LAST) {
            row++;
            retries++;
        }
        if (retryIsDue()) {
            retryThreshold += FIRST_RETRY;
        }
    }

    private void congested() {
        congestions++;
        if (row < HIGH_SPEED && congestions == parameters.slowThreshold()) {
            int back = BACK_STEPS * parameters.step();
            row = row > back ? row - back : 0;
        } else if (row > 0) {
            row--;
            if (parameters.algorithm() == SearchAlgorithm.C) {
                retries++;
                retryIsDue();
            }
        }
    }

    /** After enough slow steps, the next good interval begins a fast ramp again. */
    private boolean retryIsDue() {
        if (retries < retryThreshold) {
            return false;
        }
        congestions = 0;
        retries = 0;
        return true;
    }
}
