package io.venturi.engine.host;

import io.venturi.engine.api.RttListener;
import io.venturi.engine.api.RttTest;
import io.venturi.engine.api.Server;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.host.Measurement.Spread;
import io.venturi.engine.host.Measurement.What;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.metric.Summary;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.Precision;
import io.venturi.engine.plan.RttPlan.Wakeup;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.WaitRule;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Round trips to a server in this process: their way takes no time, so all that is seen of them is this host's. */
final class Loopback {
    private static final long INTERVAL_NS = 2_000_000;
    private static final long DURATION_NS = 800_000_000;
    /** Where there is but one CPU, the server needs it as well. */
    private static final int FIFO = Runtime.getRuntime().availableProcessors() > 1 ? 10 : 0;
    private static final int WARM_UP = 2_000;
    private static final List<What> ALL = List.of(What.LOOPBACK_USER, What.LOOPBACK_KERNEL, What.KERNEL_STAMPS);

    private Loopback() {
    }

    /** About a second and a half. */
    static List<Measurement> measure() {
        if (isDown()) {
            return unavailable("the loopback interface is down (ip link set lo up)");
        }
        try (Server server = server();
                RttTest test = RttTest.prepare(plan(server.addresses().getFirst().getPort(),
                        server.addresses().getFirst().getAddress().getHostAddress()), RttListener.NONE);
                RttReport report = test.run()) {
            List<Measurement> all = new ArrayList<>();
            all.add(delay(report, What.LOOPBACK_USER, Direction.ROUND_TRIP, StampSource.USER));
            all.add(delay(report, What.LOOPBACK_KERNEL, Direction.ROUND_TRIP, StampSource.KERNEL));
            all.add(delay(report, What.KERNEL_STAMPS, Direction.FORWARD, StampSource.KERNEL));
            return all;
        } catch (VenturiException e) {
            return unavailable("the loopback interface does not carry packets: "
                    + e.getMessage().replaceAll("\\.$", ""));
        }
    }

    private static List<Measurement> unavailable(String why) {
        return ALL.stream().map(what -> Measurement.unavailable(what, why)).toList();
    }

    private static boolean isDown() {
        try {
            NetworkInterface loopback = NetworkInterface.getByName("lo");
            return loopback != null && !loopback.isUp();
        } catch (SocketException e) {
            return false; // the test will tell
        }
    }

    private static Server server() {
        try {
            return server("127.0.0.1:0");
        } catch (NativeException e) {
            return server("[::1]:0"); // a host without IPv4
        }
    }

    private static Server server(String bind) {
        ServePlan.Irtt any = ServePlan.Irtt.DEFAULT;
        ServePlan.Irtt unrestricted = new ServePlan.Irtt(0, 0, 0, any.key(), any.timeoutNs(), any.packetBurst(),
                any.fill(), any.allowFills(), any.allowedStamps(), true, 1, 1);
        return Server.start(new ServePlan(List.of(bind), RttPlan.Family.ANY, unrestricted, 0,
                new Precision(Wakeup.HYBRID, true, -1, 0, false, 0)), (_, _, _) -> { });
    }

    private static RttPlan plan(int port, String host) {
        String target = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return new RttPlan(new RttPlan.Target(target, RttPlan.Family.ANY, "", ""),
                new RttPlan.Probes(DURATION_NS, INTERVAL_NS, 0, "none", false), RttPlan.Replies.ALL,
                RttPlan.Marks.NONE, List.of(200_000_000L, 400_000_000L), WaitRule.parse("3x200ms"), true, new byte[0],
                new Precision(Wakeup.HYBRID, true, -1, FIFO, false, WARM_UP), 0);
    }

    private static boolean isAnswered(RttReport report) {
        return report.metric(Metric.Loss.class).filter(loss -> loss.received() > 0).isPresent();
    }

    private static Measurement delay(RttReport report, What what, Direction direction, StampSource source) {
        Summary ns = report.delay(direction, source).map(Metric.Delay::ns).orElse(Summary.NONE);
        return ns.isEmpty() ? Measurement.unavailable(what, isAnswered(report) ? "no reply had a stamp of this kind"
                        : "no probe was answered in time")
                : Measurement.of(what, new Spread(ns.median(), ns.quantiles().p99(), ns.max()));
    }
}
