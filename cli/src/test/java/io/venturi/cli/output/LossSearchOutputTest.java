package io.venturi.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.venturi.engine.metric.LossSearchReport;
import io.venturi.engine.metric.LossSearchResult;
import io.venturi.engine.metric.LossSearchResult.Limit;
import io.venturi.engine.metric.LossSearchResult.Trials;
import io.venturi.engine.plan.LossSearchPlan;
import io.venturi.engine.plan.RttPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is told of a search for loss-free throughput, in text and in JSON. */
class LossSearchOutputTest {
    private final LossSearchPlan plan = new LossSearchPlan(
            new RttPlan.Target("192.0.2.1", RttPlan.Family.IPV4, "", ""), List.of(64, 512), 0, 2_000_000_000L, 3, 0.01,
            10e6, 0, new byte[0], RttPlan.Precision.DEFAULT);
    private final LossSearchReport report = new LossSearchReport(new InetSocketAddress("192.0.2.1", 2112), 1500, 1, 2,
            List.of(new LossSearchResult(512, Limit.LOSS, 1_000, 12, new Trials(3, 1_000, 6_000, 0, 0, 0, 0, 0, 0),
                            new Trials(1, 1_010, 2_020, 20, 15, 5, 0, 0, 0)),
                    new LossSearchResult(1_518, Limit.HERE, 900, 20, new Trials(3, 900, 5_400, 0, 0, 0, 0, 0, 0),
                            new Trials(1, 910, 1_700, 0, 0, 0, 100, 20, 3)),
                    new LossSearchResult(1_280, Limit.NONE_PASSED, 0, 9, Trials.NONE,
                            new Trials(1, 10, 20, 20, 0, 0, 0, 0, 0)),
                    LossSearchResult.without(64, Limit.TOO_SMALL), LossSearchResult.without(128, Limit.STOPPED)), true);

    private static String text(Consumer<PrintWriter> content) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        content.accept(out);
        out.flush();
        return text.toString();
    }

    @Test
    void shouldWriteWhatTheSchemaSaysOfEveryEnding() throws IOException {
        String json = text(out -> LossSearchJson.write(plan, report, out));
        List<Error> errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("..", "docs", "schema", "losssearch.schema.json")))
                .validate(json, InputFormat.JSON);

        assertEquals(List.of(), errors, json);
    }

    @Test
    void shouldShowARowForEachSizeAndSayWhatWasTheLimit() {
        String text = text(out -> LossSearchText.print(plan, report, out));

        assertTrue(text.contains("   512       1000.0      3.952      4.096      4.256      12    4.5e-04  loss\n"),
                text);
        assertTrue(text.contains("at 1010.0 frames/s 20 of 2020 (15 on the way there, 5 back) were lost"), text);
        assertTrue(text.contains("1518 bytes: at least 900.0 frames/s"), text);
        assertTrue(text.contains("limited by this host: 100 send times missed, 20 refused by its kernel, 3 not taken in"
                + ". The path may carry more."), text);
        assertTrue(text.contains("64 bytes: impossible: the headers alone are longer."), text);
        assertTrue(text.contains("venturi capacity 192.0.2.1 --search loss --frame-sizes 64,512 --loss-ratio 0.0"
                + " --trial 2s --repeat 3 --resolution 0.01 --start-rate 10000000bps -4"), text);
    }
}
