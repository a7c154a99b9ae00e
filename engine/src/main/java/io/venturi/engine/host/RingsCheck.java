package io.venturi.engine.host;

import io.venturi.engine.host.Nic.Rings;
import java.util.ArrayList;
import java.util.List;

/** Whether the card has room for a burst. */
final class RingsCheck implements HostCheck {
    /** Some 700 us of small packets at 1.5 million a second, as on a full gigabit. */
    private static final long WANTED = 1024;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.RINGS, host.ask(Nic::rings), rings -> {
            String found = "receive " + rings.rx() + " of " + rings.rxMost() + ", transmit " + rings.tx() + " of "
                    + rings.txMost();
            long wanted = Math.min(WANTED, rings.rxMost());
            return rings.rx() >= wanted ? new Finding.Good(Concern.RINGS, found)
                    : new Finding.Limits(Concern.RINGS, found, "a burst overflows the card, which looks like loss on"
                            + " the path", 0, List.of(fix(host, rings, wanted)));
        });
    }

    private static Remedy fix(Host host, Rings rings, long wanted) {
        String device = host.nic().found().map(Nic::name).orElseThrow();
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Driver(device, NicSetting.RX_RING, wanted));
        if (rings.tx() < Math.min(WANTED, rings.txMost())) {
            changes.add(new Change.Driver(device, NicSetting.TX_RING, Math.min(WANTED, rings.txMost())));
        }
        return new Remedy.Fix(changes);
    }
}
