package io.venturi.engine.host;

import io.venturi.engine.host.Nic.Offloads;
import java.util.ArrayList;
import java.util.List;

/** Who merges and cuts packets, and what a probe may have to wait behind. */
final class OffloadsCheck implements HostCheck {
    private static final long TRAIN_BITS = 65_536 * 8;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.OFFLOADS, host.ask(Nic::offloads), on -> {
            String device = host.nic().found().map(Nic::name).orElseThrow();
            long flushNs = host.files().number("/sys/class/net/" + device + "/gro_flush_timeout").orElse(0L);
            long megabits = host.files().number("/sys/class/net/" + device + "/speed").orElse(-1L);
            long trainNs = (on.tso() || on.gso()) && megabits > 0 ? TRAIN_BITS * 1_000 / megabits : 0;
            List<String> why = new ArrayList<>();
            List<Remedy> remedies = new ArrayList<>();
            if (host.limits(flushNs)) {
                why.add("received packets are held up to " + flushNs / 1_000 + " us to be merged");
                remedies.add(new Remedy.Command("echo 0 > /sys/class/net/" + device + "/gro_flush_timeout"));
            }
            if (host.limits(trainNs)) {
                why.add("a probe may wait " + trainNs / 1_000 + " us behind a 64 KiB train of this host's own TCP");
                remedies.add(new Remedy.Command("ethtool -K " + device + " tso off gso off (costs CPU at high rates)"));
            }
            return why.isEmpty() ? new Finding.Good(Concern.OFFLOADS, found(on))
                    : new Finding.Limits(Concern.OFFLOADS, found(on), String.join("; ", why),
                            Math.max(flushNs, trainNs), remedies);
        });
    }

    private static String found(Offloads on) {
        return "TSO " + onOff(on.tso()) + ", GSO " + onOff(on.gso()) + ", GRO " + onOff(on.gro()) + ", LRO "
                + onOff(on.lro());
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}
