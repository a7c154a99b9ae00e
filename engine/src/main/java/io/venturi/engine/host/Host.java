package io.venturi.engine.host;

import io.venturi.engine.clock.Reading;
import io.venturi.engine.host.Measurement.Spread;
import io.venturi.engine.host.Measurement.What;
import io.venturi.engine.metric.SyncState;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the checks look at.
 *
 * @param files  of sysfs and procfs
 * @param nic    the interface to judge, or why there is none
 * @param sync   who keeps the wall clock, and how well
 * @param target the precision asked for
 * @param measurements what was tried already; empty before
 */
record Host(HostFiles files, Reading<Nic> nic, SyncState sync, Target target, List<Measurement> measurements) {
    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_SYS_NICE = 23;

    /** True if an error of this size stands in the way of the target. */
    boolean limits(long errorNs) {
        return errorNs > target.ns();
    }

    /** The larger of what is typical and what this host does to the figure, as far as it was tried, ns. */
    long errorNs(long typicalNs, Figure.Kind kind) {
        return leastP99Ns(kind.measured()).map(ns -> Math.max(typicalNs, ns)).orElse(typicalNs);
    }

    /** What 99 % of the best of these samples stayed below here, ns; empty if none of them could be taken. */
    Optional<Long> leastP99Ns(List<What> samples) {
        return measurements.stream().filter(one -> samples.contains(one.what())).map(Measurement::spread)
                .flatMap(Optional::stream).map(Spread::p99Ns).min(Long::compare);
    }

    Measurement measurement(What what) {
        return measurements.stream().filter(one -> one.what() == what).findFirst().orElseThrow();
    }

    /** Ask the interface. */
    <T> Reading<T> ask(Function<Nic, Reading<T>> question) {
        return nic.isFound() ? question.apply(nic.get()) : Reading.missing(nic.why());
    }

    boolean mayAdministerNetwork() {
        return hasCapability(CAP_NET_ADMIN);
    }

    /** Real-time threads are permitted, by capability or by limit. */
    boolean mayUseRealTime() {
        return hasCapability(CAP_SYS_NICE) || files.line("/proc/self/limits", "Max realtime priority")
                .map(columns -> columns.split("\\s+")[0]).filter(soft -> !soft.equals("0")).isPresent();
    }

    boolean hasCapability(int number) {
        return capabilities().map(bits -> (bits >>> number & 1) != 0).orElse(false);
    }

    Optional<Long> capabilities() {
        return files.line("/proc/self/status", "CapEff:").filter(hex -> hex.matches("[0-9a-f]{1,16}"))
                .map(hex -> Long.parseUnsignedLong(hex, 16));
    }
}
