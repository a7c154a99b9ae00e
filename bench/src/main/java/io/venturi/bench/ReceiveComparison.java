package io.venturi.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Packets a second out of a buffer that was filled beforehand, in batches of 64, with and without kernel stamps;
 * traffic class, hop limit and overflow count are always asked for. The median of some hundred rounds of 1024 packets.
 */
final class ReceiveComparison implements Comparison {
    private final Row stamped = Row.atLeast(0.95, "receive, batch 64, stamped", "twin-receive", "packet/s");
    private final Row plain = Row.atLeast(0.95, "receive, batch 64", "twin-receive", "packet/s");
    private final Setting setting;
    private final Child worker;

    ReceiveComparison(Setting setting) throws IOException {
        this.setting = setting;
        worker = Child.worker(setting.clientCpu());
    }

    @Override
    public String name() {
        return "receive";
    }

    @Override
    public List<Row> rows() {
        return List.of(stamped, plain);
    }

    @Override
    public void pair(boolean venturiFirst) throws IOException, InterruptedException {
        measure(venturiFirst, true, stamped);
        measure(venturiFirst, false, plain);
    }

    private void measure(boolean venturiFirst, boolean stamps, Row row) throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> twin = List.of(setting.twin("receive"), "--port", "" + port, "--burst", "1024", "--batch", "64",
                "--bytes", "64", "--buffer", "4194304", "--overflow", "--tos", "--ttl", "--seconds",
                "" + setting.seconds(), "--cpu", "" + setting.clientCpu(), stamps ? "--stamps" : "--overflow");
        Both<Map<String, String>> both = Both.of(venturiFirst,
                () -> worker.ask("receive burst=1024 batch=64 bytes=64 stamps=" + (stamps ? 1 : 0) + " seconds="
                        + setting.seconds(), setting.seconds() + 20),
                () -> Child.pairs(Child.run(twin, setting.seconds() + 20)));
        row.add(Double.parseDouble(both.a().get("packets_per_second")),
                Double.parseDouble(both.b().get("packets_per_second")));
    }

    @Override
    public void close() {
        worker.close();
    }
}
