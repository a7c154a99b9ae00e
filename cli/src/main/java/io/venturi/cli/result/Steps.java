package io.venturi.cli.result;

import java.util.List;

/** Rates found for each of some frame sizes. */
public record Steps(String label, List<Step> steps) {

    /**
     * A frame size; rates that were not found are NaN.
     *
     * @param failedBitsPerSecond the lowest rate that failed
     */
    public record Step(String frame, double bitsPerSecond, double failedBitsPerSecond) {
    }
}
