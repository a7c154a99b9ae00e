package io.venturi.cli.monitor;

import static io.venturi.cli.monitor.Samples.window;

import java.nio.file.Path;
import java.util.List;

/** A process that keeps one interval after the other, says each that is safe, and waits to be killed. */
final class HistoryWriter {
    private static final long DAY_MS = 86_400_000;
    /** Joins are due all the time. */
    private static final HistoryUpkeep.Limits HASTY = new HistoryUpkeep.Limits(300_000, 3_600_000, 400 * DAY_MS,
            1L << 30);
    private static final int MOST = 200_000;

    private HistoryWriter() {
    }

    /** @param args file, number of the first interval */
    public static void main(String[] args) {
        try (History history = History.open(Path.of(args[0]))) {
            HistoryUpkeep upkeep = new HistoryUpkeep(history, HASTY);
            long first = Long.parseLong(args[1]);
            for (long i = first; i < first + MOST; i++) {
                history.append(List.of(window("a", i * 10_000, 0, 1000)));
                System.out.println(i);
                System.out.flush();
                if (i % 50 == 0) {
                    upkeep.run(i * 10_000);
                }
            }
        }
    }
}
