package io.venturi.engine.host;

import io.venturi.engine.clock.Reading;
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

    /** The larger of what is typical and what 99 % of a sample stayed below here, ns. */
    long errorNs(long typicalNs, What measured) {
        return measurements.stream().filter(one -> one.what() == measured).findFirst()
                .flatMap(Measurement::spread).map(spread -> Math.max(typicalNs, spread.p99Ns())).orElse(typicalNs);
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
