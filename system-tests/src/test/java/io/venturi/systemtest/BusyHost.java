package io.venturi.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * For measurements that only a host can make whose CPUs are there for it. What fails while others wanted them most of
 * the time, or a hypervisor gave them to other machines, by the kernel's own account (/proc/pressure/cpu, the stolen
 * time of /proc/stat), is tried again, and in the end skipped with that reason. What fails on a quiet host fails.
 */
final class BusyHost {
    private static final Path PRESSURE = Path.of("/proc/pressure/cpu");
    private static final Path STAT = Path.of("/proc/stat");
    private static final Pattern WAITED = Pattern.compile("some .*total=(\\d+)");
    /** The two ends of a test alone keep threads of one another waiting for about half of the time on two CPUs. */
    private static final double BUSY = 0.75;
    /** Of the time of one CPU, gone to other machines: what a shaper did not send then it may not make up for. */
    private static final double STOLEN = 0.02;
    private static final long MS_PER_TICK = 10;
    private static final int ATTEMPTS = 3;

    private BusyHost() {
    }

    static void permitting(Runnable measurement) {
        for (int attempt = 1; ; attempt++) {
            long waitedUs = waitedUs();
            long stolenMs = stolenMs();
            long startNs = System.nanoTime();
            try {
                measurement.run();
                return;
            } catch (AssertionError e) {
                double tookNs = System.nanoTime() - startNs;
                double waited = (waitedUs() - waitedUs) * 1e3 / tookNs;
                double stolen = (stolenMs() - stolenMs) * 1e6 / tookNs;
                if (waited < BUSY && stolen < STOLEN) {
                    throw e;
                }
                System.out.printf("Busy host: programs waited for a CPU during %.0f %% of the time, %.1f %% was stolen: "
                        + "%s%n", waited * 100, stolen * 100,
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip());
                if (attempt == ATTEMPTS) {
                    throw new TestAbortedException("this host's CPUs were wanted by others all the time", e);
                }
            }
        }
    }

    /** Time that all CPUs together lost to other machines, ms; see proc_stat(5). */
    private static long stolenMs() {
        try (Stream<String> lines = Files.lines(STAT)) {
            return Long.parseLong(lines.findFirst().orElseThrow().split(" +")[8]) * MS_PER_TICK;
        } catch (IOException _) {
            return 0;
        }
    }

    /** Time during which something waited for a CPU, us; 0 where the kernel keeps no account. */
    private static long waitedUs() {
        try {
            Matcher found = WAITED.matcher(Files.readString(PRESSURE));
            return found.find() ? Long.parseLong(found.group(1)) : 0;
        } catch (IOException _) {
            return 0;
        }
    }
}
