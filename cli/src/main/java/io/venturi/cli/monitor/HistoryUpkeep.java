package io.venturi.cli.monitor;

import io.venturi.engine.error.ConfigException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Keeps a history within bounds: old intervals are joined to minutes, old minutes to hours, and the oldest hours are
 * dropped. Histograms are added up, so percentiles of what was joined are those of all its probes. The thread of the
 * history.
 */
final class HistoryUpkeep {
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;

    private final History history;
    private final Limits limits;

    /**
     * How much is kept.
     *
     * @param singleMs single intervals, up to this age
     * @param minuteMs minutes, up to this age
     * @param ageMs    anything
     * @param bytes    of the file, at least 1 MiB; the oldest goes first
     */
    record Limits(long singleMs, long minuteMs, long ageMs, long bytes) {
        Limits {
            if (singleMs <= 0 || minuteMs < singleMs || ageMs <= 0 || bytes < 1 << 20) {
                throw new ConfigException("The history keeps at least a day and 1 MiB.");
            }
        }

        /** Two days of intervals, 30 days of minutes, hours up to that age. */
        static Limits of(int days, int megabytes) {
            return new Limits(2 * DAY_MS, 30 * DAY_MS, days * DAY_MS, (long) megabytes << 20);
        }
    }

    HistoryUpkeep(History history, Limits limits) {
        this.history = history;
        this.limits = limits;
    }

    /** Do what is due at this time. */
    void run(long nowMs) {
        history.write("tidied", () -> {
            dropBefore(nowMs - limits.ageMs);
            join(0, MINUTE_MS, nowMs - limits.singleMs);
            join(MINUTE_MS, HOUR_MS, nowMs - limits.minuteMs);
        });
        while (history.bytes() > limits.bytes && dropOldest()) {
            // the next oldest
        }
        try (Statement statement = history.connection().createStatement()) {
            history.connection().setAutoCommit(true); // these go without a transaction
            statement.execute("PRAGMA incremental_vacuum");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            history.connection().setAutoCommit(false);
        } catch (SQLException e) {
            throw history.failed("tidied", e);
        }
    }

    private void dropBefore(long ms) throws SQLException {
        try (Statement statement = history.connection().createStatement()) {
            statement.executeUpdate("DELETE FROM window WHERE start_ms < " + ms);
            statement.executeUpdate("DELETE FROM load WHERE start_ms < " + ms);
            statement.executeUpdate("DELETE FROM event WHERE at_ms < " + ms);
        }
    }

    /** A tenth of all intervals; false if there is nothing left. */
    private boolean dropOldest() {
        boolean[] any = {false};
        history.write("tidied", () -> {
            long first = History.number(history.connection(), "SELECT min(start_ms) FROM window");
            long rows = History.number(history.connection(), "SELECT count(*) FROM window");
            any[0] = rows > 0;
            long until = History.number(history.connection(),
                    "SELECT start_ms FROM window ORDER BY start_ms LIMIT 1 OFFSET " + rows / 10);
            dropBefore(Math.max(first, until) + 1);
        });
        return any[0];
    }

    /**
     * Join rows longer than {@code aboveMs} and shorter than {@code toMs} that began before to rows of {@code toMs}.
     */
    private void join(long aboveMs, long toMs, long beforeMs) throws SQLException {
        long until = Math.floorDiv(beforeMs, toMs) * toMs;
        String which = " WHERE span_ms >= " + aboveMs + " AND span_ms < " + toMs + " AND start_ms < " + until;
        try (PreparedStatement query = history.connection().prepareStatement("SELECT * FROM window" + which
                + " ORDER BY target, loaded, start_ms"); ResultSet row = query.executeQuery()) {
            List<Window> group = new ArrayList<>();
            while (row.next()) {
                Window window = History.window(row);
                if (!group.isEmpty() && !together(group.getFirst(), window, toMs)) {
                    history.put(joined(group, toMs));
                    group.clear();
                }
                group.add(window);
            }
            if (!group.isEmpty()) {
                history.put(joined(group, toMs));
            }
        }
        try (Statement statement = history.connection().createStatement()) {
            statement.executeUpdate("DELETE FROM window" + which);
        }
    }

    private static boolean together(Window a, Window b, long spanMs) {
        return a.target().equals(b.target()) && a.loaded() == b.loaded()
                && Math.floorDiv(a.startMs(), spanMs) == Math.floorDiv(b.startMs(), spanMs);
    }

    /** One interval of that length, from the start of its minute or hour. */
    static Window joined(List<Window> group, long spanMs) {
        Window first = group.getFirst();
        Window.Counts counts = Window.Counts.NONE;
        Histogram delays = Window.histogram();
        String failure = first.failure();
        for (Window window : group) {
            counts = counts.plus(window.counts());
            delays.add(window.delays());
            failure = window.failure().isEmpty() ? "" : failure; // only if none could be sent at all
        }
        return new Window(first.target(), Math.floorDiv(first.startMs(), spanMs) * spanMs, spanMs, first.loaded(),
                failure, counts, delays, first.stampedBy());
    }
}
