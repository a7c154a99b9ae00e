package io.venturi.engine.host;

import io.venturi.engine.metric.SyncState;
import io.venturi.engine.plan.Durations;
import java.util.List;

/** How far this host's wall clock may be off; matters to delays in one direction between two hosts only. */
final class ClockSyncCheck implements HostCheck {
    @Override
    public Finding examine(Host host) {
        SyncState sync = host.sync();
        if (!sync.synchronised()) {
            return limits("not synchronised: " + sync.detail(), 0);
        }
        if (!sync.isBounded()) {
            return new Finding.Unknown(Concern.CLOCK_SYNC, sync.detail());
        }
        String found = "at most " + Durations.format(sync.errorBoundNs()) + " off: " + sync.detail();
        return host.limits(sync.errorBoundNs()) ? limits(found, sync.errorBoundNs())
                : new Finding.Good(Concern.CLOCK_SYNC, found);
    }

    private static Finding limits(String found, long errorNs) {
        return new Finding.Limits(Concern.CLOCK_SYNC, found, "one-way delays between two hosts are off by as much;"
                + " round trips are not", errorNs, List.of(
                new Remedy.Command("apt-get install chrony (NTP: tens of us to ms), or linuxptp with a card that has a"
                        + " clock (below 1 us)")));
    }
}
