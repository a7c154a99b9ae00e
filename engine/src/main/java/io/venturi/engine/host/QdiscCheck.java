package io.venturi.engine.host;

import java.util.List;

/** What packets wait in before they reach the driver, and whether it can send them at a time. */
final class QdiscCheck implements HostCheck {
    /** A queue shared with this host's other traffic. */
    private static final long TYPICAL_NS = 50_000;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.QDISC, host.ask(Nic::qdisc), qdisc -> {
            if (qdisc.matches("noqueue|.*\\b(fq|etf|taprio)\\b.*")) {
                return new Finding.Good(Concern.QDISC, qdisc);
            }
            String device = host.nic().found().map(Nic::name).orElseThrow();
            return host.limits(TYPICAL_NS) ? new Finding.Limits(Concern.QDISC, qdisc, "probes wait behind other traffic"
                    + " of this host, and the kernel cannot send at a given time", TYPICAL_NS,
                    List.of(new Remedy.Command("tc qdisc replace dev " + device + " root fq"
                            + " (undo: tc qdisc delete dev " + device + " root)")))
                    : new Finding.Good(Concern.QDISC, qdisc);
        });
    }
}
