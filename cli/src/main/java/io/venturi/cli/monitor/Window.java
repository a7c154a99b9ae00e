package io.venturi.cli.monitor;

import io.venturi.engine.metric.StampSource;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/**
 * What was seen of a target in one interval. The histogram is not changed any more once it is in here.
 *
 * @param startMs   when it began, ms since 1970
 * @param spanMs    its length; what is rolled up is longer than what was measured
 * @param loaded    a load test of this host went on, so its delays say nothing of the idle path
 * @param failure   why nothing could be sent, empty if it could
 * @param delays    round trips, ns, by the stamps of {@code stampedBy}
 * @param stampedBy of most probes
 */
record Window(String target, long startMs, long spanMs, boolean loaded, String failure, Counts counts,
              Histogram delays, StampSource stampedBy) {

    /**
     * Probes.
     *
     * @param sent        that the kernel took
     * @param lost        without a reply when the wait was over
     * @param lostForward of these, on the way there
     * @param lostReverse of these, on the way back
     * @param unobserved  whose replies this host may have missed; not lost
     */
    record Counts(long sent, long received, long lost, long lostForward, long lostReverse, long unobserved,
                  long duplicates, long reordered) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(sent + other.sent, received + other.received, lost + other.lost,
                    lostForward + other.lostForward, lostReverse + other.lostReverse, unobserved + other.unobserved,
                    duplicates + other.duplicates, reordered + other.reordered);
        }

        /** Lost of those that could be observed, 0 to 1; 0 if there were none. */
        double lossRatio() {
            return sent == unobserved ? 0 : (double) lost / (sent - unobserved);
        }
    }

    /** An interval in which nothing could be sent. */
    static Window failed(String target, long startMs, long spanMs, boolean loaded, String failure) {
        return new Window(target, startMs, spanMs, loaded, failure, Counts.NONE, histogram(), StampSource.USER);
    }

    /** Of delays, ns; three significant digits, small as long as it holds few values. */
    static Histogram histogram() {
        return new PackedHistogram(3);
    }

    /** The same, with a load test beside it. */
    Window underLoad() {
        return new Window(target, startMs, spanMs, true, failure, counts, delays, stampedBy);
    }

    long endMs() {
        return startMs + spanMs;
    }

    /** Not a single reply. */
    boolean silent() {
        return counts.received() == 0;
    }

    /** The value that {@code percent} of the delays do not exceed, ns. */
    long percentile(double percent) {
        return delays.getTotalCount() == 0 ? 0 : Math.min(delays.getMaxValue(), delays.getValueAtPercentile(percent));
    }
}
