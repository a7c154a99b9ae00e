package io.venturi.engine.host;

import java.util.List;
import java.util.Set;

/** Whether a clock can be read without a system call. */
final class ClockSourceCheck implements HostCheck {
    private static final String FOLDER = "/sys/devices/system/clocksource/clocksource0/";
    /** Those that the vDSO reads in user space. */
    private static final Set<String> QUICK = Set.of("tsc", "kvm-clock", "hyperv_clocksource_tsc_page",
            "arch_sys_counter", "tsc-early");
    /** A reading of the slow ones: a system call and a register across the bus. */
    private static final long TYPICAL_NS = 2_000;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.CLOCK_SOURCE, host.files().read(FOLDER + "current_clocksource"), current ->
                QUICK.contains(current) || !host.limits(TYPICAL_NS)
                        ? new Finding.Good(Concern.CLOCK_SOURCE, current)
                        : slow(host.files(), current));
    }

    private static Finding slow(HostFiles files, String current) {
        boolean tsc = files.text(FOLDER + "available_clocksource").filter(all -> all.matches(".*\\btsc\\b.*"))
                .isPresent();
        Remedy remedy = tsc ? new Remedy.Command("echo tsc > " + FOLDER + "current_clocksource")
                : new Remedy.Advice("the kernel found the TSC unstable or absent (see dmesg | grep -i tsc)");
        return new Finding.Limits(Concern.CLOCK_SOURCE, current, "each reading of a clock is a system call",
                TYPICAL_NS, List.of(remedy));
    }
}
