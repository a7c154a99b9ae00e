package io.venturi.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.cli.result.DelaySeries;
import io.venturi.cli.result.DelaySeries.Fate;
import io.venturi.cli.result.Fact;
import io.venturi.cli.result.Figure;
import io.venturi.cli.result.Kind;
import io.venturi.cli.result.Result;
import io.venturi.cli.result.Unit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final String EVIL = "</script><img src=x onerror=alert(1)>'\"&{{script}}";

    @Test
    void shouldNeverLetNamesFromFilesBecomeMarkup() {
        String html = withoutLibrary(page(List.of(result(EVIL, Double.NaN)), EVIL));

        assertFalse(html.contains("<img"), "markup from a file");
        assertFalse(html.contains("onerror=alert(1)>"), "markup from a file");
        assertEquals(4, html.split("</script>", -1).length, "three scripts end where they should");
    }

    @Test
    void shouldNotNeedTheNetwork() {
        String html = withoutLibrary(page(List.of(result("a", 1)), "t"));

        assertTrue(html.contains("default-src 'none'"));
        assertFalse(Pattern.compile("<(link|script|img|iframe)[^>]*(src|href)=").matcher(html).find());
    }

    @Test
    void shouldShowWhatIsUnknownAsSuch() {
        Result without = result("without", 5);
        Result with = new Result("with", Kind.ROUND_TRIP, "", "", "", 0, "", List.of(), Map.of(),
                List.of(new Figure("p99", "p99", 7, Unit.NS)), List.of(), List.of(), List.of(), List.of(), List.of());

        String html = page(List.of(without, with), "t");

        assertTrue(html.contains("<td>–</td><td>7 ns</td>"), "a figure one result lacks");
        assertTrue(html.contains("[0,null]"), "a probe that was lost, in the data of the chart");
    }

    @Test
    void shouldKeepFiguresOfDifferentTestsInRowsOfTheirOwn() {
        Result trips = with("trips", Kind.ROUND_TRIP, "Loss", "the path is fine.");
        Result capacity = with("capacity", Kind.CAPACITY, "Loss at the maximum", "the path carries 1 Gbit/s.");
        Result streams = with("streams", Kind.THROUGHPUT, "Loss", "");
        Result other = with("other", Kind.CAPACITY, "Loss of another tool", "");

        String html = page(List.of(trips, capacity, streams, other), "t");

        assertTrue(html.contains(">Loss</th><td>7 ns</td><td>–</td><td>7 ns</td><td>–</td>"), html);
        assertTrue(html.contains(">Loss at the maximum</th><td>–</td><td>7 ns</td><td>–</td><td>7 ns</td>"), html);
        assertTrue(html.contains(">The path carries 1 Gbit/s.<"), html);
    }

    private static Result with(String name, Kind kind, String label, String summary) {
        return new Result(name, kind, "", "", "", 0, summary, List.of(), Map.of(),
                List.of(new Figure("loss", label, 7, Unit.NS)), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    @Test
    void shouldFindQuantilesAndCoursesOfManyProbes() {
        int n = 10_000;
        double[] sent = new double[n];
        double[] delay = new double[n];
        Fate[] fates = new Fate[n];
        for (int i = 0; i < n; i++) {
            sent[i] = i * 0.001;
            delay[i] = i % 10 == 3 ? Double.NaN : 1000 + i;
            fates[i] = i % 10 == 3 ? Fate.LOST : Fate.ANSWERED;
        }
        DelayCharts charts = new DelayCharts(new DelaySeries("s", sent, delay, fates));

        assertEquals(3, charts.probesPerPoint());
        assertEquals(1000, charts.course().getFirst().lowNs());
        assertEquals(1002, charts.course().getFirst().highNs());
        assertEquals(1000, charts.times(Fate.LOST).size());
        double[] last = charts.quantiles().getLast();
        assertEquals(1 - 1.0 / 9000, last[0], 1e-12);
        assertEquals(10_999, last[1]);
        Bins bins = Bins.over(List.of(new DelaySeries("s", sent, delay, fates)));
        assertEquals(1, Arrays.stream(charts.histogram(bins)).sum(), 1e-9);
        assertEquals(9000, charts.heat(bins).stream().mapToInt(cell -> cell[2]).sum());
    }

    /** The chart library has markup in its strings, which is no markup of the page. */
    private static String withoutLibrary(String html) {
        int start = html.indexOf("<script>") + "<script>".length();
        return html.substring(0, start) + html.substring(html.indexOf("</script>", start));
    }

    static Result result(String name, double value) {
        DelaySeries probes = new DelaySeries(name, new double[] {0, 0.01}, new double[] {Double.NaN, 100},
                new Fate[] {Fate.LOST, Fate.ANSWERED});
        return new Result(name, Kind.ROUND_TRIP, "", name, name, 0, name, List.of(name), Map.of(name, name),
                List.of(new Figure("p50", name, value, Unit.NS)), List.of(), List.of(probes), List.of(), List.of(),
                List.of(new Fact(name, name, name)));
    }

    static String page(List<Result> results, String title) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        HtmlReport.write(results, title, "test", writer);
        writer.flush();
        return text.toString();
    }
}
