package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is scraped from real servers and monitors, and what docs/monitoring asks for. */
@Timeout(240)
class PrometheusIT {
    private static final Path DOCS = Path.of("..", "docs", "monitoring");
    private static final Pattern METRIC = Pattern.compile("venturi_[a-z_]+");
    private static final int CLIENTS = 6;

    @TempDir
    private Path folder;

    private static String get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static String metrics(Program program) {
        return program.awaitOut("Metrics on (http://\\S+)").group(1);
    }

    /** Names in a scrape, as queries use them. */
    private static Set<String> names(String scrape) {
        Set<String> names = new TreeSet<>();
        scrape.lines().filter(line -> !line.startsWith("#"))
                .forEach(line -> names.add(line.replaceFirst("[ {].*", "")));
        return names;
    }

    private static Set<String> asked(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = METRIC.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    private static Program monitor(int port, int loadPort, Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("t.toml"), """
                alerts = ["silent for 1s"]
                [[target]]
                name = "alpha"
                host = "127.0.0.1:%d"
                load-host = "127.0.0.1:%d"
                [[target]]
                name = "none"
                host = "127.0.0.1:9"
                load-host = "127.0.0.1:9"
                """.formatted(port, loadPort));
        return Venturi.start("monitor", "--config", config.toString(), "--every", "5s", "-i", "50ms", "--metrics", "0",
                "--history", folder.resolve("h.db").toString());
    }

    private static Program.Outcome rtt(int port) {
        return Venturi.run("rtt", "127.0.0.1:" + port, "-n", "5", "-q", "--warm-up", "0");
    }

    @Test
    void shouldTellWhatDashboardAndRulesAskFor() throws Exception {
        try (Venturi.Serving server = Venturi.Serving.on("127.0.0.1:0", "--metrics", "0", "--udpst", "127.0.0.1:0",
                "--iperf3", "127.0.0.1:0");
                Program monitor = monitor(server.port(), 9, folder)) {
            monitor.awaitOut("alpha +p50 ");
            String text = get(metrics(server.program())) + get(metrics(monitor));
            Set<String> told = names(text);
            told.add("venturi_monitor_load_bits_per_second"); // there after the first load test only

            String asked = Files.readString(DOCS.resolve("venturi.rules.yml"))
                    + Files.readString(DOCS.resolve("grafana-dashboard.json"));

            assertEquals(Set.of(), missing(asked(asked), told));
            assertTrue(asked(asked).size() > 15);
            for (String line : Files.readString(Path.of("..", "docs", "monitoring.md")).lines()
                    .filter(line -> line.startsWith("| `venturi_")).toList()) {
                assertEquals(Set.of(), missing(asked(line.split("\\|")[1]), told), line);
            }
            assertEquals("OK\n", get(metrics(monitor).replace("/metrics", "/health")));
        }
    }

    private static Set<String> missing(Set<String> asked, Set<String> told) {
        Set<String> missing = new TreeSet<>(asked);
        missing.removeIf(name -> told.contains(name) || told.contains(name + "_bucket"));
        return missing;
    }

    @Test
    void shouldHaveAsManySeriesHoweverManyClientsCame() throws Exception {
        try (Venturi.Serving server = Venturi.Serving.on("127.0.0.1:0", "--metrics", "0")) {
            String url = metrics(server.program());
            rtt(server.port());
            long before = get(url).lines().filter(line -> !line.startsWith("#")).count();
            for (int i = 0; i < CLIENTS; i++) {
                rtt(server.port());
            }
            String after = get(url);

            assertEquals(before, after.lines().filter(line -> !line.startsWith("#")).count(), after);
            assertTrue(after.contains("venturi_server_sessions_opened_total " + (CLIENTS + 1) + ".0"), after);
            assertFalse(after.contains("127.0.0.1"), "no client is a label");
        }
    }

    @Test
    @Needs(Needs.What.PROMETHEUS)
    void shouldPassPromtool() throws Exception {
        Program.must(List.of("promtool", "check", "rules", DOCS.resolve("venturi.rules.yml").toString()), "");
        try (Venturi.Serving server = Venturi.Serving.on("127.0.0.1:0", "--metrics", "0", "--udpst", "127.0.0.1:0");
                Program monitor = monitor(server.port(), 9, folder)) {
            monitor.awaitOut("alpha +p50 ");
            for (String url : List.of(metrics(server.program()), metrics(monitor))) {
                Program.Outcome lint = Program.run(List.of("promtool", "check", "metrics"), get(url), Program.PATIENCE);

                assertEquals(0, lint.exit(), lint.toString());
                assertEquals("", lint.out() + lint.err(), "promtool has nothing to say");
            }
        }
    }

    @Test
    @Needs(Needs.What.PROMETHEUS)
    void shouldBeScrapedByARealPrometheusThatThenFiresTheRules() throws Exception {
        int port = Irtt.freePort();
        try (Venturi.Serving server = Venturi.Serving.on("127.0.0.1:0", "--metrics", "0");
                Program monitor = monitor(server.port(), 9, folder)) {
            String rules = Files.readString(DOCS.resolve("venturi.rules.yml")).replace("for: 1m", "for: 1s");
            Files.writeString(folder.resolve("rules.yml"), rules);
            Files.writeString(folder.resolve("p.yml"), """
                    global: {scrape_interval: 1s, evaluation_interval: 1s}
                    rule_files: [rules.yml]
                    scrape_configs:
                      - job_name: venturi
                        static_configs: [{targets: ["%s", "%s"]}]
                    """.formatted(URI.create(metrics(server.program())).getAuthority(),
                    URI.create(metrics(monitor)).getAuthority()));
            monitor.awaitOut("alpha +p50 ");
            try (Program prometheus = Program.start("prometheus", "--config.file=" + folder.resolve("p.yml"),
                    "--storage.tsdb.path=" + folder.resolve("tsdb"), "--web.listen-address=127.0.0.1:" + port)) {
                String base = "http://127.0.0.1:" + port + "/api/v1/";
                await(base + "query?query=" + encoded("sum(up{job=\"venturi\"})"), "\"2\"", prometheus);
                await(base + "query?query=" + encoded("venturi:rtt_seconds:p99_5m{target=\"alpha\"} > 0"), "alpha",
                        prometheus);
                await(base + "alerts", "VenturiTargetSilent", prometheus);
                await(base + "query?query="
                        + encoded("ALERTS{alertname=\"VenturiTargetSilent\",alertstate=\"firing\"}"), "none",
                        prometheus);
                String all = get(base + "alerts");
                assertFalse(all.contains("VenturiMonitorStalled"), all);
                checkQueries(base);
            }
        }
    }

    /** Each query of the dashboard is one that Prometheus understands. */
    private static void checkQueries(String base) throws Exception {
        Json dashboard = Json.parse(Files.readString(DOCS.resolve("grafana-dashboard.json")));
        List<String> queries = new ArrayList<>();
        dashboard.list("panels").forEach(panel ->
                panel.list("targets").forEach(target -> queries.add(target.text("expr"))));
        assertTrue(queries.size() >= 10);
        for (String query : queries) {
            String plain = query.replace("$__rate_interval", "1m").replace("$job", ".*").replace("$target", ".*");
            String answer = get(base + "query?query=" + encoded(plain));
            assertTrue(answer.contains("\"status\":\"success\""), query + ": " + answer);
        }
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    /** Ask until the answer contains that. */
    private static void await(String url, String words, Program prometheus) throws InterruptedException {
        String answer = "";
        for (int i = 0; i < 600; i++) {
            try {
                answer = get(url);
                if (answer.contains(words)) {
                    return;
                }
            } catch (IOException e) {
                answer = e.toString(); // it does not listen yet
            }
            new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS); // between two questions
        }
        throw new AssertionError(url + " never told " + words + ": " + answer);
    }
}
