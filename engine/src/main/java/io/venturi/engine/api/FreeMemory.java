package io.venturi.engine.api;

import io.venturi.engine.error.HostException;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.record.RoundTripTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses tests whose rows would not fit the memory of this host: better before than in their middle. */
final class FreeMemory {
    /** Without /proc nobody knows: let the test try. */
    private static final long UNKNOWN_BYTES = 1L << 50;

    private FreeMemory() {
    }

    /** @throws HostException if the rows of this test would not fit */
    static void require(RttPlan plan) {
        require(plan, availableBytes());
    }

    static void require(RttPlan plan, long availableBytes) {
        long rows = plan.keepRows() > 0 ? plan.keepRows() : plan.probes().expected();
        if (rows < availableBytes && RoundTripTable.bytesFor(rows) <= availableBytes) { // in this order: no overflow
            return;
        }
        long mebibytes = availableBytes >> 20;
        if (plan.keepRows() > 0) {
            throw new HostException(("The last %d probes would not fit the %d MiB of free memory. Keep fewer of them.")
                    .formatted(rows, mebibytes), null);
        }
        throw new HostException(("All %s would not fit the %d MiB of free memory. Shorten the test, or keep only the"
                + " last ones with continuous mode.").formatted(
                        rows == Long.MAX_VALUE ? "probes of an endless test" : rows + " probes", mebibytes), null);
    }

    private static long availableBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException | NumberFormatException _) {
            return UNKNOWN_BYTES;
        }
        return UNKNOWN_BYTES;
    }
}
