package io.venturi.engine.host;

import io.venturi.engine.host.Nic.Coalescing;
import java.util.ArrayList;
import java.util.List;

/** Whether the card waits with its interrupts. */
final class CoalescingCheck implements HostCheck {
    /** What adaptive moderation may reach where the driver names no limit. */
    private static final long ADAPTIVE_NS = 100_000;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.COALESCING, host.ask(Nic::coalescing), set -> {
            String found = "receive interrupts " + (set.rxUsecs() == 0 ? "at once" : "up to " + set.rxUsecs()
                    + " us late")
                    + (set.adaptiveRx() ? ", and adaptive" : "");
            return host.limits(errorNs(set)) ? new Finding.Limits(Concern.COALESCING, found, "kernel stamps of received"
                    + " packets are late by that; stamps by the card are not", errorNs(set), List.of(fix(host, set)))
                    : new Finding.Good(Concern.COALESCING, found);
        });
    }

    /** How late an interrupt may be, ns. */
    static long errorNs(Coalescing set) {
        long fixedNs = set.rxUsecs() * 1_000;
        return !set.adaptiveRx() ? fixedNs
                : Math.max(fixedNs, set.rxUsecsHigh() > 0 ? set.rxUsecsHigh() * 1_000 : ADAPTIVE_NS);
    }

    private static Remedy fix(Host host, Coalescing set) {
        String device = host.nic().found().map(Nic::name).orElseThrow();
        List<Change> changes = new ArrayList<>();
        if (set.adaptiveRx()) {
            changes.add(new Change.Driver(device, NicSetting.ADAPTIVE_RX, 0));
        }
        if (set.rxUsecs() > 0) {
            changes.add(new Change.Driver(device, NicSetting.RX_USECS, 0));
        }
        return new Remedy.Fix(changes);
    }
}
