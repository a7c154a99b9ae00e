package io.venturi.engine.host;

import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.host.Measurement.What;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What deep sleep of a CPU adds to a wake-up: the same sleeps with and without it. On real-time threads where these are
 * permitted, so that other programs that want the CPU make no difference between the two.
 */
final class IdleLatency {
    private static final Path LATENCY = Path.of("/dev/cpu_dma_latency");
    private static final long PERIOD_NS = 10_000_000;
    private static final int COUNT = 40;

    private IdleLatency() {
    }

    /**
     * About a second and a half.
     *
     * @param tuning of the threads that sleep
     */
    static List<Measurement> measure(ThreadTuning tuning) {
        return List.of(sleeps(What.IDLE_DEEP, tuning), awake(tuning));
    }

    /** While the file is open the kernel keeps CPUs in states that take no longer than it says, which is 0. */
    private static Measurement awake(ThreadTuning tuning) {
        if (!Files.exists(LATENCY)) {
            return Measurement.unavailable(What.IDLE_SHALLOW, "there is no " + LATENCY);
        }
        try (RandomAccessFile file = new RandomAccessFile(LATENCY.toFile(), "rw")) {
            file.writeInt(0);
            return sleeps(What.IDLE_SHALLOW, tuning);
        } catch (IOException e) {
            return Measurement.unavailable(What.IDLE_SHALLOW, "no permission to write " + LATENCY);
        }
    }

    private static Measurement sleeps(What what, ThreadTuning tuning) {
        return Trial.run(what, tuning, () -> WakeUps.sleeping(PERIOD_NS, COUNT));
    }
}
