package io.venturi.engine.host;

import io.venturi.engine.socket.StampAbility;
import java.util.ArrayList;
import java.util.List;

/** Who can stamp packets on this interface: the card, the driver, or only the program. */
final class StampingCheck implements HostCheck {
    /** What a kernel stamp misses of the card's work. */
    private static final long KERNEL_NS = 5_000;
    /** What a program's own stamp has in it. */
    private static final long USER_NS = 50_000;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.STAMPING, host.ask(Nic::stamping), can -> {
            String found = found(can);
            if (!can.transmitsSoftware() || !can.receivesSoftware()) {
                return judge(host, found, "without a kernel stamp the send call or the wake-up is part of every delay",
                        USER_NS);
            }
            return can.wholeHardware() ? new Finding.Good(Concern.STAMPING, found)
                    : judge(host, found, "the card's interrupt moderation and queue are part of every delay",
                            KERNEL_NS);
        });
    }

    private static Finding judge(Host host, String found, String why, long errorNs) {
        return host.limits(errorNs) ? new Finding.Limits(Concern.STAMPING, found, why, errorNs,
                List.of(new Remedy.Advice("use a card that stamps all packets (ethtool -T shows filter all)")))
                : new Finding.Good(Concern.STAMPING, found);
    }

    private static String found(StampAbility can) {
        List<String> parts = new ArrayList<>();
        parts.add("sent by " + (can.transmitsHardware() ? "card" : can.transmitsSoftware() ? "kernel" : "program"));
        parts.add("received by " + (can.receivesAll() ? "card" : can.receivesPtp() ? "kernel (card: PTP only)"
                : can.receivesSoftware() ? "kernel" : "program"));
        if (can.phcIndex() >= 0) {
            parts.add("clock /dev/ptp" + can.phcIndex());
        }
        return String.join(", ", parts);
    }
}
