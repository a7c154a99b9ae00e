package io.venturi.cli.output;

import io.venturi.engine.api.CapacityRates;
import io.venturi.engine.metric.CapacityConnection;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityRate;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.plan.CapacityPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What limited a capacity test, by the evidence of both ends. The path is blamed only where the ends are ruled out.
 *
 * @param reasons the evidence, with numbers
 */
record CapacityVerdict(Limit limit, List<String> reasons) {
    /** Share of its time from which a measuring thread has nothing left. */
    private static final double BUSY = 0.95;
    /** Share of the datagrams from which losing or missing some says something. */
    private static final double NOTABLE = 0.001;
    /** Share of a fixed rate from which it was carried; the rest is rounding and the edges of sub-intervals. */
    private static final double CARRIED = 0.98;
    /** Share of the datagrams from which losing some, behind a standing queue, is an overflow and no accident. */
    private static final double OVERFLOWING = 0.02;
    /** Share of the send times from which missing some says something. */
    private static final double NOTABLE_MISSES = 0.01;
    /** Share of the time from which stalls say something. */
    private static final double NOTABLE_STALLS = 0.01;

    /** Who was the limit. */
    enum Limit {
        /** The path: what is between the two hosts. */
        PATH("path"),
        /** This host. */
        HERE("this host"),
        /** The server. */
        THERE("the server"),
        /** Both ends share this host, which is all that was measured. */
        LOOPBACK("this host, which has both ends"),
        /** The fastest row of the rate table. */
        TOP_ROW("the highest rate of the test"),
        /** The rate was fixed, and it was carried. */
        FIXED_RATE("the fixed rate"),
        /** The rate was still rising when the time was over. */
        TIME("the time of the test"),
        /** Nothing tells. */
        UNKNOWN("unknown");

        private final String words;

        Limit(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    CapacityVerdict {
        reasons = List.copyOf(reasons);
    }

    static CapacityVerdict of(CapacityPlan plan, CapacityReport report) {
        List<String> here = ofHost(plan, report, report.evidence().here(), true);
        List<String> there = report.evidence().there().map(host -> ofHost(plan, report, host, false))
                .orElse(List.of());
        List<String> path = ofPath(plan, report);
        if (report.intervals().isEmpty()) {
            return new CapacityVerdict(Limit.UNKNOWN, List.of("no sub-interval was completed"));
        }
        if (carriedFixedRate(plan, report)) {
            return new CapacityVerdict(Limit.FIXED_RATE, List.of("all of it arrived, without delay building up"));
        }
        if (report.connections().stream().allMatch(CapacityVerdict::isLoopback)) {
            return new CapacityVerdict(Limit.LOOPBACK, here);
        }
        if (queueWasFull(plan, report)) {
            return new CapacityVerdict(Limit.PATH, path);
        }
        if (!here.isEmpty()) {
            return new CapacityVerdict(Limit.HERE, here);
        }
        if (!there.isEmpty()) {
            return new CapacityVerdict(Limit.THERE, there);
        }
        int highest = report.evidence().highestRow().orElse(-1);
        if (highest >= report.evidence().topRow()) {
            return new CapacityVerdict(Limit.TOP_ROW, List.of("row " + highest + ", the last, was reached"));
        }
        if (!path.isEmpty()) {
            return new CapacityVerdict(Limit.PATH, path);
        }
        return withoutCongestion(plan, report);
    }

    /**
     * Even an end that was held up now and then had more to send than the path took, if a queue stood and overflowed
     * all through the fastest sub-interval.
     */
    private static boolean queueWasFull(CapacityPlan plan, CapacityReport report) {
        return report.maximum().stream().map(CapacityInterval::tally).anyMatch(tally ->
                tally.lost() > OVERFLOWING * tally.sent()
                        && tally.oneWayVariation().meanNs() > plan.search().lowerThresholdNs())
                && report.evidence().here().receiveOverflow() == 0
                && report.evidence().there().stream().allMatch(host -> host.receiveOverflow() == 0);
    }

    private static boolean carriedFixedRate(CapacityPlan plan, CapacityReport report) {
        double asked = report.connections().size() * CapacityRates.table(plan.datagrams().jumbo(),
                plan.datagrams().traditionalMtu(), true).get(plan.search().row()).bitsPerSecond();
        return plan.search().start() == CapacityPlan.Start.FIXED && ofPath(plan, report).isEmpty()
                && report.maximum().stream().anyMatch(most -> most.bitsPerSecond(CapacityLayer.IP) > CARRIED * asked);
    }

    private static CapacityVerdict withoutCongestion(CapacityPlan plan, CapacityReport report) {
        if (plan.search().start() == CapacityPlan.Start.FIXED) { // and it was not carried
            return new CapacityVerdict(report.direction() == CapacityDirection.UP ? Limit.HERE : Limit.THERE,
                    List.of("less than the fixed rate arrived, but nothing was lost: the sender did not send it"));
        }
        List<CapacityInterval> intervals = report.intervals();
        int maximum = report.maximum().map(CapacityInterval::index).orElse(0);
        return maximum == intervals.getLast().index() && intervals.size() > 1
                ? new CapacityVerdict(Limit.TIME,
                        List.of("the last sub-interval was the fastest, and nothing was lost"))
                : new CapacityVerdict(Limit.UNKNOWN, List.of("neither loss nor delay shows what held it back"));
    }

    private static boolean isLoopback(CapacityConnection connection) {
        return connection.server().getAddress().isLoopbackAddress();
    }

    private static List<String> ofHost(CapacityPlan plan, CapacityReport report, CapacityHost host,
                                       boolean here) {
        List<String> reasons = new ArrayList<>();
        boolean sends = here == (report.direction() == CapacityDirection.UP);
        CapacityTally tally = report.tally(0, report.intervals().size());
        double datagrams = Math.max(1, tally.sent());
        if (sends && host.refused() > NOTABLE * datagrams) {
            reasons.add("the kernel refused " + host.refused() + " datagrams ("
                    + Figures.percent(100 * host.refused() / (datagrams + host.refused()))
                    + "): its interface or socket buffer was full");
        }
        long missed = host.missedSlots();
        long slots = slots(plan, report);
        if (sends && missed > NOTABLE_MISSES * slots) {
            reasons.add(missed + " send times passed before it came to send (of about " + slots + ")");
        }
        if (!sends && host.receiveOverflow() > NOTABLE * datagrams) {
            reasons.add(host.receiveOverflow() + " datagrams arrived but were dropped because its receive buffer was"
                    + " full");
        }
        if (host.stalledNs() > NOTABLE_STALLS * (report.endWallNs() - report.startWallNs())) {
            reasons.add(Figures.count(host.stalls(), "stall") + " of its measuring threads, "
                    + Figures.duration(host.stalledNs()) + " in all");
        }
        if (host.laneBusyShare() > BUSY) {
            reasons.add(String.format(Locale.ROOT, "its busiest measuring thread worked %.0f %% of the time",
                    100 * host.laneBusyShare()));
        }
        return reasons;
    }

    /** Send times of all connections: those of the fixed row, or what a search has at most, one in 100 us. */
    private static long slots(CapacityPlan plan, CapacityReport report) {
        double perUs = 1.0 / 100;
        if (plan.search().start() == CapacityPlan.Start.FIXED) {
            CapacityRate rate = CapacityRates.table(plan.datagrams().jumbo(), plan.datagrams().traditionalMtu(), true)
                    .get(plan.search().row());
            perUs = perUs(rate.fast()) + perUs(rate.slow());
        }
        double us = (report.endWallNs() - report.startWallNs()) / 1e3;
        return Math.max(1, (long) (us * perUs)) * report.connections().size();
    }

    private static double perUs(CapacityRate.Transmitter transmitter) {
        return transmitter.intervalUs() == 0 ? 0 : 1.0 / transmitter.intervalUs();
    }

    private static List<String> ofPath(CapacityPlan plan, CapacityReport report) {
        List<String> reasons = new ArrayList<>();
        CapacityTally tally = report.tally(0, report.intervals().size());
        long lost = Math.max(0, tally.lost() - report.evidence().here().receiveOverflow());
        if (lost > 0) {
            reasons.add(lost + " of " + tally.sent() + " datagrams were lost ("
                    + Figures.percent(100.0 * lost / tally.sent()) + ")");
        }
        long delayNs = Math.max(tally.oneWayVariation().maxNs(), tally.roundTripVariation().maxNs());
        if (delayNs > plan.search().lowerThresholdNs()) {
            reasons.add("delay rose by up to " + Figures.duration(delayNs));
        }
        if (tally.ceMarked() > 0) {
            reasons.add(tally.ceMarked() + " datagrams were marked CE (" + Figures.percent(tally.cePercent()) + ")");
        }
        return reasons;
    }

    /** A server that takes the load may lose some itself. */
    private static boolean isServerSilent(CapacityReport report) {
        return report.direction() == CapacityDirection.UP && report.evidence().there().isEmpty();
    }

    /** For people: who was the limit, and why. */
    String sentence(CapacityReport report) {
        Optional<CapacityInterval> maximum = report.maximum();
        String rate = maximum.map(interval -> Figures.rate(interval.bitsPerSecond(CapacityLayer.IP))).orElse("nothing");
        String because = reasons.isEmpty() ? "" : ": " + String.join("; ", reasons);
        return switch (limit) {
            case PATH -> "the path carries " + rate + " of IP packets. " + (isServerSilent(report)
                    ? "It was the limit, or the server, which tells nothing of itself; not this host"
                    : "It was the limit, not its ends") + because + ".";
            case HERE -> "at least " + rate + " of IP packets. This host was the limit, not the path" + because
                    + ". The path may carry more.";
            case THERE -> "at least " + rate + " of IP packets. The server was the limit, not the path" + because
                    + ". The path may carry more.";
            case LOOPBACK -> rate + " of IP packets between two ends on this host. That is what this host can send and"
                    + " receive at once, and no property of a path" + because + ".";
            case TOP_ROW -> "at least " + rate + " of IP packets. The test itself was the limit" + because
                    + "; use more --connections. The path may carry more.";
            case FIXED_RATE -> "the path carries the fixed rate, " + rate + " of IP packets" + because
                    + ". It may carry more.";
            case TIME -> "at least " + rate + " of IP packets; the rate was still rising at the end" + because
                    + ". Repeat with a longer --duration, --algorithm C or a --start-rate.";
            case UNKNOWN -> maximum.isEmpty() ? "nothing was measured" + because + "."
                    : rate + " of IP packets, but what limited it is not known" + because + ".";
        };
    }
}
