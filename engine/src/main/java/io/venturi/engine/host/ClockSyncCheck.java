package io.venturi.engine.host;

import java.util.List;
import java.util.Locale;

/** How far this host's wall clock may be off; matters to delays in one direction between two hosts only. */
final class ClockSyncCheck implements HostCheck {
    private static final long UNKNOWN_NS = 16_000_000_000L;

    @Override
    public Finding examine(Host host) {
        return host.sync().finding(Concern.CLOCK_SYNC, sync -> {
            if (!sync.synchronised()) {
                return limits("not synchronised", UNKNOWN_NS);
            }
            String found = sync.maxErrorNs() == 0 ? "synchronised, by linuxptp, which tells the kernel no bound"
                    : String.format(Locale.ROOT, "synchronised, at most %.1f us off", sync.maxErrorNs() / 1e3);
            return host.limits(sync.maxErrorNs()) ? limits(found, sync.maxErrorNs())
                    : new Finding.Good(Concern.CLOCK_SYNC, found);
        });
    }

    private static Finding limits(String found, long errorNs) {
        return new Finding.Limits(Concern.CLOCK_SYNC, found, "one-way delays between two hosts are off by as much;"
                + " round trips are not", errorNs, List.of(
                new Remedy.Command("apt-get install chrony (NTP: tens of us to ms), or linuxptp with a card that has a"
                        + " clock (below 1 us)")));
    }
}
