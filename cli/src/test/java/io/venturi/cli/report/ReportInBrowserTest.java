package io.venturi.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.venturi.cli.result.Result;
import io.venturi.cli.result.ResultReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens a page in Chromium without a window. */
class ReportInBrowserTest {
    private static final long MOST_SECONDS = 120;

    @TempDir
    private Path folder;

    @Test
    void shouldDrawEveryChartWithoutAnError() throws Exception {
        List<Result> results = new ArrayList<>();
        for (String name : List.of("rtt-rows.json", "rtt.json", "irtt.json", "capacity.json", "losssearch.json",
                "iperf3-tcp.json", "iperf3-udp.json", "udpst.json")) {
            try (InputStream in = ResultReader.class.getResourceAsStream(name)) {
                results.addAll(ResultReader.read(name, in));
            }
        }
        results.add(HtmlReportTest.result("</script><b>\u2028", 3));

        String drawn = open(HtmlReportTest.page(results, "</title>"));

        assertEquals(List.of(), errors());
        List<String> charts = Pattern.compile("data-chart=\"(\\w+)\"(.*?)<figcaption", Pattern.DOTALL).matcher(drawn)
                .results().filter(chart -> paths(chart) < 5).map(chart -> chart.group(1)).toList();
        assertEquals(List.of(), charts, "charts with next to nothing in them");
        assertEquals(15, drawn.split("data-chart=", -1).length - 1);
    }

    private static int paths(MatchResult chart) {
        return chart.group(2).contains("<svg") ? chart.group(2).split("<path", -1).length - 1 : 0;
    }

    /** The page as the browser has it after its script has run. */
    private String open(String html) throws IOException, InterruptedException {
        Optional<Path> browser = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of).filter(Files::isExecutable).findFirst();
        assumeTrue(browser.isPresent(), "skipped: no Chromium here (apt-get install chromium)");
        Path page = Files.writeString(folder.resolve("report.html"), html);
        Path drawn = folder.resolve("drawn.html");
        Process process = new ProcessBuilder(browser.get().toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--enable-logging=stderr", "--virtual-time-budget=5000", "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom", page.toUri().toString()).redirectOutput(drawn.toFile())
                .redirectError(folder.resolve("log").toFile()).start();
        try {
            assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "the browser does not end");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Files.readString(drawn);
    }

    private List<String> errors() throws IOException {
        return Files.readAllLines(folder.resolve("log")).stream().filter(line -> line.contains("CONSOLE")).toList();
    }
}
