package io.venturi.engine.metric;

/**
 * What happened in one interval of the local clock.
 *
 * @param index      from 0
 * @param startNs    since the start of the test
 * @param endNs      since the start of the test; the last interval may be shorter
 * @param sent       probes sent in it
 * @param received   first replies that arrived in it, whenever their probes were sent
 * @param duplicates further replies that arrived in it
 * @param pending    probes of the whole test without a reply at its end: on their way, or lost
 * @param roundTrip  user-stamped round trips of the replies of this interval, quantiles from a histogram
 */
public record IntervalReport(long index, long startNs, long endNs, long sent, long received, long duplicates,
                             long pending, Summary roundTrip) {
    public IntervalReport {
        if (startNs > endNs || sent < 0 || received < 0 || duplicates < 0 || pending < 0) {
            throw new IllegalArgumentException("interval " + index + " from " + startNs + " to " + endNs);
        }
    }
}
