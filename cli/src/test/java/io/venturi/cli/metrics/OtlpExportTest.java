package io.venturi.cli.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.venturi.cli.metrics.MetricFamily.Builder;
import io.venturi.cli.metrics.MetricFamily.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
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
        List<String> told = new CopyOnWriteArrayList<>();
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
                            .build(), MetricFamily.gauge("venturi_monitor_history_bytes", "Size.", 98765.25)),
                    told::add);
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
            assertEquals(List.of(), told);
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void shouldEndInTimeAndSayWhyWhenThereIsNoCollector() {
        long startNs = System.nanoTime();
        List<String> told = new CopyOnWriteArrayList<>();

        new OtlpExport(URI.create("http://127.0.0.1:9"), Duration.ofHours(1), "1", List.of(0.1),
                () -> List.of(MetricFamily.gauge("x", "X.", 1)), told::add).close();

        assertTrue(System.nanoTime() - startNs < 20_000_000_000L);
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().startsWith("The collector at http://127.0.0.1:9 does not take metrics ("),
                told::toString);
    }

    @Test
    void shouldTellFailuresNowAndThenAndTheirEnd() {
        List<String> told = new ArrayList<>();
        long[] nowNs = {0};
        MetricExporter exporter = new ToldExporter(new Answers(), "here", told::add, () -> nowNs[0]);

        for (String answer : List.of("", "no", "no", "no", "", "")) {
            exporter.export(answer.isEmpty() ? List.of() : null);
            nowNs[0] += ToldExporter.AGAIN_NS / 2;
        }

        assertEquals(List.of("The collector at here does not take metrics (HTTP 503). Totals arrive once it does.",
                "The collector at here does not take metrics (HTTP 503), 3 times by now. Totals arrive once it does.",
                "The collector at here takes metrics again, after 3 times without."), told);
    }

    /** Takes a collection, refuses null. */
    private static final class Answers implements MetricExporter {
        @Override
        public CompletableResultCode export(Collection<MetricData> metrics) {
            return metrics != null ? CompletableResultCode.ofSuccess()
                    : CompletableResultCode.ofExceptionalFailure(new IOException("HTTP 503"));
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType type) {
            return AggregationTemporality.CUMULATIVE;
        }
    }
}
