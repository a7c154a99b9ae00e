package io.venturi.cli.result;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers what a reader finds. */
final class ResultBuilder {
    private final String file;
    private final Kind kind;
    String direction = "";
    String tool = "";
    String where = "";
    String summary = "";
    long startNs;
    final List<String> warnings = new ArrayList<>();
    final Map<String, String> setUp = new LinkedHashMap<>();
    final List<Figure> figures = new ArrayList<>();
    final List<Distribution> distributions = new ArrayList<>();
    final List<DelaySeries> delays = new ArrayList<>();
    final List<IntervalSeries> intervals = new ArrayList<>();
    final List<Steps> steps = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    ResultBuilder(String file, Kind kind) {
        this.file = file;
        this.kind = kind;
    }

    Result build() {
        return new Result(file, kind, direction, tool, where, startNs, summary, warnings, setUp, figures,
                distributions, delays, intervals, steps, facts);
    }

    /** Adds nothing if the value is not known. */
    void figure(String metric, String label, double value, Unit unit) {
        if (!Double.isNaN(value)) {
            figures.add(new Figure(metric, label, value, unit));
        }
    }

    /** Adds nothing if there is no value. */
    void fact(String group, String name, String value) {
        if (!value.isEmpty()) {
            facts.add(new Fact(group, name, value));
        }
    }

    /** A setting that results must share to be comparable. */
    void setting(String name, String value) {
        if (!value.isEmpty()) {
            setUp.put(name, value);
            fact("Set-up", name, value);
        }
    }

    /** A summary object of this program: {@code n}, {@code min}, {@code p50} and so on. */
    void distribution(String key, String label, Json summary) {
        distribution(key, label, summary, 1);
    }

    /** The same with values in units of {@code ns}. */
    void distribution(String key, String label, Json summary, double ns) {
        TreeMap<Double, Double> quantiles = new TreeMap<>();
        quantile(quantiles, 0, summary.get("min"), ns);
        quantile(quantiles, 0.5, summary.get("p50").present() ? summary.get("p50") : summary.get("median"), ns);
        quantile(quantiles, 0.9, summary.get("p90"), ns);
        quantile(quantiles, 0.95, summary.get("p95"), ns);
        quantile(quantiles, 0.99, summary.get("p99"), ns);
        quantile(quantiles, 0.999, summary.get("p999"), ns);
        quantile(quantiles, 0.9999, summary.get("p9999"), ns);
        quantile(quantiles, 1, summary.get("max"), ns);
        if (!quantiles.isEmpty()) {
            distributions.add(new Distribution(key, label, summary.get("n").number(),
                    summary.get("mean").number() * ns, summary.get("stddev").number() * ns, quantiles));
        }
    }

    private static void quantile(Map<Double, Double> to, double share, Json value, double ns) {
        if (value.present()) {
            to.put(share, value.number() * ns);
        }
    }

    /** Host of {@code host:port} or {@code [host]:port}; as it is if there is no port. */
    static String host(String address) {
        return address.replaceFirst("^\\[(.*)](:\\d+)?$", "$1").replaceFirst("^([^:]*):\\d+$", "$1");
    }

    /** ns since 1970; 0 if it is not a time. */
    static long instant(Json time) {
        try {
            Instant instant = Instant.parse(time.text());
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return 0;
        }
    }
}
