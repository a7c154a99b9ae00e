package io.venturi.cli.output;

import io.venturi.engine.metric.LossSearchReport;
import io.venturi.engine.metric.LossSearchResult;
import io.venturi.engine.metric.LossSearchResult.Trials;
import io.venturi.engine.plan.LossSearchPlan;
import java.io.PrintWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** A search for loss-free throughput as JSON, schema {@code docs/schema/losssearch.schema.json}. */
public final class LossSearchJson {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private LossSearchJson() {
    }

    private static final class Pretty extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }

    /** Write the document and a newline; the writer stays open. */
    public static void write(LossSearchPlan plan, LossSearchReport report, PrintWriter to) {
        try (JsonGenerator json = FACTORY.createGenerator(new Pretty(), to)) {
            json.writeStartObject();
            json.writeStringProperty("schema", "venturi.losssearch/1");
            json.writeStringProperty("venturi", BuildInfo.text());
            json.writeStringProperty("command", LossSearchText.repeat(plan));
            json.writeStringProperty("server", Figures.address(report.server()));
            if (report.mtu() > 0) {
                json.writeNumberProperty("mtu", report.mtu());
            }
            json.writeNumberProperty("startWallNs", report.startWallNs());
            json.writeNumberProperty("endWallNs", report.endWallNs());
            json.writeBooleanProperty("stopped", report.stopped());
            json.writeNumberProperty("lossRatio", plan.lossRatio());
            json.writeNumberProperty("trialNs", plan.trialNs());
            json.writeNumberProperty("repeat", plan.repeat());
            json.writeNumberProperty("resolution", plan.resolution());
            json.writeNumberProperty("startBitsPerSecond", Math.round(plan.startBitsPerSecond()));
            json.writeName("results").writeStartArray();
            report.results().forEach(result -> result(json, result));
            json.writeEndArray();
            json.writeEndObject();
        }
        to.println();
    }

    private static void result(JsonGenerator json, LossSearchResult result) {
        json.writeStartObject();
        json.writeNumberProperty("frameBytes", result.frameBytes());
        json.writeStringProperty("limit", switch (result.limit()) {
            case LOSS -> "loss";
            case HERE -> "here";
            case NONE_PASSED -> "nonePassed";
            case TOO_SMALL -> "tooSmall";
            case STOPPED -> "stopped";
        });
        json.writeNumberProperty("trials", result.trials());
        if (result.framesPerSecond() > 0) {
            json.writeNumberProperty("framesPerSecond", result.framesPerSecond());
            json.writeName("bitsPerSecond").writeStartObject();
            json.writeNumberProperty("l3", Math.round(result.l3BitsPerSecond()));
            json.writeNumberProperty("l2", Math.round(result.l2BitsPerSecond()));
            json.writeNumberProperty("l1", Math.round(result.l1BitsPerSecond()));
            json.writeEndObject();
        }
        trials(json, "passed", result.passed());
        trials(json, "failed", result.failed());
        json.writeStringProperty("sentence", LossSearchText.sentence(result));
        json.writeEndObject();
    }

    private static void trials(JsonGenerator json, String name, Trials trials) {
        if (trials.count() > 0) {
            json.writeName(name).writeStartObject();
            json.writeNumberProperty("trials", trials.count());
            json.writeNumberProperty("askedFramesPerSecond", trials.askedPerSecond());
            json.writeNumberProperty("sent", trials.sent());
            json.writeNumberProperty("lost", trials.lost());
            json.writeNumberProperty("lostForward", trials.lostForward());
            json.writeNumberProperty("lostReverse", trials.lostReverse());
            json.writeNumberProperty("lossRatio", trials.lossRatio());
            json.writeNumberProperty("lossRatioBelow", trials.lossRatioBelow());
            json.writeNumberProperty("missedSlots", trials.missedSlots());
            json.writeNumberProperty("refused", trials.refused());
            json.writeNumberProperty("unobserved", trials.unobserved());
            json.writeEndObject();
        }
    }
}
