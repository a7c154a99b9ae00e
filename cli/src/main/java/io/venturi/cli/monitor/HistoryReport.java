package io.venturi.cli.monitor;

import io.venturi.cli.output.Figures;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** A history as text, JSON lines or CSV: intervals joined to steps of equal length, and what happened besides. */
public final class HistoryReport {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final long[] STEPS_MS = {10_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000};
    private static final int MOST_ROWS = 60;

    private final Path file;
    private final Query query;

    /** How to write it. */
    public enum Form { TEXT, JSON, CSV }

    /**
     * What to look at.
     *
     * @param target one of them, empty for all
     * @param fromMs first start
     * @param toMs   before which they start
     * @param stepMs of a row, 0 for one that gives up to 60 rows
     */
    public record Query(String target, long fromMs, long toMs, long stepMs) {
        public Query {
            if (fromMs >= toMs || stepMs < 0) {
                throw new ConfigException("The time looked at ends before it begins.");
            }
        }

        long step() {
            long most = (toMs - fromMs) / MOST_ROWS;
            for (long step : STEPS_MS) {
                if (stepMs == 0 && step >= most) {
                    return step;
                }
            }
            return stepMs == 0 ? STEPS_MS[STEPS_MS.length - 1] : stepMs;
        }
    }

    public HistoryReport(Path file, Query query) {
        this.file = file;
        this.query = query;
    }

    /** Write it; false if there is nothing in that time. */
    public boolean write(Form form, PrintWriter out) {
        try (History history = History.read(file)) {
            boolean[] any = {false};
            switch (form) {
                case TEXT -> out.printf("%-19s  %-15s %7s %8s %8s %8s %8s%n", "start", "target", "probes", "lost",
                        "p50", "p99", "max");
                case CSV -> out.println("start,target,duration_ms,under_load,sent,received,lost,lost_forward,"
                        + "lost_reverse,unobserved,duplicates,reordered,rtt_min_ns,rtt_p50_ns,"
                        + "rtt_p95_ns,rtt_p99_ns,rtt_max_ns");
                case JSON -> { }
            }
            steps(history, window -> {
                any[0] = true;
                out.println(switch (form) {
                    case TEXT -> text(window);
                    case CSV -> csv(window);
                    case JSON -> MonitorJson.line(window);
                });
            });
            loads(history, load -> {
                any[0] = true;
                write(load, form, out);
            });
            if (form == Form.TEXT) {
                events(history, event -> out.println(TIME.format(Instant.ofEpochMilli(event.atMs())) + "  "
                        + event.target() + "  " + event.kind() + " " + event.text()));
            }
            out.flush();
            return any[0];
        } catch (SQLException e) {
            throw new HostException("The history " + file + " cannot be read: " + e.getMessage()
                    + ".", e);
        }
    }

    private static void write(LoadResult load, Form form, PrintWriter out) {
        if (form == Form.TEXT) {
            out.println(TIME.format(Instant.ofEpochMilli(load.startMs())) + "  " + load.target() + "  "
                    + MonitorText.load(load));
        } else if (form == Form.JSON) {
            out.println(MonitorJson.line(new MonitorEvent.Load(load)));
        }
    }

    private static String text(Window window) {
        boolean none = window.silent();
        return String.format(Locale.ROOT, "%-19s  %-15s %7d %8s %8s %8s %8s%s",
                TIME.format(Instant.ofEpochMilli(window.startMs())), window.target(), window.counts().sent(),
                window.counts().sent() == 0 ? "-" : Figures.percent(100 * window.counts().lossRatio()),
                none ? "-" : Figures.duration(window.percentile(50)),
                none ? "-" : Figures.duration(window.percentile(99)),
                none ? "-" : Figures.duration(window.percentile(100)), window.loaded() ? "  under load" : "");
    }

    private static String csv(Window window) {
        Window.Counts c = window.counts();
        List<Object> cells = new ArrayList<>(List.of(Instant.ofEpochMilli(window.startMs()), window.target(),
                window.spanMs(), window.loaded(), c.sent(), c.received(), c.lost(), c.lostForward(), c.lostReverse(),
                c.unobserved(), c.duplicates(), c.reordered()));
        boolean none = window.delays().getTotalCount() == 0; // absent, not zero
        cells.add(none ? "" : window.delays().getMinValue());
        for (double percent : new double[] {50, 95, 99, 100}) {
            cells.add(none ? "" : window.percentile(percent));
        }
        return String.join(",", cells.stream().map(Object::toString).toList());
    }

    /** In order of time, then target. */
    private void steps(History history, Consumer<Window> sink) throws SQLException {
        long step = query.step();
        try (PreparedStatement statement = history.connection().prepareStatement("SELECT * FROM window WHERE"
                + " start_ms >= ? AND start_ms < ? AND (? = '' OR target = ?) ORDER BY start_ms / " + step
                + ", target, loaded, start_ms")) {
            bind(statement);
            List<Window> group = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Window window = History.window(row);
                    if (!group.isEmpty() && !together(group.getFirst(), window, step)) {
                        sink.accept(whole(group, step));
                        group.clear();
                    }
                    group.add(window);
                }
            }
            if (!group.isEmpty()) {
                sink.accept(whole(group, step));
            }
        }
    }

    /** One interval stays what it is. */
    private static Window whole(List<Window> group, long step) {
        return group.size() == 1 ? group.getFirst() : HistoryUpkeep.joined(group, step);
    }

    private static boolean together(Window a, Window b, long step) {
        return a.target().equals(b.target()) && a.loaded() == b.loaded() && a.startMs() / step == b.startMs() / step;
    }

    private void loads(History history, Consumer<LoadResult> sink) throws SQLException {
        try (PreparedStatement statement = history.connection().prepareStatement("SELECT * FROM load WHERE"
                + " start_ms >= ? AND start_ms < ? AND (? = '' OR target = ?) ORDER BY start_ms")) {
            bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sink.accept(new LoadResult(row.getString("target"), row.getLong("start_ms"),
                            MonitorPlan.LoadKind.valueOf(row.getString("kind")), row.getString("direction"),
                            row.getDouble("bits_per_second"), row.getDouble("loss_ratio"), row.getString("failure")));
                }
            }
        }
    }

    private void events(History history, Consumer<History.Event> sink) throws SQLException {
        try (PreparedStatement statement = history.connection().prepareStatement("SELECT * FROM event WHERE at_ms >= ?"
                + " AND at_ms < ? AND (? = '' OR target = ?) ORDER BY at_ms")) {
            bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sink.accept(new History.Event(row.getString("target"), row.getLong("at_ms"), row.getString("kind"),
                            row.getString("text")));
                }
            }
        }
    }

    private void bind(PreparedStatement statement) throws SQLException {
        statement.setLong(1, query.fromMs());
        statement.setLong(2, query.toMs());
        statement.setString(3, query.target());
        statement.setString(4, query.target());
    }
}
