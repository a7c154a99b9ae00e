package io.venturi.engine.host;

import java.util.BitSet;
import java.util.List;

/** Whether there is a CPU that the scheduler and the kernel's housekeeping leave alone. */
final class IsolationCheck implements HostCheck {
    private static final String CPUS = "/sys/devices/system/cpu/";
    /** The tick and what it brings along. */
    private static final long TYPICAL_NS = 60_000;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.ISOLATION, host.files().read(CPUS + "isolated"), text -> {
            BitSet isolated = CpuList.parse(text);
            BitSet tickless = CpuList.parse(host.files().text(CPUS + "nohz_full").orElse(""));
            int online = CpuList.parse(host.files().text(CPUS + "online").orElse("0")).cardinality();
            BitSet quiet = (BitSet) isolated.clone();
            quiet.and(tickless);
            if (!quiet.isEmpty()) {
                return new Finding.Good(Concern.ISOLATION, "CPUs " + text + "; use one by --cpu "
                        + quiet.nextSetBit(0));
            }
            String found = isolated.isEmpty() ? "none of " + online
                    : "CPUs " + text + ", but none without the scheduler's tick (nohz_full)";
            long errorNs = host.errorNs(TYPICAL_NS, Figure.Kind.CPU);
            return host.limits(errorNs) ? limited(found, online, isolated, errorNs)
                    : new Finding.Good(Concern.ISOLATION, found);
        });
    }

    private static Finding limited(String found, int online, BitSet isolated, long errorNs) {
        if (online < 2) {
            return new Finding.Limits(Concern.ISOLATION, "there is but one CPU", "whatever else runs displaces the"
                    + " measurement", errorNs, List.of(new Remedy.Advice("give it two CPUs or more")));
        }
        int cpu = isolated.isEmpty() ? online - 1 : isolated.nextSetBit(0);
        return new Finding.Limits(Concern.ISOLATION, found, "other threads, the tick and the kernel's housekeeping"
                + " share the measuring CPU", errorNs, List.of(
                new Remedy.BootLine("isolcpus=managed_irq,domain," + cpu + " nohz_full=" + cpu + " rcu_nocbs=" + cpu),
                new Remedy.Advice("then run venturi with --cpu " + cpu)));
    }
}
