package io.venturi.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.cli.command.VenturiCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricBookTest {
    private static final Path DOCS = Path.of("..", "docs");
    /** Names of parts of the documents, and of rows of the schema that are values there. */
    private static final Pattern QUOTED = Pattern.compile("`([A-Za-z0-9]+)");

    @Test
    void shouldSayWhatTheDocumentationSays() throws Exception {
        MetricBook shipped = MetricBook.read();
        MetricBook documented = MetricBook.parse(Files.readString(DOCS.resolve("metrics.md")));

        assertTrue(shipped.entries().size() >= 20, shipped.entries().size() + " metrics");
        assertEquals(documented.entries(), shipped.entries());
    }

    @Test
    void shouldGiveEachMetricUnitSourcePlaceAndDefinition() {
        for (MetricEntry entry : MetricBook.read().entries()) {
            assertFalse(entry.unit().isEmpty() || entry.good().isEmpty() || entry.json().isEmpty()
                    || entry.source().isEmpty(), entry.name());
            assertTrue(String.join("", entry.section()).length() > 50, entry.name());
        }
    }

    @Test
    void shouldNameOnlyWhatTheSchemasHave() throws IOException {
        String schemas;
        try (Stream<Path> files = Files.list(DOCS.resolve("schema"))) {
            schemas = files.map(MetricBookTest::read).collect(Collectors.joining());
        }
        Set<String> unknown = new TreeSet<>();
        for (MetricEntry entry : MetricBook.read().entries()) {
            QUOTED.matcher(entry.json()).results().map(found -> found.group(1))
                    .filter(name -> !schemas.contains("\"" + name + "\"")).forEach(unknown::add);
        }

        assertEquals(Set.of(), unknown);
    }

    @Test
    void shouldFindAMetricByAnyOfItsNames() {
        MetricBook book = MetricBook.read();

        for (String name : List.of("one-way delay", "oneWayDelay", "One Way Delay", "forward.p50")) {
            assertEquals("One-way delay", book.find(name).getFirst().heading(), name);
        }
        assertEquals("IPDV", book.find("ipdv").getFirst().heading());
        assertEquals("Loss", book.find("loss").getFirst().heading());
        assertEquals(List.of(), book.find("nonesuch"));
    }

    @Test
    void shouldKeepWithinEightyColumns() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        Explanation explanation = new Explanation(out);
        explanation.list(MetricBook.read().entries());
        MetricBook.read().entries().forEach(explanation::print);
        out.flush();

        List<String> wide = text.toString().lines().filter(line -> line.length() > 80).toList();
        assertEquals(List.of(), wide);
        assertFalse(text.toString().contains("]("), "a link is left");
    }

    @Test
    void shouldLeaveALineBetweenATableOrFormulaAndWhatFollows() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new Explanation(out).print(MetricBook.read().find("loss").getFirst());
        out.flush();

        assertTrue(text.toString().contains("lost / (sent − unobserved)\n\nsent counts"), text.toString());
    }

    @Test
    void shouldPointToWhereAnotherWordIsSpokenOf() {
        assertTrue(MetricBook.read().speakingOf("Bufferbloat").contains("latency under load"));
        assertEquals(List.of(), MetricBook.read().speakingOf("nonesuch"));
    }

    @Test
    void shouldRefuseARowWithoutASection() {
        assertThrows(IllegalArgumentException.class,
                () -> MetricBook.parse("## At a glance\n| [x](#nowhere) | a | b | c | d | e |\n"));
    }

    @Test
    void shouldEndWithUsageWhenThereIsNoSuchMetric() {
        assertEquals(2, VenturiCommand.run("explain", "nonesuch"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
