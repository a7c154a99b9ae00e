package io.venturi.engine.host;

import java.util.List;

/** Whether the card hangs on another socket than the CPUs that measure. */
final class NumaCheck implements HostCheck {
    /** A few trips across the sockets. */
    private static final long TYPICAL_NS = 1_500;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.NUMA, host.files().read("/sys/devices/system/node/online"), nodes -> {
            if (CpuList.parse(nodes).cardinality() < 2) {
                return new Finding.Good(Concern.NUMA, "one node");
            }
            return Finding.about(Concern.NUMA, host.ask(nic -> host.files().read("/sys/class/net/" + nic.name()
                    + "/device/local_cpulist")), local -> apart(host, nodes, local));
        });
    }

    private static Finding apart(Host host, String nodes, String local) {
        String device = host.nic().found().map(Nic::name).orElseThrow();
        String found = "nodes " + nodes + "; the CPUs next to " + device + " are " + local;
        String allowed = host.files().line("/proc/self/status", "Cpus_allowed_list:").orElse("");
        boolean near = !CpuList.parse(allowed).isEmpty() && CpuList.parse(local).stream()
                .filter(cpu -> CpuList.parse(allowed).get(cpu)).count() == CpuList.parse(allowed).cardinality();
        return near || !host.limits(TYPICAL_NS) ? new Finding.Good(Concern.NUMA, found)
                : new Finding.Limits(Concern.NUMA, found, "from the others each packet crosses between sockets",
                        TYPICAL_NS, List.of(new Remedy.Advice("run venturi with --cpu "
                                + CpuList.parse(local).nextSetBit(0))));
    }
}
