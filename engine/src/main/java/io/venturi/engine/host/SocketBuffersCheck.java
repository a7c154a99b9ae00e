package io.venturi.engine.host;

import java.util.ArrayList;
import java.util.List;

/** Whether sockets may hold what arrives while the measuring thread is away. */
final class SocketBuffersCheck implements HostCheck {
    private static final String CORE = "/proc/sys/net/core/";
    /** Some 5,000 small datagrams, 5 ms at a million a second. */
    private static final long WANTED_BYTES = 4 << 20;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.SOCKET_BUFFERS, host.files().read(CORE + "rmem_max"), _ -> {
            long receive = host.files().number(CORE + "rmem_max").orElse(0L);
            long send = host.files().number(CORE + "wmem_max").orElse(receive);
            String found = "at most " + receive + " bytes to receive, " + send + " to send";
            if (receive >= WANTED_BYTES && send >= WANTED_BYTES) {
                return new Finding.Good(Concern.SOCKET_BUFFERS, found);
            }
            if (host.mayAdministerNetwork()) {
                return new Finding.Good(Concern.SOCKET_BUFFERS, found + "; this process may exceed it");
            }
            List<Change> changes = new ArrayList<>();
            raise(changes, "rmem_max", receive);
            raise(changes, "wmem_max", send);
            return new Finding.Limits(Concern.SOCKET_BUFFERS, found, "bursts overflow the socket; replies lost here are"
                    + " reported as unobserved", 0, List.of(new Remedy.Fix(changes)));
        });
    }

    private static void raise(List<Change> changes, String name, long bytes) {
        if (bytes < WANTED_BYTES) {
            changes.add(new Change.Sysctl("net.core." + name, Long.toString(WANTED_BYTES)));
        }
    }
}
