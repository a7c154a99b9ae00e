package io.venturi.cli.monitor;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.RttPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to watch and how; immutable and checked.
 *
 * @param targets         1 to 64, with different names
 * @param intervalNs      of a result, 5 s to 1 h
 * @param probeIntervalNs between probes to one target, 10 ms to a third of {@code intervalNs}
 * @param alerts          what is told
 * @param failures        of these, and perhaps others: what makes the exit status 1
 * @param load            load tests, if wanted
 * @param once            one interval only
 */
public record MonitorPlan(List<MonitorTarget> targets, RttPlan.Family family, long intervalNs, long probeIntervalNs,
                          List<AlertRule> alerts, List<AlertRule> failures, Optional<LoadPlan> load, boolean once) {
    /** Bounds the threads, the lines and the label values of metrics. */
    public static final int MOST_TARGETS = 64;

    private static final long LEAST_INTERVAL_NS = 5_000_000_000L;
    private static final long MOST_INTERVAL_NS = 3_600_000_000_000L;
    private static final long LEAST_PROBE_INTERVAL_NS = 10_000_000;

    /** What loads the path. */
    public enum LoadKind {
        /** IP-layer capacity by the UDP speed test protocol. */
        CAPACITY,
        /** One TCP stream with a server of iperf3. */
        THROUGHPUT
    }

    /**
     * Load tests, one at a time, to one target after the other.
     *
     * @param everyNs    between two tests of one target, 1 min to 7 d
     * @param jitter     part of {@code everyNs} by which each may come sooner or later, 0 to 0.5
     * @param durationNs of one direction, 5 s to 1 min in whole seconds
     */
    public record LoadPlan(LoadKind kind, long everyNs, double jitter, long durationNs) {
        public LoadPlan {
            require("Load tests come every", everyNs, 60_000_000_000L, 604_800_000_000_000L);
            require("A load test takes", durationNs, 5_000_000_000L, 60_000_000_000L);
            if (!(jitter >= 0 && jitter <= 0.5)) {
                throw new ConfigException("The jitter of load tests is 0% to 50%.");
            }
        }
    }

    public MonitorPlan {
        targets = List.copyOf(targets);
        alerts = List.copyOf(alerts);
        failures = List.copyOf(failures);
        if (targets.isEmpty()) {
            throw new ConfigException("Nothing to monitor: name targets, such as 192.0.2.1 or gateway=192.0.2.1, or a"
                    + " file of them with --config.");
        }
        if (targets.size() > MOST_TARGETS) {
            throw new ConfigException("One process monitors up to " + MOST_TARGETS + " targets, not " + targets.size()
                    + "; start several.");
        }
        Set<String> names = new HashSet<>();
        for (MonitorTarget target : targets) {
            if (!names.add(target.name())) {
                throw new ConfigException("Two targets are called " + target.name()
                        + "; give them different names, as NAME=HOST.");
            }
        }
        require("The interval of results is", intervalNs, LEAST_INTERVAL_NS, MOST_INTERVAL_NS);
        require("The time between probes is", probeIntervalNs, LEAST_PROBE_INTERVAL_NS, intervalNs / 3);
    }

    private static void require(String what, long ns, long least, long most) {
        if (ns < least || ns > most) {
            throw new ConfigException(what + " " + Durations.format(least) + " to " + Durations.format(most) + ", not "
                    + Durations.format(ns) + ".");
        }
    }
}
