package io.venturi.cli.output;

import io.venturi.engine.metric.ReflectorReport;
import io.venturi.engine.metric.ReflectorReport.Finding;
import io.venturi.engine.metric.RttRun;
import java.net.InetSocketAddress;
import tools.jackson.core.JsonGenerator;

/** What a STAMP reflector told, in JSON. */
final class ReflectorJson {
    private final JsonGenerator json;

    ReflectorJson(JsonGenerator json) {
        this.json = json;
    }

    /** The property {@code reflector}. */
    void write(ReflectorReport reflector, RttRun run) {
        json.writeName("reflector").writeStartObject();
        json.writeNumberProperty("ssid", reflector.ssid());
        json.writeBooleanProperty("stateful", reflector.stateful());
        new ClockRelationJson(json).syncState("clock", reflector.clock());
        if (reflector.arrival().least() >= 0) {
            json.writeNumberProperty("minHopLimit", reflector.arrival().least());
            json.writeNumberProperty("maxHopLimit", reflector.arrival().most());
        }
        reflector.location().ifPresent(seen -> {
            json.writeName("location").writeStartObject();
            address("source", seen.source());
            address("destination", seen.destination());
            json.writeEndObject();
        });
        reflector.timeSource().ifPresent(this::timeSource);
        reflector.marks().ifPresent(marks -> {
            json.writeName("marks").writeStartObject();
            json.writeNumberProperty("dscp", marks.dscp());
            json.writeNumberProperty("ecn", marks.ecn());
            json.writeNumberProperty("repliesRefused", marks.refused());
            json.writeEndObject();
        });
        reflector.counters().ifPresent(counters -> {
            json.writeName("counters").writeStartObject();
            json.writeNumberProperty("sent", counters.sent());
            json.writeNumberProperty("received", counters.received());
            json.writeNumberProperty("replied", counters.replied());
            json.writeEndObject();
        });
        json.writeNumberProperty("accessReports", reflector.accessReports());
        json.writeNumberProperty("departures", reflector.departures());
        json.writeName("unknown").writeStartArray();
        reflector.unknown().forEach(json::writeString);
        json.writeEndArray();
        oddities(reflector.oddities());
        json.writeName("findings").writeStartArray();
        for (Finding finding : reflector.findings(run)) {
            json.writeString(RttJson.lower(finding));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void timeSource(ReflectorReport.TimeSource time) {
        json.writeName("timeSource").writeStartObject();
        json.writeStringProperty("arrivalClock", RttJson.lower(time.arrivalClock()));
        json.writeStringProperty("arrival", RttJson.lower(time.arrival()));
        json.writeStringProperty("departureClock", RttJson.lower(time.departureClock()));
        json.writeStringProperty("departure", RttJson.lower(time.departure()));
        json.writeEndObject();
    }

    private void oddities(ReflectorReport.Oddities odd) {
        json.writeName("oddities").writeStartObject();
        json.writeNumberProperty("mislabelled", odd.mislabelled());
        json.writeNumberProperty("taiSuspects", odd.taiSuspects());
        json.writeNumberProperty("withoutSsid", odd.withoutSsid());
        json.writeNumberProperty("untrusted", odd.untrusted());
        json.writeNumberProperty("malformed", odd.malformed());
        json.writeEndObject();
    }

    /** What was not told is left out. */
    private void address(String name, InetSocketAddress address) {
        if (!address.getAddress().isAnyLocalAddress()) {
            json.writeStringProperty(name, Figures.address(address));
        } else if (address.getPort() != 0) {
            json.writeStringProperty(name, ":" + address.getPort());
        }
    }
}
