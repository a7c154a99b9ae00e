package io.venturi.cli.diff;

import io.venturi.cli.result.Result;
import java.util.List;

/**
 * The outcome of a comparison.
 *
 * @param a results of the old side
 * @param b results of the new side
 * @param basis what the values are
 * @param unlike differences of set-up that were let pass
 * @param notes what a reader has to know
 */
public record Comparison(List<Result> a, List<Result> b, Basis basis, double level, List<Line> lines,
                         List<String> unlike, List<String> notes) {

    /** What may be said at all. */
    public enum Basis {
        /** One value per run and side: what is found holds for further runs. */
        RUNS,
        /** One run per side, its probes resampled: what is found holds for these two runs only. */
        PROBES,
        /** One run per side without probes: nothing but the difference. */
        SINGLE
    }

    /** What became of one metric. */
    public enum Verdict {
        /** Proved, beyond the thresholds, for the worse. */
        WORSE,
        /** Proved, beyond the thresholds, for the better. */
        BETTER,
        /** Proved, but too small to matter. */
        SMALL,
        /** Not proved. It need not mean that nothing changed. */
        NOT_PROVED,
        /** With what there is, no change could have been proved. */
        UNDECIDABLE
    }

    /**
     * A metric of a test.
     *
     * @param test which test of a file, such as {@code IP-layer capacity, up}
     * @param valuesA one for each run that has the metric
     * @param medianA of {@code valuesA}
     * @param adjustedP after Holm's correction; NaN if there was no test
     */
    public record Line(String test, Metric metric, double[] valuesA, double[] valuesB, double medianA, double medianB,
                       Shift shift, double adjustedP, Verdict verdict) {

        /** Of the median of A; NaN if that is 0. */
        public double relative() {
            return medianA == 0 ? Double.NaN : shift.estimate() / Math.abs(medianA);
        }
    }

    public boolean worse() {
        return lines.stream().anyMatch(line -> line.verdict() == Verdict.WORSE);
    }

    /** No metric could be decided. */
    public boolean undecidable() {
        return lines.stream().allMatch(line -> line.verdict() == Verdict.UNDECIDABLE);
    }
}
