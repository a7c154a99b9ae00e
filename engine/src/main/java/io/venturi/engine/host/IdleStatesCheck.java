package io.venturi.engine.host;

import java.util.ArrayList;
import java.util.List;

/** How deep CPUs sleep, and how long they take to wake (C-states). */
final class IdleStatesCheck implements HostCheck {
    private static final String CPUS = "/sys/devices/system/cpu/";

    @Override
    public Finding examine(Host host) {
        HostFiles files = host.files();
        List<Change> deep = new ArrayList<>();
        long slowestUs = -1;
        String slowest = "";
        for (String cpu : files.list(CPUS, "cpu\\d+")) {
            for (String state : files.list(CPUS + cpu + "/cpuidle", "state\\d+")) {
                String path = CPUS + cpu + "/cpuidle/" + state + "/";
                long us = files.number(path + "latency").orElse(0L);
                if (files.number(path + "disable").orElse(0L) != 0) {
                    continue;
                }
                if (us > slowestUs) {
                    slowestUs = us;
                    slowest = files.text(path + "name").orElse(state);
                }
                if (host.limits(us * 1_000)) {
                    deep.add(new Change.CpuFile(path + "disable", "1"));
                }
            }
        }
        return finding(files, slowestUs, slowest, deep);
    }

    private static Finding finding(HostFiles files, long slowestUs, String slowest, List<Change> deep) {
        if (slowestUs < 0) {
            return files.line("/proc/cmdline", "").filter(line -> line.contains("idle=poll")).<Finding>map(_ ->
                    new Finding.Good(Concern.IDLE_STATES, "idle=poll: CPUs do not sleep")).orElse(
                    new Finding.Unknown(Concern.IDLE_STATES, "this kernel shows none; below a hypervisor it decides"));
        }
        String found = "deepest in use is " + slowest + ", " + slowestUs + " us to wake up";
        return deep.isEmpty() ? new Finding.Good(Concern.IDLE_STATES, found)
                : new Finding.Limits(Concern.IDLE_STATES, found, "a packet or timer that finds the CPU asleep waits for"
                        + " it to wake", slowestUs * 1_000, List.of(new Remedy.Fix(deep),
                        new Remedy.BootLine("intel_idle.max_cstate=1 processor.max_cstate=1")));
    }
}
