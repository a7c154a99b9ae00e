package io.venturi.cli.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.buffer.Cell;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Color;
import dev.tamboui.text.CharWidth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole screens as text. {@code -Dvt.golden=src/test/resources/io/venturi/cli/tui} writes them anew into that folder;
 * look at the difference then.
 */
class ViewTest {
    private static final String GOLDEN = System.getProperty("vt.golden", "");
    private static final int ROUNDS = 1_500;
    private static final int MOST_WIDTH = 240;
    private static final int MOST_HEIGHT = 80;
    private static final List<String> TEXTS = List.of("", "x", "host.example", "漢字かな", "tab\tand\u001b[0m escape",
            "a sentence that is longer than most windows are wide, and goes on after that for some time", "–",
            "😀 emoji");
    private static final double[] NUMBERS = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -1,
        1e-300, 1, 1e6, 3.3e9, 1e18, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE};

    static Stream<String> screens() {
        return new TreeMap<>(Scenes.all()).keySet().stream().flatMap(name -> name.contains("-")
                ? Stream.of(name + " 80x24") : Stream.of(name + " 60x15", name + " 80x24", name + " 200x60"));
    }

    @ParameterizedTest
    @MethodSource("screens")
    void shouldLookAsItDid(String screen) throws IOException {
        String name = screen.substring(0, screen.indexOf(' '));
        int[] size = Stream.of(screen.substring(name.length() + 1).split("x")).mapToInt(Integer::parseInt).toArray();
        Snapshot snapshot = Scenes.all().get(name);
        int pages = size[0] > 100 ? 1 : snapshot.pages().size();
        StringBuilder drawn = new StringBuilder();
        for (int page = 0; page < pages; page++) {
            Choice choice = new Choice(page, Theme.STANDARD, false, false, true, false);
            drawn.append(String.join("\n", lines(draw(snapshot, choice, size[0], size[1])))).append('\n');
        }

        String file = name + "-" + size[0] + "x" + size[1] + ".txt";
        if (!GOLDEN.isEmpty()) {
            Files.writeString(Path.of(GOLDEN, file), drawn);
        }
        assertEquals(golden(file), drawn.toString(), file);
    }

    private static String golden(String file) throws IOException {
        if (!GOLDEN.isEmpty()) {
            return Files.readString(Path.of(GOLDEN, file));
        }
        try (InputStream in = ViewTest.class.getResourceAsStream(file)) {
            assertNotNull(in, "there is no " + file + "; make it with -Dvt.golden");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldShowNoZeroForWhatIsNotKnown() {
        for (String name : List.of("rtt-empty", "capacity-empty", "throughput-empty")) {
            Snapshot snapshot = Scenes.all().get(name);
            for (Page page : snapshot.pages()) {
                Stream.concat(page.main().stream(), page.side().stream()).filter(Panel.Sheet.class::isInstance)
                        .flatMap(panel -> ((Panel.Sheet) panel).figures().stream())
                        .filter(figure -> !List.of("GC runs", "tolerated errors").contains(figure.label()))
                        .forEach(figure -> assertFalse(figure.value().matches("0\\b.*"), name + ": " + figure));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"60,15", "80,24", "200,60"})
    void shouldSayHowToLeaveAndExplainTheKeysInEachSize(int width, int height) {
        Choice choice = Choice.first(Theme.MONO);
        String plain = String.join("\n", lines(draw(Scenes.rtt(), choice, width, height)));
        String help = String.join("\n", lines(draw(Scenes.rtt(), choice.after(Key.HELP, 4), width, height)));
        String frozen = String.join("\n", lines(draw(Scenes.rtt(), choice.after(Key.FREEZE, 4), width, height)));

        assertTrue(plain.contains("q quit") && plain.contains("p freeze"), plain);
        assertTrue(help.contains("Esc closes it"), help);
        assertTrue(frozen.contains("FROZEN at 5.0 s") && frozen.contains("p go on"), frozen);
    }

    @Test
    void shouldShowTheBeginningOfTheLastLineOfALogIfNotAllOfItFits() {
        Panel log = new Panel.Lines("Log", List.of("12:00:00 opened", "12:00:07 a test failed: the client has"
                + " unexpectedly closed the connection while its results were still to come"));

        String drawn = String.join("\n", lines(draw(new Snapshot("serve", "", "", "waiting", 0, -1,
                List.of(new Page("Log", log))), new Choice(0, Theme.STANDARD, false, false, true, false), 60, 6)));

        assertTrue(drawn.contains("12:00:07 a test failed"), drawn);
    }

    @Test
    void shouldCountNoFurtherThanTheTestIsLong() {
        Choice choice = new Choice(0, Theme.STANDARD, false, false, true, false);
        Page page = new Page("Log", new Panel.Lines("Log", List.of()));

        List<String> before = lines(draw(new Snapshot("rtt", "", "", "opening", -1, 6_000_000_000L,
                List.of(page)), choice, 60, 15));
        List<String> after = lines(draw(new Snapshot("rtt", "", "", "waiting", 6_800_000_000L, 6_000_000_000L,
                List.of(page)), choice, 60, 15));

        assertTrue(before.getFirst().stripTrailing().endsWith(" opening"), before.getFirst());
        assertTrue(after.getFirst().stripTrailing().endsWith("waiting 6.0 s of 6.0 s"), after.getFirst());
    }

    @Test
    void shouldColourNothingWithoutColours() {
        Buffer buffer = draw(Scenes.capacity(), Choice.first(Theme.MONO), 120, 40);

        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 120; x++) {
                Cell cell = buffer.get(x, y);
                assertTrue(cell.style().fg().map(color -> color == Color.RESET).orElse(true)
                        && cell.style().bg().isEmpty(), x + "," + y + ": " + cell);
            }
        }
    }

    @Test
    void shouldFillAnySizeWithAnyContentWithoutAFailure() {
        Random random = new Random(7);
        List<Snapshot> scenes = new ArrayList<>(Scenes.all().values());
        for (int round = 0; round < ROUNDS; round++) {
            Snapshot snapshot = round % 4 == 0 ? scenes.get(random.nextInt(scenes.size())) : snapshot(random);
            Choice choice = new Choice(random.nextInt(9), Theme.values()[random.nextInt(Theme.values().length)],
                    random.nextBoolean(), random.nextInt(5) == 0, random.nextBoolean(), random.nextBoolean());
            int width = 1 + random.nextInt(round % 2 == 0 ? 40 : MOST_WIDTH);
            int height = 1 + random.nextInt(round % 3 == 0 ? 12 : MOST_HEIGHT);
            String what = "round " + round + ", " + width + "x" + height;

            List<String> lines = lines(draw(snapshot, choice, width, height), what);

            assertEquals(height, lines.size(), what);
        }
    }

    private static Snapshot snapshot(Random random) {
        List<Page> pages = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            pages.add(new Page(text(random), panels(random), panels(random)));
        }
        return new Snapshot(text(random), text(random), text(random), text(random), random.nextLong(),
                random.nextLong(), pages);
    }

    private static List<Panel> panels(Random random) {
        List<Panel> panels = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            panels.add(switch (random.nextInt(5)) {
                case 0 -> new Panel.Sheet(text(random), figures(random));
                case 1 -> new Panel.Grid(text(random), List.of("a", "bb", text(random)),
                        List.of(figures(random), figures(random)));
                case 2 -> new Panel.Lines(text(random), List.of(text(random), text(random)));
                case 3 -> new Panel.Histogram(text(random), histogram(random),
                        List.of(new Panel.Mark(text(random), random.nextLong())));
                default -> new Panel.Curves(text(random), Unit.values()[random.nextInt(Unit.values().length)],
                        number(random), number(random), List.of(curve(random), curve(random)));
            });
        }
        return panels;
    }

    private static DelayHistogram.Counts histogram(Random random) {
        DelayHistogram histogram = new DelayHistogram();
        for (int i = random.nextInt(50); i > 0; i--) {
            histogram.add(random.nextLong() >>> random.nextInt(64));
        }
        return histogram.counts();
    }

    private static Panel.Curve curve(Random random) {
        double[] values = random.doubles(random.nextInt(500)).map(_ -> number(random)).toArray();
        return new Panel.Curve(text(random), Tone.values()[random.nextInt(Tone.values().length)], values);
    }

    private static List<Figure> figures(Random random) {
        List<Figure> figures = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            figures.add(new Figure(text(random), text(random), Tone.values()[random.nextInt(Tone.values().length)]));
        }
        return figures;
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static double number(Random random) {
        return random.nextInt(3) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextGaussian() * 1e7;
    }

    private static Buffer draw(Snapshot snapshot, Choice choice, int width, int height) {
        Buffer buffer = Buffer.empty(Rect.of(width, height));
        View.draw(snapshot, choice, buffer);
        return buffer;
    }

    private static List<String> lines(Buffer buffer) {
        return lines(buffer, "").stream().map(String::stripTrailing).toList();
    }

    /** What a terminal shows; each line is exactly as wide as the buffer. */
    private static List<String> lines(Buffer buffer, String what) {
        List<String> lines = new ArrayList<>();
        for (int y = 0; y < buffer.height(); y++) {
            StringBuilder line = new StringBuilder();
            int width = 0;
            for (int x = 0; x < buffer.width(); x++) {
                Cell cell = buffer.get(x, y);
                if (!cell.isContinuation()) {
                    line.append(cell.symbol());
                    width += CharWidth.of(cell.symbol());
                }
            }
            assertEquals(buffer.width(), width, what + ", line " + y + ": " + line);
            lines.add(line.toString());
        }
        return lines;
    }
}
