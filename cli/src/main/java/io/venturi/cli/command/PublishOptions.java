package io.venturi.cli.command;

import io.venturi.cli.discovery.Announcement;
import io.venturi.cli.discovery.Announcement.Service;
import io.venturi.cli.discovery.ServiceType;
import io.venturi.cli.metrics.MetricsAddress;
import io.venturi.cli.metrics.MetricsServer;
import io.venturi.cli.metrics.ServerMetrics;
import io.venturi.cli.output.BuildInfo;
import io.venturi.engine.api.Access;
import io.venturi.engine.api.Server;
import io.venturi.engine.api.ThroughputServer;
import io.venturi.engine.plan.RttPlan.Protocol;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a server tells of itself: metrics, and that it is there. Neither unless asked for. */
final class PublishOptions {
    private static final String HOST_NAME = "";

    @Option(names = "--metrics", paramLabel = "[ADDR:]PORT",
            description = "Serve /metrics for Prometheus and /health there, on loopback unless an address is given;"
                    + " :PORT is every address. Default: off.")
    private String metrics;

    @Option(names = "--announce", arity = "0..1", fallbackValue = HOST_NAME, paramLabel = "NAME",
            description = "Let `venturi discover` on the same link find this server (DNS-SD over multicast DNS), under"
                    + " this name or that of the host. Default: off.")
    private String announce;

    /** Of metrics and announcements. */
    static final class Published implements AutoCloseable {
        private final MetricsServer metrics;
        private final Announcement announcement;

        private Published(MetricsServer metrics, Announcement announcement) {
            this.metrics = metrics;
            this.announcement = announcement;
        }

        @Override
        public void close() {
            if (metrics != null) {
                metrics.close();
            }
            if (announcement != null) {
                announcement.close();
            }
        }
    }

    /** Begin, as far as asked for; a server is null if it serves nothing. */
    Published publish(Server server, ThroughputServer throughput, Access access, boolean keyed, PrintWriter out) {
        MetricsServer serving = null;
        if (metrics != null) {
            serving = MetricsServer.start(MetricsAddress.parse(metrics),
                    () -> ServerMetrics.of(BuildInfo.text(), server, throughput, access.refusals()), () -> true);
            out.println("Metrics on http://" + serving.address().getAddress().getHostAddress() + ":"
                    + serving.address().getPort() + "/metrics");
        }
        try {
            return new Published(serving, announce == null ? null : announce(server, throughput, keyed, out));
        } catch (RuntimeException e) {
            if (serving != null) {
                serving.close();
            }
            throw e;
        }
    }

    private Announcement announce(Server server, ThroughputServer throughput, boolean keyed, PrintWriter out) {
        List<Service> services = new ArrayList<>();
        if (server != null) {
            add(services, ServiceType.IRTT, server.addresses(Protocol.IRTT), keyed);
            add(services, ServiceType.STAMP, server.addresses(Protocol.STAMP), keyed);
            add(services, ServiceType.UDPST, server.capacityAddresses(), keyed);
        }
        if (throughput != null) {
            add(services, ServiceType.IPERF3, throughput.addresses(), false);
        }
        String name = announce.equals(HOST_NAME) ? Announcement.hostName() : announce;
        Announcement announcement = Announcement.start(name, BuildInfo.text(), services);
        out.println("Announced as " + name);
        return announcement;
    }

    private static void add(List<Service> services, ServiceType type, List<InetSocketAddress> addresses,
            boolean keyed) {
        addresses.forEach(address -> services.add(new Service(type, address, keyed)));
    }
}
