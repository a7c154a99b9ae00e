package io.venturi.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Runs venturi and what it is compared with in turn, A B B A A B, and prints the ratios pair by pair summed up: on a
 * machine that others use too, only they mean something. The first pair warms up and does not count.
 */
public final class Paired {
    private static final int PAIRS = 11;
    /** Of the comparisons that run programs for seconds. */
    private static final int LONG_PAIRS = 5;
    private static final List<String> LONG = List.of("rtt", "throughput", "pacing", "capacity");
    private static final int ATTEMPTS = 3;

    private final Setting setting;
    private final Map<String, String> machine = Machine.describe();
    private final List<Row> rows = new ArrayList<>();
    private boolean failed;

    private Paired(Setting setting) {
        this.setting = setting;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Setting setting;
        try {
            if (args.length > 0 && (args[0].equals("--help") || args[0].equals("-h"))) {
                System.out.println(Setting.USAGE);
                return;
            }
            setting = Setting.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/run paired: " + e.getMessage() + "\n\n" + Setting.USAGE);
            System.exit(2);
            return;
        }
        System.exit(new Paired(setting).run());
    }

    private int run() throws IOException, InterruptedException {
        machine.put("cpus", "client " + setting.clientCpu() + ", server " + setting.serverCpu());
        machine.forEach((name, value) -> System.out.printf("%-12s %s%n", name, value));
        System.out.println();
        long[] before = Machine.ticks();
        for (String name : setting.names()) {
            List<String> missing = setting.missing(name);
            if (missing.isEmpty()) {
                measure(name);
            } else {
                failed = true;
                missing.forEach(what -> System.err.println(name + " cannot be measured, missing " + what));
            }
        }
        long[] after = Machine.ticks();
        machine.put("load after", Machine.load());
        machine.put("stolen", "%.2f %%".formatted(100.0 * (after[1] - before[1]) / Math.max(1, after[0] - before[0])));
        print();
        if (setting.json() != null) {
            write(setting.json());
        }
        return failed ? 1 : 0;
    }

    private Comparison open(String name) throws IOException, InterruptedException {
        return switch (name) {
            case "send" -> new SendComparison(setting);
            case "receive" -> new ReceiveComparison(setting);
            case "train" -> new TrainComparison(setting);
            case "echo" -> new EchoComparison(setting);
            case "sleep" -> new SleepComparison(setting);
            case "rtt" -> new RttComparison(setting);
            case "startup" -> new StartupComparison(setting);
            case "throughput" -> new ThroughputComparison(setting);
            case "pacing" -> new PacingComparison(setting);
            case "capacity" -> new CapacityComparison(setting);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private void measure(String name) throws InterruptedException {
        int pairs = setting.pairs() > 0 ? setting.pairs() : LONG.contains(name) ? LONG_PAIRS : PAIRS;
        try (Comparison comparison = open(name)) {
            rows.addAll(comparison.rows());
            pair(comparison, 0, true);
            comparison.rows().forEach(row -> row.forgetAfter(0));
            for (int i = 0; i < pairs; i++) {
                say("%s: pair %d of %d".formatted(name, i + 1, pairs));
                pair(comparison, i, i % 2 == 0);
            }
        } catch (IOException | RuntimeException e) {
            failed = true;
            System.err.printf("%n%s failed: %s%n", name, e);
        }
        say("");
    }

    /** A run may fail where another program keeps the CPU for long; then all of its pair is measured again. */
    private static void pair(Comparison comparison, int done, boolean venturiFirst)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                comparison.pair(venturiFirst);
                return;
            } catch (IOException | IllegalStateException e) {
                comparison.rows().forEach(row -> row.forgetAfter(done));
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                System.err.printf("%n%s: measuring this pair again: %s%n", comparison.name(), e.getMessage());
            }
        }
    }

    private static void say(String progress) {
        if (System.console() != null && System.console().isTerminal()) {
            System.err.printf("\r%-40s\r%s", "", progress);
        }
    }

    private void print() {
        String form = "%-32s %-15s %-9s %11s %11s  %5s %7s %7s %7s  %-8s %s%n";
        System.out.printf(form, "metric", "compared with", "unit", "venturi", "other", "pairs", "min", "median", "max",
                "target", "");
        for (Row row : rows) {
            System.out.printf(Locale.ROOT, form, row.metric(), row.other(), row.unit(), figure(row.medianA()),
                    figure(row.medianB()), row.pairs().size(), ratio(row.minRatio()), ratio(row.medianRatio()),
                    ratio(row.maxRatio()), row.targetText(), row.verdict());
        }
        System.out.printf("%nload after %s, stolen %s%n", machine.get("load after"), machine.get("stolen"));
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "-" : "%.0f".formatted(value);
    }

    private static String ratio(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    private void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeName("machine").writeStartObject();
            machine.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeName("rows").writeStartArray();
            rows.forEach(row -> write(row, json));
            json.writeEndArray().writeEndObject();
        }
    }

    private static void write(Row row, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("metric", row.metric());
        json.writeStringProperty("other", row.other());
        json.writeStringProperty("unit", row.unit());
        json.writeStringProperty("target", row.targetText());
        json.writeStringProperty("verdict", row.verdict());
        json.writeName("pairs").writeStartArray();
        for (double[] pair : row.pairs()) {
            json.writeStartArray().writeNumber(pair[0]).writeNumber(pair[1]).writeEndArray();
        }
        json.writeEndArray().writeEndObject();
    }
}
