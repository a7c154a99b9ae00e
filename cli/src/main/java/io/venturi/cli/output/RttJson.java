package io.venturi.cli.output;

import io.venturi.engine.metric.Departures;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.Instrument;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.Quantiles;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTrips;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttRun;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.Safepoints;
import io.venturi.engine.metric.StampSetup;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.metric.Stamping;
import io.venturi.engine.metric.Summary;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * The report of a round-trip test as JSON, schema {@code docs/schema/rtt.schema.json}. Times are integer ns, absent
 * values are left out. Rows are streamed, so their number does not matter.
 */
public final class RttJson {
    private static final String SCHEMA = "venturi.rtt/1";

    private final JsonGenerator json;

    private RttJson(JsonGenerator json) {
        this.json = json;
    }

    /** Write one document and a newline; the writer stays open. */
    public static void write(RttReport report, boolean withRows, PrintWriter to) {
        try (JsonGenerator generator = JsonFormat.readable(to)) {
            new RttJson(generator).document(report, withRows);
        }
        to.println();
    }

    private void document(RttReport report, boolean withRows) {
        json.writeStartObject();
        json.writeStringProperty("schema", SCHEMA);
        json.writeStringProperty("venturi", BuildInfo.text());
        run(report.run());
        json.writeName("metrics").writeStartArray();
        report.metrics().forEach(this::metric);
        json.writeEndArray();
        instrument(report.instrument());
        if (withRows) {
            rows(report.roundTrips());
        }
        json.writeEndObject();
    }

    private void run(RttRun run) {
        json.writeName("run").writeStartObject();
        json.writeStringProperty("local", show(run.local()));
        json.writeStringProperty("remote", show(run.remote()));
        json.writeNumberProperty("startWallNs", run.startWallNs());
        json.writeNumberProperty("durationNs", run.durationNs());
        json.writeNumberProperty("waitNs", run.waitNs());
        json.writeStringProperty("clockRelation", run.clockRelation().name());
        new ClockRelationJson(json).relation(run.clockRelation());
        json.writeStringProperty("end", lower(run.end()));
        if (!run.endDetail().isEmpty()) {
            json.writeStringProperty("endDetail", run.endDetail());
        }
        run.reflector().ifPresent(reflector -> new ReflectorJson(json).write(reflector, run));
        settings("requested", run.requested());
        settings("agreed", run.agreed());
        json.writeEndObject();
    }

    private void settings(String name, RttSettings settings) {
        json.writeName(name).writeStartObject();
        json.writeStringProperty("protocol", settings.protocol());
        json.writeNumberProperty("protocolVersion", settings.protocolVersion());
        if (settings.durationNs() != Long.MAX_VALUE) {
            json.writeNumberProperty("durationNs", settings.durationNs());
        }
        json.writeNumberProperty("intervalNs", settings.intervalNs());
        json.writeNumberProperty("lengthBytes", settings.lengthBytes());
        json.writeNumberProperty("trafficClass", settings.trafficClass());
        json.writeStringProperty("peerStamps", lower(settings.peerStamps()));
        json.writeBooleanProperty("peerWall", settings.peerWall());
        json.writeBooleanProperty("peerMonotonic", settings.peerMonotonic());
        json.writeBooleanProperty("peerCount", settings.peerCount());
        json.writeBooleanProperty("peerWindow", settings.peerWindow());
        json.writeStringProperty("peerFill", settings.peerFill());
        json.writeStringProperty("schedule", settings.stream().schedule());
        json.writeStringProperty("lengths", settings.stream().lengths());
        settings.stream().seed().ifPresent(seed -> json.writeNumberProperty("seed", seed));
        json.writeEndObject();
    }

    private void metric(Metric metric) {
        json.writeStartObject();
        switch (metric) {
            case Metric.Delay delay -> {
                head("delay", delay.direction(), delay.stampedBy());
                json.writeStringProperty("clockRelation", delay.clockRelation().name());
                new ClockRelationJson(json).uncertainty(delay.uncertainty());
                summary("ns", delay.ns());
            }
            case Metric.DelayVariation variation -> {
                head(lower(variation.form()), variation.direction(), variation.stampedBy());
                summary("ns", variation.ns());
            }
            case Metric.Rfc3550Jitter jitter -> {
                head("rfc3550Jitter", jitter.direction(), jitter.stampedBy());
                json.writeNumberProperty("ns", Math.round(jitter.ns()));
            }
            case Metric.Loss loss -> loss(loss);
            case Metric.Reordering order -> counts("reordering", "received", order.received(), "reordered",
                    order.reordered(), "late", order.late());
            case Metric.Duplication duplication -> counts("duplication", "received", duplication.received(),
                    "duplicates", duplication.duplicates());
            case Metric.Rate rate -> {
                counts("rate", "packets", rate.packets(), "bytes", rate.bytes(), "spanNs", rate.spanNs(),
                        "bitsPerSecond", rate.bitsPerSecond());
                json.writeStringProperty("direction", lower(rate.direction()));
            }
            case Metric.PeerResidence residence -> {
                json.writeStringProperty("metric", "peerResidence");
                summary("ns", residence.ns());
            }
            case Metric.HostResidence residence -> {
                json.writeStringProperty("metric", "hostResidence");
                json.writeStringProperty("host", lower(residence.host()));
                json.writeStringProperty("part", lower(residence.part()));
                json.writeStringProperty("stampedBy", lower(residence.stampedBy()));
                summary("ns", residence.ns());
            }
            case Metric.PeerReceived received -> counts("peerReceived", "count", received.count());
            case Metric.ReplyHeaders headers -> headers(headers);
        }
        json.writeEndObject();
    }

    private void head(String name, Direction direction, StampSource source) {
        json.writeStringProperty("metric", name);
        json.writeStringProperty("direction", lower(direction));
        json.writeStringProperty("stampedBy", lower(source));
    }

    private void counts(String name, Object... pairs) {
        json.writeStringProperty("metric", name);
        for (int i = 0; i < pairs.length; i += 2) {
            json.writeNumberProperty((String) pairs[i], (long) pairs[i + 1]);
        }
    }

    private void loss(Metric.Loss loss) {
        counts("loss", "sent", loss.sent(), "received", loss.received(), "lost", loss.lost(), "unobserved",
                loss.unobserved(), "waitNs", loss.waitNs());
        json.writeNumberProperty("percent", loss.percent());
        Metric.Loss.ByDirection way = loss.byDirection();
        json.writeName("byDirection").writeStartObject();
        json.writeNumberProperty("forward", way.forward());
        json.writeNumberProperty("reverse", way.reverse());
        json.writeNumberProperty("undetermined", way.undetermined());
        json.writeBooleanProperty("exact", way.exact());
        json.writeEndObject();
        json.writeName("runs").writeStartObject();
        json.writeNumberProperty("count", loss.runs().count());
        json.writeNumberProperty("longest", loss.runs().longest());
        json.writeNumberProperty("firstSeq", loss.runs().firstSeq());
        json.writeNumberProperty("lastSeq", loss.runs().lastSeq());
        json.writeEndObject();
    }

    private void headers(Metric.ReplyHeaders headers) {
        json.writeStringProperty("metric", "replyHeaders");
        json.writeName("trafficClasses").writeStartObject();
        headers.trafficClasses().forEach((value, count) -> json.writeNumberProperty(value.toString(), count));
        json.writeEndObject();
        json.writeNumberProperty("minHopLimit", headers.minHopLimit());
        json.writeNumberProperty("maxHopLimit", headers.maxHopLimit());
    }

    private void summary(String name, Summary summary) {
        json.writeName(name).writeStartObject();
        json.writeNumberProperty("n", summary.n());
        if (!summary.isEmpty()) {
            Quantiles quantiles = summary.quantiles();
            json.writeNumberProperty("min", summary.min());
            json.writeNumberProperty("mean", summary.mean());
            json.writeNumberProperty("stddev", summary.stddev());
            json.writeNumberProperty("max", summary.max());
            json.writeNumberProperty("p50", quantiles.median());
            json.writeNumberProperty("p90", quantiles.p90());
            json.writeNumberProperty("p95", quantiles.p95());
            json.writeNumberProperty("p99", quantiles.p99());
            json.writeNumberProperty("p999", quantiles.p999());
            json.writeNumberProperty("p9999", quantiles.p9999());
            json.writeBooleanProperty("exact", quantiles.exact());
        }
        json.writeEndObject();
    }

    private void instrument(Instrument instrument) {
        json.writeName("instrument").writeStartObject();
        json.writeBooleanProperty("degraded", instrument.degraded());
        summary("departureLatenessNs", instrument.departureLateness());
        summary("timerErrorNs", instrument.timerError());
        summary("sendCallNs", instrument.sendCall());
        Departures departures = instrument.departures();
        json.writeName("departures").writeStartObject();
        json.writeStringProperty("stampedBy", lower(departures.stampedBy()));
        summary("errorNs", departures.errorNs());
        json.writeNumberProperty("missedLaunch", departures.missedLaunch());
        json.writeEndObject();
        json.writeNumberProperty("missedSlots", instrument.missedSlots());
        json.writeName("refusedByErrno").writeStartObject();
        instrument.refusedByErrno().forEach((errno, count) -> json.writeNumberProperty(errno.toString(), count));
        json.writeEndObject();
        json.writeNumberProperty("stalls", instrument.stalls());
        json.writeNumberProperty("stalledNs", instrument.stalledNs());
        json.writeNumberProperty("stalledReplies", instrument.stalledReplies());
        json.writeNumberProperty("ringOverruns", instrument.ringOverruns());
        json.writeNumberProperty("socketOverflow", instrument.socketOverflow());
        json.writeNumberProperty("outdatedReplies", instrument.outdatedReplies());
        json.writeNumberProperty("transmitStampsMissing", instrument.transmitStampsMissing());
        json.writeNumberProperty("receiveStampsMissing", instrument.receiveStampsMissing());
        json.writeNumberProperty("stampsDiscarded", instrument.stampsDiscarded());
        stamping(instrument.stamping());
        json.writeNumberProperty("ignoredDatagrams", instrument.ignoredDatagrams());
        json.writeNumberProperty("icmpErrors", instrument.icmpErrors());
        json.writeNumberProperty("clockSteps", instrument.clockSteps());
        if (instrument.firstClockStepNs() >= 0) {
            json.writeNumberProperty("firstClockStepNs", instrument.firstClockStepNs());
        }
        host(instrument.host());
        json.writeEndObject();
    }

    private void stamping(Stamping stamping) {
        StampSetup setup = stamping.setup();
        json.writeName("stamps").writeStartObject();
        json.writeStringProperty("asked", lower(setup.asked()));
        json.writeNumberProperty("socketFlags", setup.socketFlags());
        json.writeStringProperty("roundTrip", lower(stamping.roundTrip()));
        json.writeStringProperty("sent", lower(stamping.sent()));
        json.writeStringProperty("received", lower(stamping.received()));
        json.writeStringProperty("peerReceived", lower(stamping.peerReceived()));
        json.writeStringProperty("peerSent", lower(stamping.peerSent()));
        if (setup.nic() != null) {
            json.writeName("card").writeStartObject();
            json.writeStringProperty("interface", setup.nic().device());
            json.writeNumberProperty("clock", setup.nic().phcIndex());
            json.writeStringProperty("receiveFilter", setup.nic().rxFilter());
            json.writeBooleanProperty("switchedOn", setup.nic().switchedOn());
            json.writeEndObject();
        }
        if (!setup.note().isEmpty()) {
            json.writeStringProperty("note", setup.note());
        }
        json.writeName("missing").writeStartArray();
        for (Stamping.Missing missing : stamping.missing()) {
            json.writeStartObject();
            json.writeStringProperty("stamp", lower(missing.kind()));
            json.writeNumberProperty("count", missing.count());
            json.writeNumberProperty("of", missing.of());
            json.writeStringProperty("reason", lower(missing.reason()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void host(HostConditions host) {
        json.writeName("host").writeStartObject();
        json.writeStringProperty("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        json.writeStringProperty("arch", System.getProperty("os.arch"));
        json.writeStringProperty("java", System.getProperty("java.runtime.version"));
        json.writeNumberProperty("gcCount", host.gcCount());
        json.writeNumberProperty("gcNs", host.gcNs());
        pacing(host.pacing());
        safepoints(host.safepoints());
        json.writeName("tunings").writeStartArray();
        for (HostConditions.Tuning tuning : host.tunings()) {
            json.writeStartObject();
            json.writeStringProperty("name", tuning.name());
            json.writeBooleanProperty("granted", tuning.granted());
            json.writeStringProperty("reason", tuning.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void pacing(HostConditions.Pacing pacing) {
        json.writeName("pacing").writeStartObject();
        json.writeStringProperty("asked", pacing.asked());
        json.writeStringProperty("used", pacing.used());
        json.writeStringProperty("device", pacing.device());
        json.writeStringProperty("queue", pacing.queue());
        json.writeNumberProperty("leadNs", pacing.leadNs());
        json.writeStringProperty("reason", pacing.reason());
        json.writeEndObject();
    }

    private void safepoints(Safepoints safepoints) {
        if (!safepoints.observed()) {
            return;
        }
        json.writeName("safepoints").writeStartObject();
        json.writeNumberProperty("count", safepoints.count());
        json.writeNumberProperty("totalNs", safepoints.totalNs());
        json.writeName("all").writeStartArray();
        for (Safepoints.Safepoint one : safepoints.all()) {
            json.writeStartObject();
            json.writeStringProperty("name", one.name());
            json.writeNumberProperty("startNs", one.startNs());
            json.writeNumberProperty("lengthNs", one.lengthNs());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void rows(RoundTrips rows) {
        json.writeName("roundTrips").writeStartArray();
        RoundTrips.Cursor row = rows.cursor();
        for (long seq = rows.first(); seq < rows.first() + rows.size(); seq++) {
            row(row.moveTo(seq));
        }
        json.writeEndArray();
    }

    private void row(RoundTrip row) {
        json.writeStartObject();
        json.writeNumberProperty("seq", row.seq());
        json.writeStringProperty("fate", lower(row.fate()));
        if (row.sent()) {
            json.writeNumberProperty("intendedNs", row.intendedNs());
            json.writeNumberProperty("sentUserNs", row.sentUserNs());
            json.writeNumberProperty("sentWallNs", row.sentWallNs());
        }
        stamp("sentKernelNs", row.sentKernelNs());
        stamp("sentNicNs", row.sentNicNs());
        stamp("sentNicWallNs", row.sentNicWallNs());
        stamp("peerReceivedWallNs", row.peerReceivedWallNs());
        stamp("peerReceivedNs", row.peerReceivedNs());
        stamp("peerSentWallNs", row.peerSentWallNs());
        stamp("peerSentNs", row.peerSentNs());
        stamp("receivedNicNs", row.receivedNicNs());
        stamp("receivedNicWallNs", row.receivedNicWallNs());
        stamp("receivedKernelNs", row.receivedKernelNs());
        if (row.answered()) {
            json.writeNumberProperty("receivedUserNs", row.receivedUserNs());
            json.writeNumberProperty("receivedWallNs", row.receivedWallNs());
            json.writeBooleanProperty("stalled", row.stalled());
            json.writeNumberProperty("trafficClass", row.trafficClass());
            json.writeNumberProperty("hopLimit", row.hopLimit());
        }
        derived("roundTripUserNs", row.delayNs(Direction.ROUND_TRIP, StampSource.USER));
        derived("roundTripKernelNs", row.delayNs(Direction.ROUND_TRIP, StampSource.KERNEL));
        derived("roundTripHardwareNs", row.delayNs(Direction.ROUND_TRIP, StampSource.HARDWARE));
        derived("sendResidenceNs", row.sendResidenceNs(StampSource.KERNEL));
        derived("receiveResidenceNs", row.receiveResidenceNs(StampSource.KERNEL));
        derived("hardwareSendResidenceNs", row.sendResidenceNs(StampSource.HARDWARE));
        derived("hardwareReceiveResidenceNs", row.receiveResidenceNs(StampSource.HARDWARE));
        derived("hardwareResidenceNs", row.residenceNs(StampSource.HARDWARE));
        if (row.sent() && row.answered()) {
            derived("peerResidenceNs", row.peerResidenceNs());
            derived("peerSendResidenceNs", row.peerSendResidenceNs());
        }
        json.writeEndObject();
    }

    private void stamp(String name, long ns) {
        if (ns != 0) {
            json.writeNumberProperty(name, ns);
        }
    }

    private void derived(String name, long ns) {
        if (ns != RoundTrip.ABSENT) {
            json.writeNumberProperty(name, ns);
        }
    }

    private static String show(InetSocketAddress address) {
        return Figures.address(address);
    }

    /** Enum constants as the schema has them: {@code ROUND_TRIP} is {@code roundTrip}. */
    static String lower(Enum<?> value) {
        StringBuilder camel = new StringBuilder();
        for (String word : value.name().toLowerCase(Locale.ROOT).split("_")) {
            camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }
}
