package io.venturi.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How late a thread is at evenly spaced times, sleeping first and spinning at the end. Venturi's is a whole lane with a
 * socket to look after; the twin uses the same rule for when to begin spinning, and does nothing else.
 */
final class SleepComparison implements Comparison {
    private static final long SECOND_NS = 1_000_000_000;
    /** So that the 99th percentile of the longest period does not hang on one or two wake-ups. */
    private static final int TIMES_LONGER = 3;
    private static final int WARM_UP_SHORTER = 10;

    /** One frequency, and what is compared there. */
    private record Rate(int perSecond, int times, Row p50, Row p99, Row p999, Row max) {
        static Rate of(int perSecond, int times) {
            String name = perSecond < 1_000 ? perSecond + " Hz" : perSecond / 1_000 + " kHz";
            return new Rate(perSecond, times, Row.only("lateness p50, " + name, "twin-sleep", "ns"),
                    Row.atMost(1.2, "lateness p99, " + name, "twin-sleep", "ns"),
                    Row.only("lateness p99.9, " + name, "twin-sleep", "ns"),
                    Row.only("lateness max, " + name, "twin-sleep", "ns"));
        }

        List<Row> rows() {
            return List.of(p50, p99, p999, max);
        }
    }

    private final List<Rate> rates =
            List.of(Rate.of(100, TIMES_LONGER), Rate.of(1_000, 1), Rate.of(10_000, 1), Rate.of(100_000, 1));
    private final Setting setting;
    private final Child worker;
    private boolean warm;

    SleepComparison(Setting setting) throws IOException {
        this.setting = setting;
        worker = Child.worker(setting.clientCpu());
    }

    @Override
    public String name() {
        return "sleep";
    }

    @Override
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rates.forEach(rate -> rows.addAll(rate.rows()));
        return rows;
    }

    @Override
    public void pair(boolean venturiFirst) throws IOException, InterruptedException {
        for (Rate rate : rates) {
            measure(venturiFirst, rate);
        }
        warm = true;
    }

    private void measure(boolean venturiFirst, Rate rate) throws IOException, InterruptedException {
        long periodNs = SECOND_NS / rate.perSecond();
        int all = rate.times() * rate.perSecond() * setting.seconds();
        int count = warm ? all : Math.max(rate.perSecond(), all / WARM_UP_SHORTER);
        long most = TIMES_LONGER * setting.seconds() * 5L + 20;
        Both<Map<String, String>> both = Both.of(venturiFirst,
                () -> worker.ask("sleep period=" + periodNs + " count=" + count, most),
                () -> Child.pairs(Child.run(List.of(setting.twin("sleep"), "--mode", "hybrid", "--adaptive", "--period",
                        "" + periodNs, "--count", "" + count, "--cpu", "" + setting.clientCpu()), most)));
        if (warm && !both.a().get("allocated").equals("0")) {
            throw new IllegalStateException("the lane allocated " + both.a().get("allocated") + " bytes");
        }
        add(rate.p50(), both, "p50_ns");
        add(rate.p99(), both, "p99_ns");
        add(rate.p999(), both, "p99.9_ns");
        add(rate.max(), both, "max_ns");
    }

    private static void add(Row row, Both<Map<String, String>> both, String value) {
        row.add(Math.max(1, Double.parseDouble(both.a().get(value))),
                Math.max(1, Double.parseDouble(both.b().get(value))));
    }

    @Override
    public void close() {
        worker.close();
    }
}
