package io.venturi.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Median round trip of 64 bytes over loopback, one at a time, both ends spinning on a CPU each. Venturi's sockets
 * always ask for drop count and errors. They ask for traffic class and hop limit, too, where a test reports them: in
 * the rows with the same control data, not in those with less. The twins ask where the row says so, sockperf never
 * does.
 */
final class EchoComparison implements Comparison {
    private static final Pattern SOCKPERF_MEDIAN = Pattern.compile("percentile 50\\.0+ = +([0-9.]+)");
    /** It warms up for 0.4 s of its time. */
    private static final int SOCKPERF_LEAST_SECONDS = 2;
    private static final int MOST_ROUND_TRIPS = 1_000_000;

    private final Row twin = Row.atMost(1.05, "echo p50, same control data", "twin-ping/-echo", "ns");
    private final Row bareTwin = Row.only("echo p50, less, none in C", "twin-ping/-echo", "ns");
    private final Row sockperf = Row.atMost(1.0, "echo p50, less", "sockperf pp/sr", "ns");
    private final Row stampedUser = Row.only("echo p50, stamped", "twin-ping/-echo", "ns");
    private final Row stampedKernel = Row.only("echo p50, kernel to kernel", "twin-ping/-echo", "ns");
    private final Setting setting;
    private final Child client;
    private final Child server;

    EchoComparison(Setting setting) throws IOException {
        this.setting = setting;
        client = Child.worker(setting.clientCpu());
        server = Child.worker(setting.serverCpu());
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public List<Row> rows() {
        return List.of(twin, bareTwin, sockperf, stampedUser, stampedKernel);
    }

    @Override
    public void pair(boolean venturiFirst) throws IOException, InterruptedException {
        Both<Map<String, String>> plain = Both.of(venturiFirst, () -> venturi(true, false), () -> twin(true, false));
        twin.add(ns(plain.a(), "p50_ns"), ns(plain.b(), "p50_ns"));
        Both<Map<String, String>> bare = Both.of(venturiFirst, () -> venturi(false, false), () -> twin(false, false));
        bareTwin.add(ns(bare.a(), "p50_ns"), ns(bare.b(), "p50_ns"));
        Both<Double> other = Both.of(venturiFirst, () -> ns(venturi(false, false), "p50_ns"), this::sockperf);
        sockperf.add(other.a(), other.b());
        Both<Map<String, String>> stamped = Both.of(venturiFirst, () -> venturi(true, true), () -> twin(true, true));
        stampedUser.add(ns(stamped.a(), "p50_ns"), ns(stamped.b(), "p50_ns"));
        stampedKernel.add(ns(stamped.a(), "kernel_p50_ns"), ns(stamped.b(), "kernel_p50_ns"));
    }

    private static double ns(Map<String, String> answer, String key) {
        return Double.parseDouble(answer.getOrDefault(key, "NaN"));
    }

    private Map<String, String> venturi(boolean marks, boolean stamps)
            throws IOException, InterruptedException {
        String asked = " marks=" + (marks ? 1 : 0);
        String port = server.ask("echo stamps=0" + asked, 20).get("port");
        try {
            return client.ask("ping port=" + port + " payload=64 warmup=1000 count=" + MOST_ROUND_TRIPS + " seconds="
                    + setting.seconds() + " stamps=" + (stamps ? 1 : 0) + asked, setting.seconds() + 20);
        } finally {
            server.ask("stop", 20);
        }
    }

    private Map<String, String> twin(boolean info, boolean stamps) throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> server = List.of(setting.twin("echo"), "--port", "" + port, "--seconds",
                "" + (setting.seconds() + 30), "--cpu", "" + setting.serverCpu(), "--buffer", "4194304");
        try (Child echo = Child.start(with(info, server, "--info"))) {
            Ports.awaitTaken(port, echo);
            List<String> ping = List.of(setting.twin("ping"), "--port", "" + port, "--payload", "64", "--warmup",
                    "1000", "--count", "" + MOST_ROUND_TRIPS, "--seconds", "" + setting.seconds(), "--cpu",
                    "" + setting.clientCpu());
            return Child.pairs(Child.run(with(stamps, with(info, ping, "--info"), "--kernel"), setting.seconds() + 20));
        }
    }

    private static List<String> with(boolean wanted, List<String> words, String word) {
        return wanted ? Stream.concat(words.stream(), Stream.of(word)).toList() : words;
    }

    /** sockperf's "latency" is half a round trip, which --full-rtt doubles. */
    private double sockperf() throws IOException, InterruptedException {
        String port = "" + Ports.free();
        try (Child echo = Child.start(List.of("taskset", "-c", cpus(setting.serverCpu()), "sockperf", "sr",
                "--nonblocked", "-i", "127.0.0.1", "-p", port))) {
            Ports.awaitTaken(Integer.parseInt(port), echo);
            String output = Child.run(List.of("taskset", "-c", cpus(setting.clientCpu()), "sockperf", "pp",
                    "--nonblocked", "--full-rtt", "-i", "127.0.0.1", "-p", port, "-m", "64", "-t",
                    "" + Math.max(SOCKPERF_LEAST_SECONDS, setting.seconds())), setting.seconds() + 20);
            Matcher median = SOCKPERF_MEDIAN.matcher(output);
            if (!median.find()) {
                throw new IOException("sockperf printed no median");
            }
            return Double.parseDouble(median.group(1)) * 1_000;
        }
    }

    private static String cpus(int cpu) {
        return cpu >= 0 ? "" + cpu : "0-1023";
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
