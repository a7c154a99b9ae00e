package io.venturi.cli.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.venturi.cli.command.VenturiCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class DiffOutputTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void wantNoLogger() {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    @Test
    void shouldWriteJsonAsTheSchemaSays() throws IOException {
        for (Comparison comparison : List.of(worse(), fewRuns())) {
            List<Error> errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("..", "docs", "schema", "diff.schema.json")))
                    .validate(text(DiffJson::print, comparison), InputFormat.JSON);

            assertEquals(List.of(), errors);
        }
    }

    @Test
    void shouldWriteATestCaseForEachMetric() throws Exception {
        Document xml = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(text(DiffJUnit::print, worse()))));

        assertEquals(3, xml.getElementsByTagName("testcase").getLength());
        assertEquals("2", xml.getDocumentElement().getAttribute("failures"));
        assertEquals(2, xml.getElementsByTagName("failure").getLength());
    }

    @Test
    void shouldKeepTextWithinEightyColumns() {
        String text = text(DiffText::print, worse()) + text(DiffText::print, fewRuns());

        assertEquals(List.of(), text.lines().filter(line -> line.length() > 80).toList());
        assertTrue(text.contains("B is worse: p50 by +"), text);
        assertTrue(text.contains("Not decided."), text);
    }

    @Test
    void shouldWriteOneRowForEachMetricInMarkdown() {
        String text = text(DiffMarkdown::print, worse());

        assertEquals(5, text.lines().filter(line -> line.startsWith("|")).count(), text);
    }

    @Test
    void shouldEndWithTheStatusOfTheVerdict() throws IOException {
        String run = Files.readString(Path.of("src", "test", "resources", "io", "venturi", "cli", "result",
                "iperf3-udp.json"));
        Path[] files = new Path[10];
        for (int i = 0; i < files.length; i++) {
            int goodput = (i < 5 ? 20_000_000 : 15_000_000) + i * 1000;
            files[i] = Files.writeString(folder.resolve(i + ".json"), run.replaceAll(
                    "(\"sum_received\"[^}]*\"bits_per_second\": )[0-9.]+", "$1" + goodput));
        }

        assertEquals(5, diff(files, 0, 5, 10));
        assertEquals(0, diff(files, 5, 10, 5, true));
        assertEquals(1, diff(files, 0, 1, 2));
        assertEquals(2, VenturiCommand.run("diff", files[0].toString()));
        assertEquals(2, VenturiCommand.run("diff", "--", files[0].toString()));
        assertEquals(2, VenturiCommand.run("diff", "--threshold", "p99=3", files[0].toString(), files[1].toString()));
        assertEquals(3, VenturiCommand.run("diff", folder.resolve("nonesuch").toString(), files[1].toString()));
    }

    private int diff(Path[] files, int from, int middle, int to) {
        return diff(files, from, middle, to, false);
    }

    /** Turned round, B are the first five. */
    private int diff(Path[] files, int from, int middle, int to, boolean turned) {
        List<String> words = new ArrayList<>(List.of("diff", "--metrics", "goodput", "-o",
                folder.resolve("out").toString()));
        for (int i = from; i < middle; i++) {
            words.add(files[i].toString());
        }
        words.add("--");
        for (int i = turned ? 0 : middle; i < to; i++) {
            words.add(files[i].toString());
        }
        return VenturiCommand.run(words.toArray(String[]::new));
    }

    private static Comparison worse() {
        SplittableRandom random = new SplittableRandom(1);
        Comparison comparison = new Comparer(CompareOptions.usual()).compare(ComparerTest.runs(8, 1, random),
                ComparerTest.runs(8, 1.2, random));
        assertTrue(comparison.worse());
        return comparison;
    }

    private static Comparison fewRuns() {
        SplittableRandom random = new SplittableRandom(1);
        Comparison comparison = new Comparer(CompareOptions.usual()).compare(ComparerTest.runs(1, 1, random),
                ComparerTest.runs(2, 1.2, random));
        assertFalse(comparison.worse());
        return comparison;
    }

    private static String text(BiConsumer<Comparison, PrintWriter> printer, Comparison comparison) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        printer.accept(comparison, writer);
        writer.flush();
        return text.toString();
    }
}
