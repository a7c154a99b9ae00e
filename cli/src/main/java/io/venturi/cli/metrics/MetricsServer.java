package io.venturi.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics} as Prometheus and OpenMetrics read it, and {@code /health}. Values are asked for at each
 * scrape, by a thread of its own.
 */
public final class MetricsServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS,
            Thread.ofPlatform().name("venturi-metrics").daemon().factory());

    private MetricsServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Begin to serve.
     *
     * @param healthy whether {@code /health} says 200 or 503
     * @throws HostException if the address cannot be had
     */
    public static MetricsServer start(InetSocketAddress at, Supplier<List<MetricFamily>> values,
            BooleanSupplier healthy) {
        HttpServer http;
        try {
            http = HttpServer.create(at, 0);
        } catch (IOException e) {
            throw new HostException("Metrics cannot be served on " + at.getAddress().getHostAddress() + " port "
                    + at.getPort() + ": " + e.getMessage() + ". Is the port taken?", e);
        }
        MetricsServer server = new MetricsServer(http);
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register((MultiCollector) () -> snapshots(values.get()));
        MetricsHandler metrics = new MetricsHandler(registry);
        http.createContext("/", exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> metrics.handle(exchange);
                case "/health" -> answer(exchange, healthy.getAsBoolean() ? OK : UNAVAILABLE,
                        healthy.getAsBoolean() ? "OK\n" : "not measuring\n");
                default -> answer(exchange, NOT_FOUND, "There are /metrics and /health.\n");
            }
        });
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    /** Where it listens, with the port it really got. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        boolean read = exchange.getRequestMethod().equals("GET") || exchange.getRequestMethod().equals("HEAD");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(read ? status : METHOD_NOT_ALLOWED, head || !read ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (read && !head) {
                out.write(body);
            }
        }
    }

    private static MetricSnapshots snapshots(List<MetricFamily> families) {
        return new MetricSnapshots(families.stream().filter(family -> !family.points().isEmpty())
                .map(MetricsServer::snapshot).toList());
    }

    private static MetricSnapshot snapshot(MetricFamily family) {
        return switch (family.kind()) {
            case COUNTER -> {
                CounterSnapshot.Builder counter = CounterSnapshot.builder().name(family.name()).help(family.help());
                family.points().forEach(point -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(labels(point)).value(point.value()).build()));
                yield counter.build();
            }
            case GAUGE -> {
                GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(family.name()).help(family.help());
                family.points().forEach(point -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(labels(point)).value(point.value()).build()));
                yield gauge.build();
            }
            case HISTOGRAM -> {
                HistogramSnapshot.Builder histogram =
                        HistogramSnapshot.builder().name(family.name()).help(family.help());
                family.points().forEach(point -> histogram.dataPoint(
                        HistogramSnapshot.HistogramDataPointSnapshot.builder().labels(labels(point)).sum(point.value())
                                .classicHistogramBuckets(ClassicHistogramBuckets.of(point.bounds(), point.counts()))
                                .build()));
                yield histogram.build();
            }
        };
    }

    private static Labels labels(MetricFamily.Point point) {
        return Labels.of(point.labels().toArray(String[]::new));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
