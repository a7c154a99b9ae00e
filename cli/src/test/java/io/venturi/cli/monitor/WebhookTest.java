package io.venturi.cli.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.venturi.engine.error.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WebhookTest {
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private final LinkedBlockingDeque<Integer> statuses = new LinkedBlockingDeque<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Venturi-Signature")));
            Integer status = statuses.poll();
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Webhook webhook(byte[] key) {
        return new Webhook("http://127.0.0.1:" + server.getAddress().getPort() + "/hook", key, 1);
    }

    @Test
    void shouldDeliverInOrderAndSign() {
        Webhook webhook = webhook("key".getBytes(StandardCharsets.UTF_8));
        webhook.send("The quick brown fox jumps over the lazy dog");
        webhook.send("two");

        webhook.close();

        assertEquals(List.of("The quick brown fox jumps over the lazy dog", "two"), bodies);
        assertEquals("sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8", signatures.getFirst());
        assertEquals(2, webhook.delivered());
    }

    @Test
    void shouldTryAgainAFewTimesWhenTheServerFails() {
        statuses.addAll(List.of(503, 500));
        Webhook webhook = webhook(new byte[0]);
        webhook.send("late");

        webhook.close();

        assertEquals(List.of("late", "late", "late"), bodies);
        assertEquals("null", signatures.getFirst());
        assertEquals(1, webhook.delivered());
    }

    @Test
    void shouldGiveUpAndCountWhenItNeverTakesIt() {
        statuses.addAll(List.of(500, 500, 500, 500, 404));
        Webhook webhook = webhook(new byte[0]);
        webhook.send("never");
        webhook.send("refused");
        webhook.send("taken");

        webhook.close();

        assertEquals(Webhook.ATTEMPTS + 2, bodies.size());
        assertEquals(2, webhook.failed());
        assertEquals(1, webhook.delivered());
    }

    @Test
    void shouldRefuseWhatIsNoWebAddress() {
        for (String url : List.of("hook", "ftp://host/", "http://", "http://ho st/")) {
            assertThrows(ConfigException.class, () -> Webhook.checked(url), url);
        }
    }
}
