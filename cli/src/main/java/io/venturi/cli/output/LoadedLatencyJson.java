package io.venturi.cli.output;

import io.venturi.engine.metric.BufferbloatGrade;
import io.venturi.engine.metric.LoadedLatency;
import io.venturi.engine.metric.LoadedLatency.Spread;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Latency under load as a property of the JSON of a capacity test. */
final class LoadedLatencyJson {

    private LoadedLatencyJson() {
    }

    static void write(JsonGenerator json, LoadedLatency latency) {
        LoadedLatency.Probes probes = latency.probes();
        json.writeName("latency").writeStartObject();
        json.writeName("probes").writeStartObject();
        json.writeStringProperty("protocol", probes.protocol());
        json.writeStringProperty("server", Figures.address(probes.server()));
        json.writeNumberProperty("intervalNs", probes.intervalNs());
        json.writeNumberProperty("ipPacketBytes", probes.packetBytes());
        json.writeNumberProperty("bitsPerSecond", Math.round(probes.bitsPerSecond()));
        json.writeStringProperty("stampedBy", latency.stampedBy().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
        spread(json, "idleRoundTripNs", latency.idle());
        spread(json, "loadedRoundTripNs", latency.loaded());
        latency.variation().ifPresent(variation -> spread(json, "loadedOneWayVariationNs", variation));
        if (Math.min(latency.idle().n(), latency.loaded().n()) > 0) {
            json.writeName("increaseNs").writeStartObject();
            json.writeNumberProperty("median", latency.medianIncreaseNs());
            json.writeNumberProperty("p95", latency.p95IncreaseNs());
            json.writeNumberProperty("mean", Math.round(latency.meanIncreaseNs()));
            json.writeEndObject();
        }
        json.writeName("bufferbloat").writeStartObject();
        json.writeStringProperty("scale", BufferbloatGrade.SCALE);
        grade(json, "grade", latency.grade());
        grade(json, "gradeByP95", latency.p95Grade());
        grade(json, "gradeByMean", latency.meanGrade());
        latency.ungraded().ifPresent(why -> json.writeStringProperty("ungraded", switch (why) {
            case TOO_FEW_SAMPLES -> "tooFewSamples";
            case NOISY_IDLE -> "noisyIdle";
            case NEVER_SATURATED -> "neverSaturated";
        }));
        json.writeStringProperty("sentence", LatencyText.sentence(latency));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void grade(JsonGenerator json, String name, Optional<BufferbloatGrade> grade) {
        grade.ifPresent(given -> json.writeStringProperty(name, given.letter()));
    }

    private static void spread(JsonGenerator json, String name, Spread spread) {
        json.writeName(name).writeStartObject();
        json.writeNumberProperty("sent", spread.sent());
        json.writeNumberProperty("lost", spread.lost());
        json.writeNumberProperty("n", spread.n());
        if (spread.n() > 0) {
            json.writeNumberProperty("mean", Math.round(spread.meanNs()));
            json.writeNumberProperty("p50", spread.p50Ns());
            json.writeNumberProperty("p95", spread.p95Ns());
            json.writeNumberProperty("p99", spread.p99Ns());
            json.writeNumberProperty("max", spread.maxNs());
        }
        json.writeEndObject();
    }
}
