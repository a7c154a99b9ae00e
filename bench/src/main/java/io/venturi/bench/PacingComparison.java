package io.venturi.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How evenly datagrams leave: 100 Mbit/s in datagrams of 1400 bytes over a pair of virtual interfaces, each tool's
 * client with its own server. The distance of neighbours is taken from the kernel's receive stamps at the far
 * interface, by a loop of ours for both; the row shows how far it is from what it should be.
 */
final class PacingComparison implements Comparison {
    private static final int PAYLOAD = 1400;
    private static final int MBPS = 100;
    private static final long SPACING_NS = PAYLOAD * 8L * 1000 / MBPS;

    private final Row p50 = Row.only("pacing 100 Mbit/s, jitter p50", "iperf3", "ns");
    private final Row p99 = Row.atMost(0.1, "pacing 100 Mbit/s, jitter p99", "iperf3", "ns");
    private final Setting setting;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final LoadPair venturi;
    private final LoadPair other;
    private final int venturiPort = Ports.free();
    private final int otherPort = Ports.free();
    private final Child witness;

    PacingComparison(Setting setting) throws IOException, InterruptedException {
        this.setting = setting;
        Child.run(List.of(setting.venturi(), "--version"), 120);
        Namespaces link = new Namespaces();
        open.add(link);
        try {
            venturi = pair(link, List.of(setting.venturi(), "iperf3"), venturiPort);
            other = pair(link, List.of(setting.load().iperf3()), otherPort);
            witness = Child.worker(-1, link::atServer);
            open.add(witness);
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private LoadPair pair(Namespaces link, List<String> program, int port) throws IOException, InterruptedException {
        List<String> server = new ArrayList<>(program);
        server.addAll(List.of("-s", "-p", "" + port));
        List<String> client = new ArrayList<>(program);
        client.addAll(List.of("-c", Namespaces.SERVER_ADDRESS, "-p", "" + port, "-J", "-u", "-b", MBPS + "M", "-l",
                "" + PAYLOAD, "-t", "" + setting.load().seconds()));
        LoadPair pair = new LoadPair(link.atServer(server), link.atClient(client), port);
        open.add(pair);
        return pair;
    }

    @Override
    public String name() {
        return "pacing";
    }

    @Override
    public List<Row> rows() {
        return List.of(p50, p99);
    }

    @Override
    public void pair(boolean venturiFirst) throws IOException, InterruptedException {
        Both<Map<String, String>> both = Both.of(venturiFirst, () -> jitter(venturi, venturiPort),
                () -> jitter(other, otherPort));
        p50.add(ns(both.a(), "jitter_p50_ns"), ns(both.b(), "jitter_p50_ns"));
        p99.add(ns(both.a(), "jitter_p99_ns"), ns(both.b(), "jitter_p99_ns"));
    }

    private Map<String, String> jitter(LoadPair pair, int port) throws IOException, InterruptedException {
        witness.ask("arrivals port=" + port + " spacing_ns=" + SPACING_NS, 10);
        pair.run(List.of(), setting.load().seconds() + 30L);
        return witness.ask("stop", 10);
    }

    private static double ns(Map<String, String> answer, String key) {
        return Double.parseDouble(answer.getOrDefault(key, "NaN"));
    }

    @Override
    public void close() {
        Closing.all(open);
    }
}
