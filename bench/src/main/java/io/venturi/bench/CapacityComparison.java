package io.venturi.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Capacity as users measure it: client and server of venturi against client and server of udpst, with the same options,
 * over a pair of virtual interfaces. The servers stay, the clients are started for each run.
 */
final class CapacityComparison implements Comparison {
    static final List<String> CASES = List.of("most", "most-1222", "cpu", "converge", "accuracy");
    private static final int PORT = 24_601;
    /** udpst runs no shorter test. */
    private static final int LEAST_SECONDS = 5;
    private static final int ETHERNET_MTU = 1500;
    private static final int JUMBO_MTU = 9000;
    private static final int CONVERGE_MBPS = 500;
    /** Reached is the rate from the first sub-interval on that is so near. */
    private static final double NEAR = 0.05;
    private static final int SUB_INTERVAL_MS = 100;
    /** Row of the sending rate table for 1 Gbit/s. */
    private static final int GBIT_ROW = 1000;
    private static final double ALLOWED_PPM = 500;

    private final Setting setting;
    private final Namespaces link;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<Boolean, Both<LoadPair>> programs = new LinkedHashMap<>();
    private final List<Case> cases = new ArrayList<>();

    CapacityComparison(Setting setting) throws IOException, InterruptedException {
        this.setting = setting;
        Child.run(List.of(setting.venturi(), "--version"), 120);
        link = new Namespaces();
        open.add(link);
        try {
            for (String name : setting.load().cases(CASES)) {
                switch (name) {
                    case "most" -> cases.add(most("largest datagrams", true));
                    case "most-1222" -> cases.add(most("1222 byte datagrams", false));
                    case "cpu" -> cases.add(cpu());
                    case "converge" -> cases.add(converge());
                    case "accuracy" -> accuracy();
                    default -> throw new IllegalArgumentException(name);
                }
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Servers and clients that may use jumbo datagrams, or not. */
    private Both<LoadPair> programs(boolean jumbo) throws IOException, InterruptedException {
        Both<LoadPair> known = programs.get(jumbo);
        if (known == null) {
            known = new Both<>(programs(List.of(setting.venturi(), "udpst"), PORT + (jumbo ? 0 : 1), jumbo),
                    programs(List.of(setting.load().udpst()), PORT + (jumbo ? 2 : 3), jumbo));
            programs.put(jumbo, known);
        }
        return known;
    }

    private LoadPair programs(List<String> program, int port, boolean jumbo) throws IOException, InterruptedException {
        List<String> server = new ArrayList<>(program);
        server.addAll(List.of("-p", "" + port));
        List<String> client = new ArrayList<>(program);
        client.addAll(List.of("-p", "" + port, "-f", "json", "-t", "" + seconds()));
        if (!jumbo) {
            server.add("-j");
            client.add("-j");
        }
        server.add(Namespaces.SERVER_ADDRESS);
        LoadPair pair = new LoadPair(link.atServer(server), link.atClient(client), port);
        open.add(pair);
        return pair;
    }

    private Case most(String datagrams, boolean jumbo) throws IOException, InterruptedException {
        Row row = Row.atLeast(1.5, "most, " + datagrams, "udpst", "Mbit/s");
        return new Case(programs(jumbo), jumbo ? JUMBO_MTU : ETHERNET_MTU, 0, List.of("-d", "-I", "@" + GBIT_ROW), List.of(row),
                both -> row.add(max(both.a()), max(both.b())));
    }

    private Case cpu() throws IOException, InterruptedException {
        Row row = Row.atMost(1.2, "1 Gbit/s, CPU of both ends", "udpst", "us/Gbit");
        Row share = Row.only("1 Gbit/s, received", "udpst", "Mbit/s");
        return new Case(programs(false), ETHERNET_MTU, 0, List.of("-d", "-I", "" + GBIT_ROW), List.of(row, share),
                both -> {
                    row.add(cpuPerGbit(both.a()), cpuPerGbit(both.b()));
                    share.add(mean(both.a()), mean(both.b()));
                });
    }

    private double cpuPerGbit(LoadPair.Run run) {
        return run.cpuMs() * 1e3 / (mean(run) / 1e3 * seconds());
    }

    private Case converge() throws IOException, InterruptedException {
        Row row = Row.atMost(1.0, "until within 5 % of 500 Mbit/s", "udpst", "ms");
        return new Case(programs(false), ETHERNET_MTU, CONVERGE_MBPS, List.of("-d", "-P", "" + SUB_INTERVAL_MS),
                List.of(row), both -> row.add(convergedMs(both.a()), convergedMs(both.b())));
    }

    private static double convergedMs(LoadPair.Run run) {
        // 1222 byte datagrams: 1250 of 1264 bytes are IP.
        double least = CONVERGE_MBPS * 1250.0 / 1264 * (1 - NEAR);
        List<?> intervals = (List<?>) Json.at(run.report(), "Output", "IncrementalResult");
        for (int i = 0; i < intervals.size(); i++) {
            if (Json.number(intervals.get(i), "IPLayerCapacity") >= least) {
                return (i + 1.0) * SUB_INTERVAL_MS;
            }
        }
        throw new IllegalStateException("the rate was never reached");
    }

    private void accuracy() throws IOException, InterruptedException {
        for (int mbps : setting.load().rates()) {
            for (String direction : List.of("down", "up")) {
                String title = mbps + " Mbit/s " + direction + ", error";
                Row truth = Row.atMost(1.0, title, "0.05 %", "ppm");
                Row other = Row.atMost(1.0, title, "udpst", "ppm");
                cases.add(new Case(programs(false), ETHERNET_MTU, mbps, List.of(direction.equals("up") ? "-u" : "-d"),
                        List.of(truth, other), both -> {
                            truth.add(errorPpm(both.a(), mbps), ALLOWED_PPM);
                            other.add(errorPpm(both.a(), mbps), errorPpm(both.b(), mbps));
                        }));
            }
        }
    }

    /** Of the layer that the link shapes; at least 1, as a row is of ratios. */
    private static double errorPpm(LoadPair.Run run, int mbps) {
        double found = Json.number(run.report(), "Output", "AtMax", "MaxETHCapacityNoFCS");
        return Math.max(1, Math.abs(found / mbps - 1) * 1e6);
    }

    private int seconds() {
        return Math.max(LEAST_SECONDS, setting.load().seconds());
    }

    private static double max(LoadPair.Run run) {
        return Json.number(run.report(), "Output", "AtMax", "MaxIPLayerCapacity");
    }

    private static double mean(LoadPair.Run run) {
        return Json.number(run.report(), "Output", "Summary", "IPLayerCapacitySummary");
    }

    @Override
    public String name() {
        return "capacity";
    }

    @Override
    public List<Row> rows() {
        return cases.stream().flatMap(it -> it.rows.stream()).toList();
    }

    @Override
    public void pair(boolean venturiFirst) throws IOException, InterruptedException {
        for (Case one : cases) {
            one.measure(venturiFirst);
        }
    }

    @Override
    public void close() {
        Closing.all(open);
    }

    /** Takes figures of both sides into the rows of a case. */
    private interface Taker {
        void take(Both<LoadPair.Run> both);
    }

    /** One kind of test on a link of one kind. */
    private final class Case {
        private final Both<LoadPair> programs;
        private final int mtu;
        private final int mbps;
        private final List<String> options;
        private final List<Row> rows;
        private final Taker taker;

        Case(Both<LoadPair> programs, int mtu, int mbps, List<String> options, List<Row> rows, Taker taker) {
            this.programs = programs;
            this.mtu = mtu;
            this.mbps = mbps;
            this.options = new ArrayList<>(options);
            this.options.add(Namespaces.SERVER_ADDRESS);
            this.rows = rows;
            this.taker = taker;
        }

        void measure(boolean venturiFirst) throws IOException, InterruptedException {
            link.mtu(mtu);
            link.rate(mbps);
            long most = seconds() + 30L;
            taker.take(Both.of(venturiFirst, () -> programs.a().run(options, most),
                    () -> programs.b().run(options, most)));
        }
    }
}
