package io.venturi.engine.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What this process may ask of the kernel. */
final class PrivilegesCheck implements HostCheck {
    /** Wake-ups among other load, without a real-time thread. */
    private static final long TYPICAL_NS = 500_000;
    private static final Map<Integer, String> WANTED = new TreeMap<>(Map.of(
            12, "CAP_NET_ADMIN (socket buffers beyond the limit, stamps by the card)",
            14, "CAP_IPC_LOCK (memory that is not paged out)"));

    @Override
    public Finding examine(Host host) {
        if (host.capabilities().isEmpty()) {
            return new Finding.Unknown(Concern.PRIVILEGES, "/proc/self/status tells no capabilities");
        }
        List<String> missing = new ArrayList<>();
        if (!host.mayUseRealTime()) {
            missing.add("CAP_SYS_NICE (real-time threads)");
        }
        WANTED.forEach((number, name) -> {
            if (!host.hasCapability(number)) {
                missing.add(name);
            }
        });
        if (missing.isEmpty()) {
            return new Finding.Good(Concern.PRIVILEGES, "this process may do all that helps a measurement");
        }
        String found = "not permitted: " + String.join(", ", missing);
        boolean displaced = !host.mayUseRealTime();
        if (!displaced && host.mayAdministerNetwork() || !host.limits(TYPICAL_NS)) {
            return new Finding.Good(Concern.PRIVILEGES, found);
        }
        return new Finding.Limits(Concern.PRIVILEGES, found, displaced
                ? "other programs can displace the measuring thread" : "bursts may overflow sockets, and a card cannot"
                        + " be told to stamp", displaced ? TYPICAL_NS : 0, List.of(
                new Remedy.Command("sudo venturi ..."),
                new Remedy.Advice("or start it as a systemd service with AmbientCapabilities=CAP_SYS_NICE CAP_NET_ADMIN"
                        + " CAP_IPC_LOCK")));
    }
}
