package io.venturi.cli.metrics;

import io.venturi.engine.api.Server;
import io.venturi.engine.api.ServerTotals;
import io.venturi.engine.api.ThroughputServer;
import io.venturi.engine.metric.CapacityServerTotals;
import io.venturi.engine.metric.Refusal;
import io.venturi.engine.metric.Refusals;
import java.util.ArrayList;
import java.util.List;

/** What {@code venturi serve} tells. Clients are no labels: their number has no bound. */
public final class ServerMetrics {
    private static final String DIRECTION = "direction";

    private ServerMetrics() {
    }

    /**
     * @param server     null if only throughput tests are served
     * @param throughput null if none is served
     */
    public static List<MetricFamily> of(String version, Server server, ThroughputServer throughput,
                                        Refusals refusals) {
        List<MetricFamily> families = new ArrayList<>();
        families.add(build(version));
        families.add(refused(refusals));
        if (server != null) {
            addRoundTrips(families, server.totals());
            server.capacityTotals().ifPresent(capacity -> addCapacity(families, capacity));
        }
        if (throughput != null) {
            families.add(MetricFamily.counter("venturi_server_throughput_tests", "Throughput tests that have ended.",
                    throughput.tests()));
            families.add(MetricFamily.gauge("venturi_server_throughput_busy", "1 while there is a throughput client.",
                    throughput.idleNs() == 0 ? 1 : 0));
        }
        return families;
    }

    private static void addRoundTrips(List<MetricFamily> families, ServerTotals totals) {
        families.add(MetricFamily.counter("venturi_server_sessions_opened", "Round-trip sessions opened.",
                totals.sessions()));
        families.add(MetricFamily.gauge("venturi_server_sessions", "Round-trip sessions there are now.",
                totals.live()));
        families.add(MetricFamily.counter("venturi_server_replies", "Probes answered.", totals.replies()));
        families.add(MetricFamily.counter("venturi_server_reply_bytes", "UDP payload of the answers to probes.",
                totals.replyBytes()));
        families.add(MetricFamily.counter("venturi_server_dropped_datagrams",
                "Datagrams not answered: malformed, without permission, too many, too fast.", totals.dropped()));
    }

    private static MetricFamily refused(Refusals refusals) {
        MetricFamily.Builder family = new MetricFamily.Builder("venturi_server_refused",
                "Requests and connections of all protocols that were not let in, by reason.",
                MetricFamily.Kind.COUNTER);
        for (Refusal why : Refusal.values()) {
            family.add(refusals.of(why), "reason", why.label());
        }
        return family.build();
    }

    /** So that a change of version can be seen. */
    public static MetricFamily build(String version) {
        return new MetricFamily.Builder("venturi_build_info", "1, with the version as label.", MetricFamily.Kind.GAUGE)
                .add(1, "version", version).build();
    }

    private static void addCapacity(List<MetricFamily> families, CapacityServerTotals capacity) {
        families.add(new MetricFamily.Builder("venturi_server_capacity_setups",
                "Set-up requests of capacity tests, by what came of them.", MetricFamily.Kind.COUNTER)
                .add(capacity.setups().accepted(), "result", "accepted")
                .add(capacity.setups().rejected(), "result", "rejected").build());
        families.add(MetricFamily.gauge("venturi_server_capacity_connections", "Connections of capacity tests now.",
                capacity.allocated().connections()));
        families.add(new MetricFamily.Builder("venturi_server_capacity_ip_bytes",
                "Load of capacity tests, with IP and UDP headers: received here, and sent from here as it arrived"
                + " there.",
                MetricFamily.Kind.COUNTER)
                .add(capacity.load().receivedIpBytes(), DIRECTION, "received")
                .add(capacity.load().sentIpBytes(), DIRECTION, "sent").build());
        families.add(new MetricFamily.Builder("venturi_server_capacity_lost_datagrams",
                "Datagrams of that load that were lost on the way.", MetricFamily.Kind.COUNTER)
                .add(capacity.load().received().lost(), DIRECTION, "received")
                .add(capacity.load().sent().lost(), DIRECTION, "sent").build());
    }
}
