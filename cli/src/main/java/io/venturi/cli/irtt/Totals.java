package io.venturi.cli.irtt;

import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RttReport;

/**
 * The counted part of a report, apart from the samples.
 *
 * @param replies        distinct ones
 * @param unobserved     probes that may have been answered without our noticing; not in the JSON, so 0 if read from it
 * @param refused        probes that the kernel did not take; not in the JSON, so 0 if read from it
 * @param late           replies with a number below that of the one before
 * @param serverReceived what the server says it received, 0 if it does not
 * @param missedSlots    of the schedule
 * @param intervalNs     of the schedule
 * @param lengthBytes    UDP payload of a packet
 * @param waitNs         for replies after the last probe
 * @param durationNs     including the wait
 */
record Totals(long sent, long replies, long duplicates, long unobserved, long refused, long late, long serverReceived,
              long missedSlots, long intervalNs, int lengthBytes, long bytesSent, long bytesReceived, long sendBps,
              long receiveBps, long waitNs, long durationNs) {

    static Totals of(RttReport report) {
        Metric.Loss loss = report.metric(Metric.Loss.class).orElseThrow();
        return new Totals(loss.sent(), loss.received(),
                report.metric(Metric.Duplication.class).map(Metric.Duplication::duplicates).orElse(0L),
                loss.unobserved(),
                report.instrument().refusedByErrno().values().stream().mapToLong(Long::longValue).sum(),
                report.metric(Metric.Reordering.class).map(Metric.Reordering::late).orElse(0L),
                report.metric(Metric.PeerReceived.class).map(Metric.PeerReceived::count).orElse(0L),
                report.instrument().missedSlots(), report.run().agreed().intervalNs(),
                report.run().agreed().lengthBytes(), bytes(report, Direction.FORWARD), bytes(report, Direction.REVERSE),
                bps(report, Direction.FORWARD), bps(report, Direction.REVERSE), report.run().waitNs(),
                report.run().durationNs());
    }

    private static long bytes(RttReport report, Direction direction) {
        return report.rate(direction).map(Metric.Rate::bytes).orElse(0L);
    }

    private static long bps(RttReport report, Direction direction) {
        return report.rate(direction).map(Metric.Rate::bitsPerSecond).orElse(0L);
    }

    /** Replies, duplicates included. */
    long received() {
        return replies + duplicates;
    }

    long expected() {
        return sent + missedSlots;
    }

    /** Of what could be observed; 100 if there was no reply at all. */
    double lossPercent() {
        return replies == 0 ? 100 : share(sent - unobserved - replies, sent - unobserved);
    }

    double upstreamLossPercent() {
        return serverReceived == 0 ? 0 : share(sent - serverReceived, sent);
    }

    double downstreamLossPercent() {
        return share(serverReceived - replies, serverReceived);
    }

    double duplicatePercent() {
        return share(duplicates, received());
    }

    double latePercent() {
        return share(late, received());
    }

    double missPercent() {
        return share(missedSlots, expected());
    }

    /** Mean error of the times of sending in percent of the interval. */
    double timerErrorPercent(DurationStats timerError) {
        return share(timerError.mean(), intervalNs);
    }

    /** Percent, never below 0: counts of two ends need not fit, as duplicates and late replies show. */
    private static double share(long part, long whole) {
        return whole <= 0 ? 0 : 100.0 * Math.max(0, part) / whole;
    }
}
