package io.venturi.cli.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.cli.metrics.MetricFamily.Builder;
import io.venturi.cli.metrics.MetricFamily.Kind;
import io.venturi.engine.error.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetricsServerTest {
    private static HttpResponse<String> get(MetricsServer server, String path) throws IOException,
            InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.address().getPort()
                    + path))
                    .build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void shouldAskForValuesAtEachScrape() throws Exception {
        AtomicLong value = new AtomicLong(1);
        AtomicBoolean healthy = new AtomicBoolean(true);
        try (MetricsServer server = MetricsServer.start(MetricsAddress.parse("0"), () -> List.of(
                MetricFamily.counter("venturi_x_bytes", "Some.", value.get()),
                new Builder("venturi_y_seconds", "Others.", Kind.HISTOGRAM).add(new double[] {0.5,
                    Double.POSITIVE_INFINITY}, new long[] {2, 1}, 3.5, "target", "a").build(),
                new Builder("venturi_none", "Nothing yet.", Kind.GAUGE).build()), healthy::get)) {
            assertTrue(server.address().getAddress().isLoopbackAddress());
            assertTrue(get(server, "/metrics").body().contains("\nventuri_x_bytes_total 1.0\n"));
            value.set(5);

            String text = get(server, "/metrics").body();

            assertTrue(text.contains("\nventuri_x_bytes_total 5.0\n"), text);
            assertTrue(text.contains("venturi_y_seconds_bucket{target=\"a\",le=\"0.5\"} 2\n"), text);
            assertTrue(text.contains("venturi_y_seconds_bucket{target=\"a\",le=\"+Inf\"} 3\n"), text);
            assertFalse(text.contains("venturi_none"), "no metric without a value");
            assertEquals(200, get(server, "/health").statusCode());
            healthy.set(false);
            assertEquals(503, get(server, "/health").statusCode());
            assertEquals(404, get(server, "/").statusCode());
        }
    }

    @Test
    void shouldServeLoopbackUnlessAnAddressIsGiven() {
        assertTrue(MetricsAddress.parse("9470").getAddress().isLoopbackAddress());
        assertTrue(MetricsAddress.parse(":9470").getAddress().isAnyLocalAddress());
        assertEquals("192.0.2.1", MetricsAddress.parse("192.0.2.1:9470").getAddress().getHostAddress());
        assertEquals(9470, MetricsAddress.parse("[::1]:9470").getPort());
        for (String wrong : List.of("", "x", "70000", "1.2.3.4", "host:port", "::1:9470")) {
            assertThrows(ConfigException.class, () -> MetricsAddress.parse(wrong), wrong);
        }
    }
}
