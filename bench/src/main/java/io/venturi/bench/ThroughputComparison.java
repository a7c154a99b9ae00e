package io.venturi.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Load as users send it: client and server of venturi against client and server of iperf3, with the same options, over
 * loopback and over a pair of virtual interfaces. The servers stay, the clients are started for each run.
 */
final class ThroughputComparison implements Comparison {
    static final List<String> CASES = List.of("tcp", "tcp2", "udp", "udp-trains", "udp64");
    static final List<String> PATHS = List.of("loopback", "veth");
    private static final double BYTES_PER_GB = 1e9;

    private final Setting setting;
    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    ThroughputComparison(Setting setting) throws IOException, InterruptedException {
        this.setting = setting;
        Child.run(List.of(setting.venturi(), "--version"), 120);
        try {
            for (String path : setting.load().paths()) {
                Namespaces link = path.equals("veth") ? new Namespaces() : null;
                if (link != null) {
                    open.add(link);
                }
                LoadPair venturi = pair(link, List.of(setting.venturi(), "iperf3"));
                LoadPair other = pair(link, List.of(setting.load().iperf3()));
                for (String name : setting.load().cases(CASES)) {
                    cases.put(path + name, new Case(name, path, venturi, other));
                }
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private LoadPair pair(Namespaces link, List<String> program) throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> server = new ArrayList<>(program);
        server.addAll(List.of("-s", "-p", "" + port));
        List<String> client = new ArrayList<>(program);
        client.addAll(List.of("-c", link == null ? "127.0.0.1" : Namespaces.SERVER_ADDRESS, "-p", "" + port, "-J"));
        LoadPair pair = new LoadPair(link == null ? server : link.atServer(server),
                link == null ? client : link.atClient(client), port);
        open.add(pair);
        return pair;
    }

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public List<Row> rows() {
        return cases.values().stream().flatMap(it -> it.rows.stream()).toList();
    }

    @Override
    public void pair(boolean venturiFirst) throws IOException, InterruptedException {
        for (Case one : cases.values()) {
            one.measure(venturiFirst);
        }
    }

    @Override
    public void close() {
        Closing.all(open);
    }

    /** One load on one path. */
    private final class Case {
        private final List<String> options;
        private final LoadPair venturi;
        private final LoadPair other;
        private final boolean tcp;
        private final Row rate;
        private final Row cpu;
        private final Row delivered;
        private final List<Row> rows;

        Case(String name, String path, LoadPair venturi, LoadPair other) {
            this.venturi = venturi;
            this.other = other;
            tcp = name.startsWith("tcp");
            options = new ArrayList<>(switch (name) {
                case "tcp" -> List.<String>of();
                case "tcp2" -> List.of("-P", "2");
                case "udp" -> List.of("-u", "-b", "0", "-l", "1400");
                case "udp-trains" -> List.of("-u", "-b", "0", "-l", "1400", "--gsro");
                case "udp64" -> List.of("-u", "-b", "0", "-l", "64");
                default -> throw new IllegalArgumentException(name);
            });
            options.addAll(List.of("-t", "" + setting.load().seconds()));
            String title = name + ", " + path;
            double least = tcp || name.equals("udp-trains") ? 1.0 : 1.5;
            rate = Row.atLeast(least, title + ", " + (tcp ? "goodput" : "received"), "iperf3", tcp ? "Mbit/s"
                    : "pkt/s");
            cpu = tcp ? Row.atMost(1.1, title + ", CPU", "iperf3", "ms/GB")
                    : Row.only(title + ", CPU", "iperf3", "ms/GB");
            delivered = Row.atLeast(1.0, title + ", delivered", "iperf3", "1/10^4");
            rows = tcp ? List.of(rate, cpu) : List.of(rate, delivered, cpu);
        }

        void measure(boolean venturiFirst) throws IOException, InterruptedException {
            long most = setting.load().seconds() + 30L;
            Both<LoadPair.Run> both = Both.of(venturiFirst, () -> venturi.run(options, most),
                    () -> other.run(options, most));
            rate.add(rate(both.a()), rate(both.b()));
            cpu.add(cpu(both.a()), cpu(both.b()));
            if (!tcp) {
                delivered.add(delivered(both.a()), delivered(both.b()));
            }
        }

        private double rate(LoadPair.Run run) {
            if (tcp) {
                return Json.number(run.report(), "end", "sum_received", "bits_per_second") / 1e6;
            }
            return packets(run) * delivered(run) / 1e4 / Json.number(run.report(), "end", "sum", "seconds");
        }

        private static double packets(LoadPair.Run run) {
            return Json.number(run.report(), "end", "sum", "packets");
        }

        /** Of 10,000 datagrams sent. */
        private static double delivered(LoadPair.Run run) {
            return 1e4 * (1 - Json.number(run.report(), "end", "sum", "lost_packets") / packets(run));
        }

        private double cpu(LoadPair.Run run) {
            double bytes = tcp ? Json.number(run.report(), "end", "sum_received", "bytes")
                    : Json.number(run.report(), "end", "sum", "bytes") * delivered(run) / 1e4;
            return run.cpuMs() / bytes * BYTES_PER_GB;
        }
    }
}
