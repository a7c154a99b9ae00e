package io.venturi.cli.irtt;

import io.venturi.engine.metric.RttRun;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.PeerClock;
import java.net.Inet6Address;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** The part of the JSON document that tells how the test was set: as agreed with the server, and as supplied. */
final class JsonConfig {
    private final JsonGenerator json;
    private final ClientOptions options;
    private final RttPlan plan;

    private JsonConfig(JsonGenerator json, ClientOptions options) {
        this.json = json;
        this.options = options;
        this.plan = options.plan();
    }

    static void write(JsonGenerator json, RttRun run, ClientOptions options) {
        JsonConfig config = new JsonConfig(json, options);
        RttSettings agreed = run.agreed();
        json.writeObjectPropertyStart("config");
        config.addresses(Addresses.text(run.local()), Addresses.text(run.remote()));
        config.params(agreed.protocolVersion(), agreed.durationNs(), agreed.intervalNs(), agreed.lengthBytes());
        config.params(told(agreed.peerCount(), agreed.peerWindow()), Values.word(agreed.peerStamps()),
                clock(agreed.peerWall(), agreed.peerMonotonic()), agreed.trafficClass(), agreed.peerFill());
        config.rest(run.remote().getAddress() instanceof Inet6Address ? "IPv6" : "IPv4", agreed.peerFill());
        config.supplied();
        json.writeEndObject();
    }

    private void supplied() {
        RttPlan.Probes probes = plan.probes();
        RttPlan.Replies replies = plan.replies();
        String local = plan.target().local();
        json.writeObjectPropertyStart("supplied");
        addresses(local.isEmpty() ? ":0" : local, plan.target().host());
        params(Version.PROTOCOL, probes.durationNs(), probes.intervalNs(), probes.lengthBytes());
        params(told(replies.count(), replies.window()), Values.word(replies.stamps()), Values.word(replies.clock()),
                plan.marks().trafficClass(), replies.fill());
        rest(switch (plan.target().family()) {
            case ANY -> "IPv4+6";
            case IPV4 -> "IPv4";
            case IPV6 -> "IPv6";
        }, replies.fill());
        json.writeEndObject();
    }

    private void addresses(String local, String remote) {
        json.writeStringProperty("local_address", local);
        json.writeStringProperty("remote_address", remote);
        json.writeStringProperty("open_timeouts",
                plan.openTimeoutsNs().stream().map(Durations::format).collect(Collectors.joining(",")));
    }

    private void params(int version, long durationNs, long intervalNs, int lengthBytes) {
        json.writeObjectPropertyStart("params");
        json.writeNumberProperty("proto_version", version);
        json.writeNumberProperty("duration", durationNs);
        json.writeNumberProperty("interval", intervalNs);
        json.writeNumberProperty("length", lengthBytes);
    }

    private void params(String told, String stamps, String clock, int trafficClass, String fill) {
        json.writeStringProperty("received_stats", told);
        json.writeStringProperty("stamp_at", stamps);
        json.writeStringProperty("clock", clock);
        json.writeNumberProperty("dscp", trafficClass);
        json.writeStringProperty("server_fill", fill);
        json.writeEndObject();
    }

    private void rest(String family, String serverFill) {
        json.writeBooleanProperty("loose", plan.acceptRestrictions());
        json.writeStringProperty("ip_version", family);
        json.writeNumberProperty("df", plan.marks().dontFragment().ordinal());
        json.writeNumberProperty("ttl", plan.marks().hopLimit());
        json.writeStringProperty("timer", options.timer().name());
        json.writeStringProperty("time_source", "java");
        json.writeStringProperty("waiter", plan.waitRule().toString());
        json.writeStringProperty("filler", plan.probes().fill());
        json.writeBooleanProperty("fill_one", plan.probes().fillOnce());
        json.writeStringProperty("server_fill", serverFill);
        json.writeBooleanProperty("thread_lock", options.thread());
    }

    private static String told(boolean count, boolean window) {
        if (count == window) {
            return count ? "both" : "none";
        }
        return count ? "count" : "window";
    }

    private static String clock(boolean wall, boolean monotonic) {
        return Values.word(wall == monotonic ? PeerClock.BOTH : wall ? PeerClock.WALL : PeerClock.MONOTONIC);
    }
}
