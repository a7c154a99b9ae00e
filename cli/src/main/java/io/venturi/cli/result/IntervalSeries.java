package io.venturi.cli.result;

import java.util.List;

/** The course of a test in pieces, such as the sub-intervals of a capacity test. */
public record IntervalSeries(String label, String rateLabel, String delayLabel, List<Piece> pieces) {

    /**
     * A piece; what is not known is NaN.
     *
     * @param endS from the start of the test
     */
    public record Piece(double startS, double endS, double bitsPerSecond, double lossPercent, double delayNs,
                        double retransmits, boolean stalled) {
    }
}
