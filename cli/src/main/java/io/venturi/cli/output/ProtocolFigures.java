package io.venturi.cli.output;

import io.venturi.engine.metric.ProtocolFigure;
import io.venturi.engine.metric.ProtocolFigure.Kind;
import io.venturi.engine.metric.ProtocolValue;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputInterval.Part;
import io.venturi.engine.metric.ThroughputStreamReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/** What a protocol that is neither TCP nor UDP tells of itself. Counts of streams are summed up, others averaged. */
final class ProtocolFigures {
    /** The least of all and the most of all say more than a mean of them. */
    private static final String LEAST = "Least";
    private static final String MOST = "Most";

    private ProtocolFigures() {
    }

    /** The figures to show while it runs. */
    static List<ProtocolFigure> live(List<Part> parts) {
        return parts.stream().limit(1).flatMap(part -> part.details().stream()).map(ProtocolValue::figure)
                .filter(ProtocolFigure::live).toList();
    }

    /** The value of a figure over these streams. */
    static String value(List<Part> parts, ProtocolFigure figure) {
        return parts.stream().flatMap(part -> part.details().stream()).filter(it -> it.figure().equals(figure))
                .reduce(ProtocolFigures::joined).map(it -> number(mean(it, parts.size()))).orElse("");
    }

    /** For a line: {@code , resent 3, rto 30 ms}. */
    static String facts(List<Part> parts) {
        StringBuilder facts = new StringBuilder();
        for (ProtocolFigure figure : live(parts)) {
            facts.append(", ").append(words(figure)).append(' ').append(value(parts, figure)).append(unit(figure));
        }
        return facts.toString();
    }

    /** What the ends of these streams told in all, zeros left out; empty if nothing. */
    static String all(List<ThroughputStreamReport> streams,
                      Function<ThroughputStreamReport, Optional<ThroughputEnd>> end) {
        Map<String, ProtocolValue> sums = new LinkedHashMap<>();
        int ends = 0;
        for (ThroughputStreamReport stream : streams) {
            Optional<ThroughputEnd> told = end.apply(stream);
            ends += told.isPresent() ? 1 : 0;
            told.ifPresent(it -> it.details().forEach(detail ->
                    sums.merge(detail.figure().name(), detail, ProtocolFigures::joined)));
        }
        List<String> words = new ArrayList<>();
        for (ProtocolValue sum : sums.values()) {
            if (sum.value() != 0) {
                words.add(words(sum.figure()) + " " + number(mean(sum, ends)) + unit(sum.figure()));
            }
        }
        return String.join(", ", words);
    }

    private static ProtocolValue joined(ProtocolValue a, ProtocolValue b) {
        String name = a.figure().name();
        return new ProtocolValue(a.figure(), name.endsWith(LEAST) ? Math.min(a.value(), b.value())
                : name.endsWith(MOST) ? Math.max(a.value(), b.value()) : a.value() + b.value());
    }

    private static double mean(ProtocolValue sum, int ends) {
        ProtocolFigure figure = sum.figure();
        boolean whole = figure.kind() == Kind.COUNT || figure.name().endsWith(LEAST) || figure.name().endsWith(MOST);
        return whole ? sum.value() : sum.value() / Math.max(1, ends);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value)
                : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
    }

    /** Counts say by their names what they count. */
    private static String unit(ProtocolFigure figure) {
        return figure.kind() == Kind.COUNT || figure.unit().isEmpty() ? "" : " " + figure.unit();
    }

    /** {@code resentAfterTimeout} as {@code resent after timeout}. */
    static String words(ProtocolFigure figure) {
        return figure.name().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    /** A member {@code name} with an object for each figure; nothing if there is none. */
    static void json(JsonGenerator json, String name, List<ProtocolValue> details) {
        if (details.isEmpty()) {
            return;
        }
        json.writeName(name).writeStartObject();
        for (ProtocolValue detail : details) {
            json.writeName(detail.figure().name()).writeStartObject();
            json.writeNumberProperty("value", detail.value());
            json.writeStringProperty("unit", detail.figure().unit());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
