package io.venturi.cli.monitor;

import io.venturi.cli.output.BuildInfo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a monitor tells, for programs: a line of JSON each, as {@code docs/schema/monitor.schema.json} says. */
final class MonitorJson implements Consumer<MonitorEvent> {
    static final int SCHEMA_VERSION = 1;

    private static final String VERSION = BuildInfo.text();
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double[] PERCENTILES = {50, 90, 95, 99, 99.9};
    private static final String[] NAMES = {"p50", "p90", "p95", "p99", "p999"};

    private final PrintWriter out;

    MonitorJson(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accept(MonitorEvent event) {
        out.print(line(event) + "\n");
        out.flush();
    }

    /** Without the line feed. */
    static String line(MonitorEvent event) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
            json.writeStringProperty("venturi", VERSION);
            json.writeStringProperty("type", type(event));
            json.writeStringProperty("time", Instant.ofEpochMilli(event.atMs()).toString());
            if (!event.target().isEmpty()) {
                json.writeStringProperty("target", event.target());
            }
            write(event, json);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Of a history, with the length of the interval and without rolling statistics. */
    static String line(Window window) {
        return line(new MonitorEvent.Interval(window, List.of()));
    }

    private static String type(MonitorEvent event) {
        return switch (event) {
            case MonitorEvent.Interval _ -> "interval";
            case MonitorEvent.Alert _ -> "alert";
            case MonitorEvent.LevelChange _ -> "change";
            case MonitorEvent.Load _ -> "load";
            case MonitorEvent.Notice _ -> "notice";
            case MonitorEvent.Summary _ -> "summary";
        };
    }

    private static void write(MonitorEvent event, JsonGenerator json) {
        switch (event) {
            case MonitorEvent.Interval interval -> interval(interval, json);
            case MonitorEvent.Alert alert -> {
                json.writeStringProperty("rule", alert.rule().text());
                json.writeBooleanProperty("firing", alert.firing());
                json.writeStringProperty("detail", alert.value());
            }
            case MonitorEvent.LevelChange change -> {
                json.writeStringProperty("since", Instant.ofEpochMilli(change.change().atMs()).toString());
                json.writeNumberProperty("medianBeforeNs", Math.round(change.change().beforeNs()));
                json.writeNumberProperty("medianAfterNs", Math.round(change.change().afterNs()));
            }
            case MonitorEvent.Load load -> load(load.result(), json);
            case MonitorEvent.Notice notice -> json.writeStringProperty("text", notice.text());
            case MonitorEvent.Summary summary -> summary(summary, json);
        }
    }

    private static void interval(MonitorEvent.Interval interval, JsonGenerator json) {
        Window window = interval.window();
        json.writeStringProperty("start", Instant.ofEpochMilli(window.startMs()).toString());
        json.writeNumberProperty("durationMs", window.spanMs());
        json.writeBooleanProperty("underLoad", window.loaded());
        json.writeStringProperty("stampedBy", window.stampedBy().name().toLowerCase(Locale.ROOT));
        if (!window.failure().isEmpty()) {
            json.writeStringProperty("failure", window.failure());
        }
        statistics(window.counts(), window.delays(), json);
        if (!interval.rolling().isEmpty()) {
            json.writeObjectPropertyStart("rolling");
            for (Rolling.Statistics rolling : interval.rolling()) {
                json.writeObjectPropertyStart(rolling.span().label());
                statistics(rolling.counts(), rolling.delays(), json);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }

    /** Without delays if there is no reply: they are absent, not zero. */
    private static void statistics(Window.Counts counts, Histogram delays, JsonGenerator json) {
        json.writeNumberProperty("sent", counts.sent());
        json.writeNumberProperty("received", counts.received());
        json.writeNumberProperty("lost", counts.lost());
        json.writeNumberProperty("lostForward", counts.lostForward());
        json.writeNumberProperty("lostReverse", counts.lostReverse());
        json.writeNumberProperty("unobserved", counts.unobserved());
        json.writeNumberProperty("duplicates", counts.duplicates());
        json.writeNumberProperty("reordered", counts.reordered());
        if (delays.getTotalCount() > 0) {
            json.writeObjectPropertyStart("rttNs");
            json.writeNumberProperty("min", delays.getMinValue());
            json.writeNumberProperty("mean", Math.round(delays.getMean()));
            for (int i = 0; i < NAMES.length; i++) {
                json.writeNumberProperty(NAMES[i],
                        Math.min(delays.getMaxValue(), delays.getValueAtPercentile(PERCENTILES[i])));
            }
            json.writeNumberProperty("max", delays.getMaxValue());
            json.writeEndObject();
        }
    }

    private static void load(LoadResult load, JsonGenerator json) {
        json.writeStringProperty("kind", load.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("direction", load.direction());
        if (load.measured()) {
            json.writeNumberProperty("bitsPerSecond", Math.round(load.bitsPerSecond()));
            if (load.lossRatio() >= 0) {
                json.writeNumberProperty("lossRatio", load.lossRatio());
            }
        } else {
            json.writeStringProperty("failure", load.failure());
        }
    }

    private static void summary(MonitorEvent.Summary summary, JsonGenerator json) {
        json.writeStringProperty("start", Instant.ofEpochMilli(summary.startMs()).toString());
        json.writeArrayPropertyStart("targets");
        for (MonitorEvent.TargetSummary target : summary.targets()) {
            json.writeStartObject();
            json.writeStringProperty("target", target.whole().target());
            json.writeNumberProperty("intervals", target.intervals());
            json.writeNumberProperty("silentIntervals", target.silent());
            json.writeNumberProperty("alerts", target.alerts());
            json.writeNumberProperty("changes", target.changes());
            statistics(target.whole().counts(), target.whole().delays(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
