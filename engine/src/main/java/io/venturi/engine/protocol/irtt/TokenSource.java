package io.venturi.engine.protocol.irtt;

import io.venturi.engine.annotation.HotPath;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Session tokens that nobody can guess, drawn in bulk and ahead. Never 0.
 *
 * <p>Owned by one thread.
 */
final class TokenSource {
    private static final int STOCK = 256;

    private final SecureRandom random;
    private final byte[] bytes = new byte[STOCK * Long.BYTES];
    private final ByteBuffer stock = ByteBuffer.wrap(bytes);

    TokenSource(SecureRandom random) {
        this.random = random;
        draw();
    }

    /** A new token; draws only if more were taken than {@link #replenish} was called for. */
    @HotPath
    long next() {
        long token;
        do {
            if (!stock.hasRemaining()) {
                draw();
            }
            token = stock.getLong();
        } while (token == 0);
        return token;
    }

    /** Draw new tokens if half of them are gone; to be called when there is time. */
    void replenish() {
        if (stock.remaining() < bytes.length / 2) {
            draw();
        }
    }

    private void draw() {
        random.nextBytes(bytes);
        stock.clear();
    }
}
