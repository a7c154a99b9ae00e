package io.venturi.cli.result;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code venturi capacity --search loss --json}, schema {@code docs/schema/losssearch.schema.json}. */
final class LossSearchResults {

    private LossSearchResults() {
    }

    static Result read(String file, Json document) {
        ResultBuilder to = new ResultBuilder(file, Kind.LOSS_FREE);
        to.tool = "venturi";
        to.where = "to " + document.need("server").text();
        to.startNs = document.need("startWallNs").integer();
        to.setting("to", ResultBuilder.host(document.get("server").text()));
        to.setting("trial", Unit.NS.show(document.get("trialNs").number()));
        to.setting("loss tolerated", document.get("lossRatio").anyText());
        to.setting("repeat", document.get("repeat").anyText());
        to.setting("resolution", document.get("resolution").anyText());
        to.fact("Run", "command", document.get("command").text());
        to.fact("Run", "MTU here", document.get("mtu").anyText());
        if (document.get("stopped").flag()) {
            to.warnings.add("The search was stopped before its end.");
        }
        List<Steps.Step> steps = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        for (Json result : document.need("results").items()) {
            String size = result.need("frameBytes").anyText();
            double rate = result.at("bitsPerSecond", "l1").number();
            to.figure("lossFree." + size, "Loss-free with frames of " + size + " bytes (l1)", rate,
                    Unit.BITS_PER_SECOND);
            to.figure("frames." + size, "Frames of " + size + " bytes", result.get("framesPerSecond").number(),
                    Unit.FRAMES_PER_SECOND);
            steps.add(new Steps.Step(size, rate, rate / result.get("framesPerSecond").number()
                    * result.at("failed", "askedFramesPerSecond").number()));
            to.fact("Verdict", "frames of " + size + " bytes", result.get("sentence").text());
            words.append(words.isEmpty() ? "" : " ").append(size).append(" bytes: ")
                    .append(Unit.BITS_PER_SECOND.show(rate)).append('.');
        }
        to.steps.add(new Steps("frame sizes", steps));
        to.summary = "Without loss, on the wire: " + words;
        return to.build();
    }
}
