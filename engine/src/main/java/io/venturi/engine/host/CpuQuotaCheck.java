package io.venturi.engine.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a control group stops this process when it has used its share of a period. */
final class CpuQuotaCheck implements HostCheck {
    /** A lane that spins, statistics, and the compiler. */
    private static final int BUSY_THREADS = 3;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.CPU_QUOTA, host.files().read("/proc/self/cgroup"), groups ->
                second(host.files(), groups).or(() -> first(host.files(), groups)).map(quota -> judge(host, quota))
                        .orElse(new Finding.Good(Concern.CPU_QUOTA, "no control group limits the CPU time")));
    }

    /** us. */
    private record Quota(long runtime, long period) {}

    /** Of the nearest group of version 2 that has one; a container sees its own group as the root. */
    private static Optional<Quota> second(HostFiles files, String groups) {
        for (String group : upwards(groups, "0::/")) {
            Optional<Quota> quota = files.text("/sys/fs/cgroup" + group + "/cpu.max")
                    .filter(text -> text.matches("\\d{1,12} \\d{1,12}")).map(text -> text.split(" "))
                    .map(numbers -> new Quota(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])));
            if (quota.isPresent()) {
                return quota;
            }
        }
        return Optional.empty();
    }

    /** The same of version 1. */
    private static Optional<Quota> first(HostFiles files, String groups) {
        for (String group : upwards(groups, "\\d+:(?:cpu|cpu,cpuacct):/")) {
            String folder = "/sys/fs/cgroup/cpu" + group;
            Optional<Quota> quota = files.number(folder + "/cpu.cfs_quota_us").filter(us -> us > 0).map(us ->
                    new Quota(us, files.number(folder + "/cpu.cfs_period_us").orElse(100_000L)));
            if (quota.isPresent()) {
                return quota;
            }
        }
        return Optional.empty();
    }

    /** The group of the line that begins so, and those above it up to the root, which is empty. */
    private static List<String> upwards(String groups, String beginning) {
        String path = groups.lines().filter(line -> line.matches(beginning + ".*") && !line.contains(".."))
                .map(line -> line.substring(line.indexOf(":/") + 1)).findFirst().orElse("/");
        List<String> all = new ArrayList<>();
        for (String group = path.replaceAll("/+$", ""); !group.isEmpty();
                group = group.substring(0, group.lastIndexOf('/'))) {
            all.add(group);
        }
        all.add("");
        return all;
    }

    private static Finding judge(Host host, Quota quota) {
        String found = "at most " + quota.runtime() + " us of CPU time in each " + quota.period() + " us";
        long stoppedNs = Math.max(0, quota.period() - quota.runtime() / BUSY_THREADS) * 1_000;
        return host.limits(stoppedNs) ? new Finding.Limits(Concern.CPU_QUOTA, found, "once it is used up, all threads"
                + " stop until the period is over", stoppedNs, List.of(new Remedy.Advice("run without a CPU quota (of a"
                        + " container, or systemd's CPUQuota=)"))) : new Finding.Good(Concern.CPU_QUOTA, found);
    }
}
