package io.venturi.cli.monitor;

/**
 * A load test.
 *
 * @param direction     {@code down} or {@code up}, from here
 * @param bitsPerSecond IP-layer capacity, or TCP payload received; 0 if it failed
 * @param lossRatio     of the load, -1 if not known
 * @param failure       empty if it was measured as planned
 */
record LoadResult(String target, long startMs, MonitorPlan.LoadKind kind, String direction, double bitsPerSecond,
                  double lossRatio, String failure) {
    boolean measured() {
        return failure.isEmpty();
    }
}
