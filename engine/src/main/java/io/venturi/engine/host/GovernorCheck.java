package io.venturi.engine.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether CPUs run at their full frequency when work comes. */
final class GovernorCheck implements HostCheck {
    private static final String POLICIES = "/sys/devices/system/cpu/cpufreq/";
    private static final String WANTED = "performance";
    /** The time a frequency takes to rise. */
    private static final long TYPICAL_NS = 50_000;

    @Override
    public Finding examine(Host host) {
        HostFiles files = host.files();
        Set<String> seen = new TreeSet<>();
        List<Change> changes = new ArrayList<>();
        for (String policy : files.list(POLICIES, "policy\\d+")) {
            String file = POLICIES + policy + "/scaling_governor";
            String governor = files.text(file).orElse("");
            boolean offered = files.text(POLICIES + policy + "/scaling_available_governors").orElse(WANTED)
                    .contains(WANTED);
            if (!governor.isEmpty()) {
                seen.add(governor);
            }
            if (!governor.isEmpty() && !governor.equals(WANTED) && offered) {
                changes.add(new Change.CpuFile(file, WANTED));
            }
        }
        if (seen.isEmpty()) {
            return new Finding.Unknown(Concern.GOVERNOR, "this kernel does not set it; a hypervisor or firmware does");
        }
        String found = "governor " + String.join(", ", seen);
        boolean good = seen.equals(Set.of(WANTED)) || !host.limits(TYPICAL_NS);
        return good ? new Finding.Good(Concern.GOVERNOR, found) : new Finding.Limits(Concern.GOVERNOR, found,
                "a CPU that slept begins slowly and takes time to speed up", TYPICAL_NS,
                changes.isEmpty() ? List.of() : List.of(new Remedy.Fix(changes)));
    }
}
