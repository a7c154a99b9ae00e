package io.venturi.cli.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.venturi.cli.metrics.MetricFamily.Builder;
import io.venturi.cli.metrics.MetricFamily.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a collector gets; the messages are protobuf, in which texts and doubles stand as they are. */
@Timeout(30)
class OtlpExportTest {
    private record Request(String path, String type, byte[] body) {
        boolean holds(byte[] part) {
            return new String(body, StandardCharsets.ISO_8859_1)
                    .contains(new String(part, StandardCharsets.ISO_8859_1));
        }

        boolean holds(double value) {
            return holds(ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
        }

        boolean holds(String text) {
            return holds(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldSendNamesLabelsAndValuesToTheCollector() throws Exception {
        BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            requests.add(new Request(exchange.getRequestURI().getPath(), exchange.getRequestHeaders().getFirst(
                    "Content-Type"), exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try {
            OtlpExport export = new OtlpExport(URI.create("http://127.0.0.1:" + collector.getAddress().getPort()),
                    Duration.ofMillis(300), "1.2.3", List.of(0.001, 0.1), () -> List.of(
                    new Builder("venturi_monitor_probes_sent", "Probes.", Kind.COUNTER).add(1234.5, "target", "alpha")
                            .build(), MetricFamily.gauge("venturi_monitor_history_bytes", "Size.", 98765.25)));
            export.roundTrip("alpha", 0.0625, 3);
            Request request = requests.poll(20, TimeUnit.SECONDS);
            export.close();

            assertEquals("/v1/metrics", request.path());
            assertEquals("application/x-protobuf", request.type());
            for (String text : List.of("venturi_monitor_probes_sent", "alpha", "target", "1.2.3", "venturi_monitor_rtt",
                    "venturi_monitor_history_bytes")) {
                assertTrue(request.holds(text), text);
            }
            assertTrue(request.holds(1234.5) && request.holds(98765.25) && request.holds(3 * 0.0625), "values");
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void shouldEndInTimeWhenThereIsNoCollector() {
        long startNs = System.nanoTime();

        new OtlpExport(URI.create("http://127.0.0.1:9"), Duration.ofMillis(100), "1", List.of(0.1), List::of).close();

        assertTrue(System.nanoTime() - startNs < 20_000_000_000L);
    }
}
