package io.venturi.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Thread CPU time of sending trains over loopback and of receiving them, each datagram filled and read, in C and one by
 * one. Four trains per call, as long as they may be. Loopback takes a train as one, so this says what the caller and
 * the socket cost, and nothing of an interface.
 */
final class TrainComparison implements Comparison {
    private static final int[] PAYLOADS = {1222, 8972};
    private static final double GBIT_BYTES = 1e9 / 8;

    private final Row[] send = new Row[PAYLOADS.length];
    private final Row[] receive = new Row[PAYLOADS.length];
    private final Row[] both = new Row[PAYLOADS.length];
    private final Row[] single = new Row[PAYLOADS.length];
    private final Setting setting;
    private final Child worker;

    TrainComparison(Setting setting) throws IOException {
        this.setting = setting;
        worker = Child.worker(setting.clientCpu());
        for (int i = 0; i < PAYLOADS.length; i++) {
            send[i] = Row.atMost(1.05, "trains of " + PAYLOADS[i] + ", send", "twin-train", "ns/dgram");
            receive[i] = Row.atMost(1.05, "trains of " + PAYLOADS[i] + ", receive", "twin-train", "ns/dgram");
            both[i] = Row.only("trains of " + PAYLOADS[i] + ", both", "twin-train", "us/Gbit");
            single[i] = Row.only("trains of " + PAYLOADS[i] + ", both", "one by one", "us/Gbit");
        }
    }

    @Override
    public String name() {
        return "train";
    }

    @Override
    public List<Row> rows() {
        return List.of(send[0], receive[0], both[0], single[0], send[1], receive[1], both[1], single[1]);
    }

    @Override
    public void pair(boolean venturiFirst) throws IOException, InterruptedException {
        for (int i = 0; i < PAYLOADS.length; i++) {
            int payload = PAYLOADS[i];
            Both<Map<String, String>> pair = Both.of(venturiFirst, () -> venturi(payload, true), () -> twin(payload));
            send[i].add(ns(pair.a(), "send_p50_ns"), ns(pair.b(), "send_p50_ns"));
            receive[i].add(ns(pair.a(), "receive_p50_ns"), ns(pair.b(), "receive_p50_ns"));
            both[i].add(perGbit(pair.a(), payload), perGbit(pair.b(), payload));
            single[i].add(perGbit(pair.a(), payload), perGbit(venturi(payload, false), payload));
        }
    }

    private Map<String, String> venturi(int payload, boolean trains) throws IOException, InterruptedException {
        return worker.ask("train payload=" + payload + " trains=" + (trains ? 1 : 0) + " seconds=" + setting.seconds(),
                setting.seconds() + 20);
    }

    private Map<String, String> twin(int payload) throws IOException, InterruptedException {
        return Child.pairs(Child.run(List.of(setting.twin("train"), "--port", "" + Ports.free(), "--payload",
                "" + payload, "--seconds", "" + setting.seconds(), "--cpu", "" + setting.clientCpu()),
                setting.seconds() + 20));
    }

    /** Per datagram. */
    private static double ns(Map<String, String> answer, String key) {
        return Double.parseDouble(answer.getOrDefault(key, "NaN")) / Double.parseDouble(answer.get("datagrams"));
    }

    /** Microseconds of CPU to send and receive 10^9 bits of payload. */
    private static double perGbit(Map<String, String> answer, int payload) {
        return (ns(answer, "send_p50_ns") + ns(answer, "receive_p50_ns")) / 1e3 * GBIT_BYTES / payload;
    }

    @Override
    public void close() {
        worker.close();
    }
}
