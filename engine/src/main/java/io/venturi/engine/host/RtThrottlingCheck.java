package io.venturi.engine.host;

import java.util.List;

/** Whether a real-time thread that never sleeps is stopped in each period. */
final class RtThrottlingCheck implements HostCheck {
    private static final String RUNTIME = "/proc/sys/kernel/sched_rt_runtime_us";
    private static final String FAIR_SERVER = "/sys/kernel/debug/sched/fair_server/cpu0/runtime";
    private static final long USUAL_PERIOD_US = 1_000_000;
    /** For finer targets than this a thread may have to spin all the time. */
    private static final long WORTH_SPINNING_NS = 50_000;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.RT_THROTTLING, host.files().read(RUNTIME), text -> {
            boolean fairServer = host.files().number(FAIR_SERVER).orElse(0L) > 0;
            if (text.equals("-1") && !fairServer) {
                return new Finding.Good(Concern.RT_THROTTLING, "off");
            }
            long periodUs = host.files().number("/proc/sys/kernel/sched_rt_period_us").orElse(USUAL_PERIOD_US);
            long stoppedUs = text.matches("\\d{1,12}") ? periodUs - Long.parseLong(text) : 50_000;
            String found = "on: a SCHED_FIFO thread that spins may stand still for " + stoppedUs + " of " + periodUs
                    + " us";
            // Venturi's real-time threads sleep most of the time: they never use up what they are allowed.
            return host.limits(WORTH_SPINNING_NS) ? throttled(found, stoppedUs)
                    : new Finding.Good(Concern.RT_THROTTLING, found + "; venturi's sleep often enough unless --wakeup"
                            + " busy");
        });
    }

    private static Finding throttled(String found, long stoppedUs) {
        return new Finding.Limits(Concern.RT_THROTTLING, found, "it matters to --fifo with --wakeup busy or intervals"
                + " below 200 us, where something else wants the CPU", stoppedUs * 1_000,
                List.of(new Remedy.Advice("spin without --fifo, on an isolated CPU"),
                        new Remedy.Command("sysctl -w kernel.sched_rt_runtime_us=-1 (a runaway real-time thread can"
                                + " then hang a CPU)")));
    }
}
