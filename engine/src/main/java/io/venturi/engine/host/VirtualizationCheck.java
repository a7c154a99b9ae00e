package io.venturi.engine.host;

import java.util.List;

/** Whether somebody below this kernel can take its CPUs away. */
final class VirtualizationCheck implements HostCheck {
    private static final long TYPICAL_NS = 200_000;
    /** Field of the {@code cpu} line of /proc/stat, in ticks since boot. */
    private static final int STEAL = 7;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.VIRTUALIZATION, host.files().read("/proc/cpuinfo"), info ->
                info.lines().anyMatch(line -> line.startsWith("flags") && line.matches(".*\\bhypervisor\\b.*"))
                        ? virtual(host) : new Finding.Good(Concern.VIRTUALIZATION, "no hypervisor is seen"));
    }

    private static Finding virtual(Host host) {
        String steal = host.files().line("/proc/stat", "cpu ").map(line -> line.split("\\s+"))
                .filter(columns -> columns.length > STEAL && !columns[STEAL].equals("0"))
                .map(columns -> "; it took CPU time away since boot (steal " + columns[STEAL] + " ticks)").orElse("");
        String found = "this is a virtual machine" + steal;
        long errorNs = host.errorNs(TYPICAL_NS, Figure.Kind.CPU);
        return host.limits(errorNs)
                ? new Finding.Limits(Concern.VIRTUALIZATION, found, "the hypervisor stops CPUs without notice, and"
                        + " cards are emulated or shared", errorNs, List.of(new Remedy.Advice("measure from a"
                        + " physical host, or have the virtual CPUs pinned and the card passed through")))
                : new Finding.Good(Concern.VIRTUALIZATION, found);
    }
}
