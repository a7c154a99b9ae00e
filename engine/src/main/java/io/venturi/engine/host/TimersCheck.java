package io.venturi.engine.host;

import java.util.List;

/** Whether sleeps end when they should: timer slack, and timers that move to other CPUs. */
final class TimersCheck implements HostCheck {
    private static final long TYPICAL_NS = 20_000;

    @Override
    public Finding examine(Host host) {
        String slack = host.files().number("/proc/self/timerslack_ns")
                .map(ns -> "slack is " + ns / 1_000 + " us by default, 1 ns in venturi's own threads")
                .orElse("slack is 1 ns in venturi's own threads");
        boolean moves = host.files().number("/proc/sys/kernel/timer_migration").orElse(0L) == 1;
        return moves && host.limits(TYPICAL_NS)
                ? new Finding.Limits(Concern.TIMERS, slack + "; timers of idle CPUs move to busy ones", "a wake-up then"
                        + " waits for another CPU to pass it on", TYPICAL_NS,
                        List.of(new Remedy.Fix(List.of(new Change.Sysctl("kernel.timer_migration", "0")))))
                : new Finding.Good(Concern.TIMERS, slack);
    }
}
