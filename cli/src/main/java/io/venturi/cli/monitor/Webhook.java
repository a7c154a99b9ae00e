package io.venturi.cli.monitor;

import io.venturi.engine.error.ConfigException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells alerts to a web server: a POST of JSON each, up to four attempts, in order, on a thread of its own. What cannot
 * be delivered is counted and dropped; a slow server delays nothing but its own messages.
 */
final class Webhook implements AutoCloseable {
    static final int ATTEMPTS = 4;

    private static final int MOST_WAITING = 256;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int TOO_MANY_REQUESTS = 429;

    private final URI url;
    private final byte[] key;
    private final long firstPauseMs;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("venturi-webhook").daemon().unstarted(this::run);
    private volatile boolean busy;

    /**
     * Where to.
     *
     * @param key          for the header {@code X-Venturi-Signature}, {@code sha256=} and the HMAC of the body in hex;
     *                     empty for none
     * @param firstPauseMs before the second attempt; doubles each time
     */
    Webhook(String url, byte[] key, long firstPauseMs) {
        this.url = checked(url);
        this.key = key.clone();
        this.firstPauseMs = firstPauseMs;
        thread.start();
    }

    static URI checked(String url) {
        try {
            URI uri = URI.create(url);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new ConfigException("\"" + url + "\" is no web address: http://HOST/PATH or https://HOST/PATH.");
    }

    /** Deliver this some time. Any thread. */
    void send(String json) {
        if (!waiting.offer(json)) {
            failed.incrementAndGet();
        }
    }

    long delivered() {
        return delivered.get();
    }

    long failed() {
        return failed.get();
    }

    private void run() {
        try {
            while (stopped.getCount() > 0 || !waiting.isEmpty()) {
                String json = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (json != null) {
                    busy = true;
                    (deliver(json) ? delivered : failed).incrementAndGet();
                    busy = false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean deliver(String json) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(TIMEOUT)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json));
        if (key.length > 0) {
            request.header("X-Venturi-Signature", "sha256=" + signature(json));
        }
        long pauseMs = firstPauseMs;
        for (int attempt = 1; ; attempt++, pauseMs *= 2) {
            try {
                int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
                if (status < 500 && status != TOO_MANY_REQUESTS) {
                    return status / 100 == 2; // what it refuses now it will refuse again
                }
            } catch (IOException e) {
                // perhaps later
            }
            if (attempt == ATTEMPTS) {
                return false;
            }
            stopped.await(pauseMs, TimeUnit.MILLISECONDS);
        }
    }

    private String signature(String json) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(json.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    /** Deliver what waits, for at most some seconds. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(TIMEOUT.toMillis());
            if (thread.isAlive()) {
                failed.addAndGet(waiting.size() + (busy ? 1 : 0));
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }
}
