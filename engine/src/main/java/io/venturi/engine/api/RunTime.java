package io.venturi.engine.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long a thread has wanted a CPU, by the scheduler's own account.
 *
 * @param wantedNs it ran, or was ready to but had to wait; -1 if the kernel does not tell
 * @param atNs     when, {@link System#nanoTime}
 * @see <a href="https://docs.kernel.org/scheduler/sched-stats.html">/proc/PID/schedstat</a>
 */
record RunTime(long wantedNs, long atNs) {
    private static final Path ACCOUNT = Path.of("/proc/thread-self/schedstat");

    static RunTime ofThisThread() {
        try {
            String[] fields = Files.readString(ACCOUNT).strip().split(" ");
            return new RunTime(Long.parseLong(fields[0]) + Long.parseLong(fields[1]), System.nanoTime());
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
            return new RunTime(-1, System.nanoTime());
        }
    }

    /** Share of the time since then, 0..1; NaN if not known. */
    double shareSince(RunTime before) {
        return wantedNs < 0 || before.wantedNs < 0 || atNs <= before.atNs ? Double.NaN
                : Math.clamp((double) (wantedNs - before.wantedNs) / (atNs - before.atNs), 0, 1);
    }
}
