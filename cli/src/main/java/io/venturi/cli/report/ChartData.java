package io.venturi.cli.report;

import io.venturi.cli.output.JsonFormat;
import io.venturi.cli.result.DelaySeries;
import io.venturi.cli.result.DelaySeries.Fate;
import io.venturi.cli.result.Distribution;
import io.venturi.cli.result.IntervalSeries;
import io.venturi.cli.result.Result;
import io.venturi.cli.result.Steps;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What the charts of a page draw, as JSON for its script. What is not known is {@code null}. */
final class ChartData {
    private final JsonGenerator json;
    private final Bins bins;

    private ChartData(JsonGenerator json, Bins bins) {
        this.json = json;
        this.bins = bins;
    }

    /** Write the object; the writer stays open. */
    static void write(List<Result> results, List<String> names, PrintWriter to) {
        Bins bins = Bins.over(results.stream().flatMap(result -> result.delays().stream().limit(1)).toList());
        try (JsonGenerator json = JsonFormat.embedded(to)) {
            ChartData data = new ChartData(json, bins);
            json.writeStartObject();
            data.numbers("bins", bins.edgesNs());
            json.writeName("results").writeStartArray();
            for (int i = 0; i < results.size(); i++) {
                data.result(names.get(i), results.get(i));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void result(String name, Result result) {
        json.writeStartObject();
        json.writeStringProperty("name", name);
        json.writeName("delays").writeStartArray();
        boolean leading = true;
        for (DelaySeries series : result.delays()) {
            delays(series, leading);
            leading = false;
        }
        json.writeEndArray();
        json.writeName("known").writeStartArray();
        for (Distribution distribution : result.distributions()) {
            if (distribution.key().startsWith("delay.round trip") || distribution.key().equals("idle")
                    || distribution.key().equals("loaded")) {
                known(distribution);
            }
        }
        json.writeEndArray();
        json.writeName("intervals").writeStartArray();
        result.intervals().forEach(this::intervals);
        json.writeEndArray();
        json.writeName("steps").writeStartArray();
        result.steps().forEach(this::steps);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void delays(DelaySeries series, boolean leading) {
        DelayCharts charts = new DelayCharts(series);
        json.writeStartObject();
        json.writeStringProperty("label", series.label());
        pairs("quantiles", charts.quantiles());
        pairs("cdf", charts.distribution());
        if (leading) { // the others would repeat its shape
            json.writeNumberProperty("probesPerPoint", charts.probesPerPoint());
            json.writeName("course").writeStartArray();
            for (DelayCharts.Point point : charts.course()) {
                json.writeStartArray();
                number(point.atS());
                number(point.middleNs());
                if (charts.probesPerPoint() > 1) {
                    number(point.lowNs());
                    number(point.highNs());
                }
                json.writeEndArray();
            }
            json.writeEndArray();
            numbers("lost", charts.times(Fate.LOST).stream().mapToDouble(Double::doubleValue).toArray());
            numbers("unobserved", charts.times(Fate.UNOBSERVED).stream().mapToDouble(Double::doubleValue).toArray());
            numbers("histogram", charts.histogram(bins));
            number("columnS", charts.columnS());
            json.writeName("heat").writeStartArray();
            for (int[] cell : charts.heat(bins)) {
                json.writeArray(cell, 0, cell.length);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void known(Distribution distribution) {
        json.writeStartObject();
        json.writeStringProperty("label", distribution.label());
        pairs("quantiles", distribution.quantiles().entrySet().stream().filter(entry -> entry.getKey() < 1)
                .map(entry -> new double[] {entry.getKey(), entry.getValue()}).toList());
        json.writeEndObject();
    }

    private void intervals(IntervalSeries series) {
        json.writeStartObject();
        json.writeStringProperty("rateLabel", series.rateLabel());
        json.writeStringProperty("delayLabel", series.delayLabel());
        json.writeName("pieces").writeStartArray();
        for (IntervalSeries.Piece piece : series.pieces()) {
            json.writeStartArray();
            number(piece.startS());
            number(piece.endS());
            number(piece.bitsPerSecond());
            number(piece.lossPercent());
            number(piece.delayNs());
            number(piece.retransmits());
            json.writeBoolean(piece.stalled());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void steps(Steps steps) {
        json.writeStartObject();
        json.writeStringProperty("label", steps.label());
        json.writeName("steps").writeStartArray();
        for (Steps.Step step : steps.steps()) {
            json.writeStartArray();
            json.writeString(step.frame());
            number(step.bitsPerSecond());
            number(step.failedBitsPerSecond());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void pairs(String name, List<double[]> pairs) {
        json.writeName(name).writeStartArray();
        for (double[] pair : pairs) {
            json.writeStartArray();
            number(pair[0]);
            number(pair[1]);
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void numbers(String name, double[] values) {
        json.writeName(name).writeStartArray();
        for (double value : values) {
            number(value);
        }
        json.writeEndArray();
    }

    private void number(String name, double value) {
        json.writeName(name);
        number(value);
    }

    private void number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.writeNull();
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }
}
