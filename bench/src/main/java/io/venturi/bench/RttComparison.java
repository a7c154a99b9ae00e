package io.venturi.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A probe every 10 ms as users send it, each tool's client with its own server, on no particular CPU. Between its
 * probes everything sleeps, and that is what such a test mostly measures.
 */
final class RttComparison implements Comparison {
    private final Row user = Row.atMost(0.5, "rtt -i 10ms mean, user stamps", "irtt", "ns");
    private final Row kernel = Row.atMost(0.1, "rtt -i 10ms mean, kernel stamps", "irtt", "ns");
    private final Row timer = Row.atMost(0.05, "rtt -i 10ms mean timer error", "irtt", "ns");
    private final Row sendCall = Row.only("rtt -i 10ms mean send call", "irtt", "ns");
    private final Setting setting;
    private final String venturi;
    private final int venturiPort;
    private final int irttPort;
    private final Child venturiServer;
    private final Child irttServer;

    RttComparison(Setting setting) throws IOException, InterruptedException {
        this.setting = setting;
        venturi = setting.root().resolve("venturi").toString();
        venturiPort = Ports.free();
        irttPort = Ports.free();
        Child.run(List.of(venturi, "--version"), 120);
        venturiServer = Child.start(List.of(venturi, "serve", "-q", "--bind", "127.0.0.1:" + venturiPort));
        irttServer = Child.start(List.of("irtt", "server", "-b", "127.0.0.1:" + irttPort));
        Ports.awaitTaken(venturiPort, venturiServer);
        Ports.awaitTaken(irttPort, irttServer);
    }

    @Override
    public String name() {
        return "rtt";
    }

    @Override
    public List<Row> rows() {
        return List.of(user, kernel, timer, sendCall);
    }

    @Override
    public void pair(boolean venturiFirst) throws IOException, InterruptedException {
        String duration = setting.rttSeconds() + "s";
        long most = setting.rttSeconds() + 30L;
        Both<Object> both = Both.of(venturiFirst,
                () -> Json.read(Child.run(List.of(venturi, "rtt", "-i", "10ms", "-d", duration, "-q", "--json",
                        "127.0.0.1:" + venturiPort), most)),
                () -> Json.read(Child.run(List.of("irtt", "client", "-i", "10ms", "-d", duration, "-Q", "-o", "-",
                        "127.0.0.1:" + irttPort), most)));
        double irttMean = Json.number(both.b(), "stats", "rtt", "mean");
        user.add(roundTrip(both.a(), "user"), irttMean);
        kernel.add(roundTrip(both.a(), "kernel"), irttMean);
        timer.add(Json.number(both.a(), "instrument", "timerErrorNs", "mean"),
                Json.number(both.b(), "stats", "timer_error", "mean"));
        sendCall.add(Json.number(both.a(), "instrument", "sendCallNs", "mean"),
                Json.number(both.b(), "stats", "send_call", "mean"));
    }

    private static double roundTrip(Object report, String stampedBy) {
        List<?> metrics = (List<?>) ((Map<?, ?>) report).get("metrics");
        Object delay = metrics.stream().map(metric -> (Map<?, ?>) metric)
                .filter(metric -> "delay".equals(metric.get("metric")) && "roundTrip".equals(metric.get("direction"))
                        && stampedBy.equals(metric.get("stampedBy")))
                .findFirst().orElseThrow(() -> new IllegalStateException("no round trip by " + stampedBy + " stamps"));
        return Json.number(delay, "ns", "mean");
    }

    @Override
    public void close() {
        venturiServer.close();
        irttServer.close();
    }
}
