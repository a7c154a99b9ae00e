package io.venturi.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * Packets a second in batches of 64 to a loopback socket that nobody reads: its buffer is full, so every packet costs
 * the kernel as little as one can, which lets the caller's share show most.
 */
final class SendComparison implements Comparison {
    private final Row rate = Row.atLeast(0.97, "send, batch 64", "twin-send", "packet/s");
    private final Setting setting;
    private final DatagramSocket sink = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Child worker;

    SendComparison(Setting setting) throws IOException {
        this.setting = setting;
        worker = Child.worker(setting.clientCpu());
    }

    @Override
    public String name() {
        return "send";
    }

    @Override
    public List<Row> rows() {
        return List.of(rate);
    }

    @Override
    public void pair(boolean venturiFirst) throws IOException, InterruptedException {
        int port = sink.getLocalPort();
        Both<Map<String, String>> both = Both.of(venturiFirst,
                () -> worker.ask("send port=" + port + " payload=64 batch=64 seconds=" + setting.seconds(),
                        setting.seconds() + 20),
                () -> Child.pairs(Child.run(List.of(setting.twin("send"), "--port", "" + port, "--payload", "64",
                        "--batch", "64", "--buffer", "4194304", "--seconds", "" + setting.seconds(), "--cpu",
                        "" + setting.clientCpu()), setting.seconds() + 20)));
        rate.add(Double.parseDouble(both.a().get("packets_per_second")),
                Double.parseDouble(both.b().get("packets_per_second")));
    }

    @Override
    public void close() {
        worker.close();
        sink.close();
    }
}
