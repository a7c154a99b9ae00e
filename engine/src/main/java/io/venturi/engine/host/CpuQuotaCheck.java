package io.venturi.engine.host;

import java.util.List;
import java.util.Optional;

/** Whether a control group stops this process when it has used its share of a period. */
final class CpuQuotaCheck implements HostCheck {

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.CPU_QUOTA, host.files().read("/proc/self/cgroup"), groups -> quota(host.files(), groups)
                .<Finding>map(CpuQuotaCheck::limited)
                .orElse(new Finding.Good(Concern.CPU_QUOTA, "no control group limits this process's CPU time")));
    }

    /** Quota and period, us, of the nearest group that has a quota; a container sees its own group as the root. */
    private static Optional<long[]> quota(HostFiles files, String groups) {
        String path = groups.lines().filter(line -> line.startsWith("0::/")).map(line -> line.substring(3))
                .filter(line -> !line.contains("..")).findFirst().orElse("/");
        for (String group = path; ; group = group.substring(0, Math.max(0, group.lastIndexOf('/')))) {
            Optional<String> most = files.text("/sys/fs/cgroup" + group.replaceAll("/$", "") + "/cpu.max")
                    .filter(text -> text.matches("\\d{1,12} \\d{1,12}"));
            if (most.isPresent() || group.isEmpty()) {
                return most.map(text -> new long[] {
                    Long.parseLong(text.split(" ")[0]), Long.parseLong(text.split(" ")[1])});
            }
        }
    }

    private static Finding limited(long[] quota) {
        return new Finding.Limits(Concern.CPU_QUOTA, "at most " + quota[0] + " us of CPU time in each " + quota[1]
                + " us", "once it is used up, all threads stop until the period is over", quota[1] * 1_000,
                List.of(new Remedy.Advice("run without a CPU quota (of a container or of systemd's CPUQuota=)")));
    }
}
