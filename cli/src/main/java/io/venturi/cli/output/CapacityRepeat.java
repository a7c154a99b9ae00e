package io.venturi.cli.output;

import io.venturi.engine.api.CapacityRates;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.RttPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command line that repeats a test: every parameter is named, also those left at their defaults. */
final class CapacityRepeat {

    private CapacityRepeat() {
    }

    /** @param own the server was one of this process, and is gone: another such is to be measured */
    static String of(CapacityPlan plan, boolean own) {
        List<String> words = new ArrayList<>(List.of("venturi", "capacity"));
        if (!own) {
            words.addAll(plan.targets());
        }
        words.add(plan.direction() == CapacityDirection.UP ? "--up" : "--down");
        CapacityPlan.Connections connections = plan.connections();
        words.add("--connections " + connections.min()
                + (connections.max() > connections.min() ? "-" + connections.max() : ""));
        words.add("--duration " + duration(plan.timing().testNs()));
        words.add("--interval " + duration(plan.timing().subIntervalNs()));
        search(plan, words);
        words.add(plan.datagrams().jumbo() ? "--jumbo" : "--no-jumbo");
        words.add("--mtu " + (plan.datagrams().traditionalMtu() ? 1500 : 1250));
        add(words, plan.datagrams().randomPayload(), "--random-payload");
        add(words, plan.datagrams().spread(), "--spread");
        add(words, plan.marks().trafficClass() != 0, "--tos " + plan.marks().trafficClass());
        add(words, plan.marks().ceThreshold() != 0, "--ce-threshold " + plan.marks().ceThreshold());
        add(words, plan.path().family() == RttPlan.Family.IPV4, "-4");
        add(words, plan.path().family() == RttPlan.Family.IPV6, "-6");
        add(words, !own, "--port " + plan.path().defaultPort());
        add(words, !plan.path().local().isEmpty(), "--local " + plan.path().local());
        add(words, !plan.path().device().isEmpty(), "--interface " + plan.path().device());
        words.add("--socket-buffer " + plan.path().socketBufferBytes());
        add(words, plan.access().key().length > 0, "--key-file FILE --key-id " + plan.access().keyId());
        add(words, plan.access().maxRateMbps() > 0, "--max-rate " + plan.access().maxRateMbps() + "Mbps");
        add(words, !plan.watch().rateOf().isEmpty(), "--rate-of " + plan.watch().rateOf());
        LatencyPlan latency = plan.latency();
        words.add("--latency " + latency.mode().name().toLowerCase(Locale.ROOT));
        add(words, latency.mode() != LatencyPlan.Mode.OFF, "--latency-port " + latency.port());
        precision(plan.precision(), words);
        return String.join(" ", words);
    }

    private static void precision(RttPlan.Precision precision, List<String> words) {
        words.add("--wakeup " + precision.wakeup().name().toLowerCase(Locale.ROOT));
        words.add("--stamps " + switch (precision.stamps()) {
            case BEST -> "best";
            case HARDWARE -> "hw";
            case KERNEL -> "kernel";
            case USER -> "user";
        });
        add(words, precision.cpu() >= 0, "--cpu " + precision.cpu());
        add(words, precision.fifoPriority() > 0, "--fifo " + precision.fifoPriority());
        add(words, precision.lockMemory(), "--mlock");
    }

    private static void search(CapacityPlan plan, List<String> words) {
        CapacityPlan.Search search = plan.search();
        words.add("--search rfc9097");
        words.add("--algorithm " + search.algorithm());
        if (search.start() != CapacityPlan.Start.AUTOMATIC) {
            double bitsPerSecond = plan.connections().max() * CapacityRates.table(plan.datagrams().jumbo(),
                    plan.datagrams().traditionalMtu(), true).get(search.row()).bitsPerSecond();
            words.add((search.start() == CapacityPlan.Start.FIXED ? "--fixed-rate " : "--start-rate ")
                    + String.format(Locale.ROOT, "%.3f", bitsPerSecond / 1e6).replaceFirst("\\.?0+$", "") + "Mbps");
        }
        words.add("--lower-delay " + duration(search.lowerThresholdNs()));
        words.add("--upper-delay " + duration(search.upperThresholdNs()));
        add(words, search.oneWayDelay(), "--one-way");
        words.add("--sequence-errors " + search.sequenceErrors());
        add(words, !search.ignoreReordered(), "--count-reordered");
        words.add("--slow-threshold " + search.slowThreshold());
        words.add("--fast-step " + search.fastStepRows());
        words.add("--feedback " + duration(plan.timing().trialIntervalNs()));
        words.add("--frozen " + search.frozenIntervals());
    }

    private static String duration(long ns) {
        return Durations.format(ns);
    }

    private static void add(List<String> words, boolean wanted, String option) {
        if (wanted) {
            words.add(option);
        }
    }
}
