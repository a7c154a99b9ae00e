package io.venturi.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * How late a thread is at evenly spaced times, sleeping first and spinning at the end. Venturi's is a whole lane with a
 * socket to look after; the twin uses the same rule for when to begin spinning, and does nothing else.
 */
final class SleepComparison implements Comparison {
    private static final long MS = 1_000_000;
    /** So that the 99th percentile of the longer period does not hang on one or two wake-ups. */
    private static final int TIMES_LONGER = 3;

    private final Row shortP99 = Row.atMost(1.2, "lateness p99, 1 ms", "twin-sleep", "ns");
    private final Row shortP50 = Row.only("lateness p50, 1 ms", "twin-sleep", "ns");
    private final Row longP99 = Row.atMost(1.2, "lateness p99, 10 ms", "twin-sleep", "ns");
    private final Row longP50 = Row.only("lateness p50, 10 ms", "twin-sleep", "ns");
    private final Setting setting;
    private final Child worker;

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
        return List.of(shortP99, shortP50, longP99, longP50);
    }

    @Override
    public void pair(boolean venturiFirst) throws IOException, InterruptedException {
        measure(venturiFirst, MS, 1_000 * setting.seconds(), shortP50, shortP99);
        measure(venturiFirst, 10 * MS, TIMES_LONGER * 100 * setting.seconds(), longP50, longP99);
    }

    private void measure(boolean venturiFirst, long periodNs, int count, Row p50, Row p99)
            throws IOException, InterruptedException {
        long most = TIMES_LONGER * setting.seconds() * 5L + 20;
        Both<Map<String, String>> both = Both.of(venturiFirst,
                () -> worker.ask("sleep period=" + periodNs + " count=" + count, most),
                () -> Child.pairs(Child.run(List.of(setting.twin("sleep"), "--mode", "hybrid", "--adaptive", "--period",
                        "" + periodNs, "--count", "" + count, "--cpu", "" + setting.clientCpu()), most)));
        p50.add(Math.max(1, Double.parseDouble(both.a().get("p50_ns"))),
                Math.max(1, Double.parseDouble(both.b().get("p50_ns"))));
        p99.add(Math.max(1, Double.parseDouble(both.a().get("p99_ns"))),
                Math.max(1, Double.parseDouble(both.b().get("p99_ns"))));
    }

    @Override
    public void close() {
        worker.close();
    }
}
