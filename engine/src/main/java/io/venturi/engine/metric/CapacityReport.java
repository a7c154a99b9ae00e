package io.venturi.engine.metric;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The result of a capacity test in one direction.
 *
 * @param mcIdent     identifier of the test on the wire
 * @param startWallNs when the first connection was activated, ns since 1970; of a test that never was, when it gave up
 * @param endWallNs   when the last connection was closed
 * @param requested   what was asked for
 * @param connections all that were attempted
 * @param intervals   in order
 * @param evidence    what limited it
 * @param incidents   in order, the latest last
 * @param status      of the whole
 * @param latency     before and under load, if it was measured
 */
public record CapacityReport(int mcIdent, long startWallNs, long endWallNs, CapacitySettings requested,
                             List<CapacityConnection> connections, List<CapacityInterval> intervals,
                             CapacityEvidence evidence, List<CapacityEvent.Incident> incidents,
                             CapacityStatus status, Optional<LoadedLatency> latency) {

    /** Without latency. */
    public CapacityReport(int mcIdent, long startWallNs, long endWallNs, CapacitySettings requested,
                          List<CapacityConnection> connections, List<CapacityInterval> intervals,
                          CapacityEvidence evidence, List<CapacityEvent.Incident> incidents, CapacityStatus status) {
        this(mcIdent, startWallNs, endWallNs, requested, connections, intervals, evidence, incidents, status,
                Optional.empty());
    }

    public CapacityReport {
        connections = List.copyOf(connections);
        intervals = List.copyOf(intervals);
        incidents = List.copyOf(incidents);
    }

    /** What the first activated connection runs with; empty if none ever was. */
    public Optional<CapacitySettings> agreed() {
        return connections.stream().flatMap(connection -> connection.agreed().stream()).findFirst();
    }

    /** The same with what the probes beside it tell. */
    public CapacityReport with(LoadedLatency measured) {
        return new CapacityReport(mcIdent, startWallNs, endWallNs, requested, connections, intervals, evidence,
                incidents, status, Optional.of(measured));
    }

    public CapacityDirection direction() {
        return requested.direction();
    }

    /** Some receiver saw that ECN marks were erased. */
    public boolean ecnBleached() {
        return connections.stream().anyMatch(CapacityConnection::ecnBleached);
    }

    /**
     * Maximum IP-layer capacity of RFC 9097: the first interval with the greatest rate, those of stalls only if all
     * are.
     */
    public Optional<CapacityInterval> maximum() {
        Optional<CapacityInterval> sound = greatest(intervals, interval -> interval.bitsPerSecond(CapacityLayer.IP),
                interval -> !interval.stalled());
        return sound.isPresent() ? sound
                : greatest(intervals, interval -> interval.bitsPerSecond(CapacityLayer.IP), interval -> true);
    }

    /** The first of those intervals for which {@code rate} is greatest. */
    public static Optional<CapacityInterval> greatest(List<CapacityInterval> intervals,
                                                      ToDoubleFunction<CapacityInterval> rate,
                                                      Predicate<CapacityInterval> eligible) {
        CapacityInterval greatest = null;
        for (CapacityInterval interval : intervals) {
            if (eligible.test(interval)
                    && (greatest == null || rate.applyAsDouble(interval) > rate.applyAsDouble(greatest))) {
                greatest = interval;
            }
        }
        return Optional.ofNullable(greatest);
    }

    /** Counts and delays of the intervals from the first to before the second index, from 0. */
    public CapacityTally tally(int from, int to) {
        return intervals.subList(from, to).stream().map(CapacityInterval::tally)
                .reduce(CapacityTally.NONE, CapacityTally::plus);
    }

    /** Mean of the rates of these intervals, 0 if there is none. */
    public double meanBitsPerSecond(CapacityLayer layer, int from, int to) {
        return intervals.subList(from, to).stream().mapToDouble(interval -> interval.bitsPerSecond(layer)).average()
                .orElse(0);
    }
}
