package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.metric.ThroughputCpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of this process so far, as the kernel tells it in ticks of 10 ms. */
record Cpu(long userTicks, long systemTicks) {
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final int USER = 11; // fields behind the name, which may hold blanks
    private static final int SYSTEM = 12;
    private static final double NS_PER_TICK = 1e7;

    static Cpu now() {
        try {
            String stat = Files.readString(STAT);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new Cpu(Long.parseLong(fields[USER]), Long.parseLong(fields[SYSTEM]));
        } catch (IOException | NumberFormatException e) {
            return new Cpu(0, 0); // without /proc there is no such figure
        }
    }

    ThroughputCpu since(Cpu before, long ns) {
        double percent = ns <= 0 ? 0 : 100 * NS_PER_TICK / ns;
        double user = (userTicks - before.userTicks) * percent;
        double system = (systemTicks - before.systemTicks) * percent;
        return new ThroughputCpu(user + system, user, system);
    }
}
