package io.venturi.engine.protocol.udpst.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What one side signs control PDUs with, HMAC-SHA256. Immutable; used while connections are set up only, so it may
 * allocate.
 */
public final class PduKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] LABEL = "UDPSTP".getBytes(StandardCharsets.US_ASCII);
    private static final int BITS = 512;

    private final SecretKeySpec key;

    private PduKey(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The shared key itself, as protocol versions before 20 use it. @param shared 1..64 bytes */
    public static PduKey raw(byte[] shared) {
        return new PduKey(shared);
    }

    /**
     * What the client of a connection signs with.
     *
     * @param shared        1..64 bytes
     * @param setupUnixTime authUnixTime of the connection's Setup request
     */
    public static PduKey client(byte[] shared, long setupUnixTime) {
        return derived(shared, setupUnixTime, 1);
    }

    /** What the server of a connection signs with; parameters as for {@link #client}. */
    public static PduKey server(byte[] shared, long setupUnixTime) {
        return derived(shared, setupUnixTime, 2);
    }

    /** One block of the key derivation in counter mode of NIST SP 800-108, section 4.1. */
    private static PduKey derived(byte[] shared, long setupUnixTime, int counter) {
        byte[] context = Long.toString(setupUnixTime).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer input = ByteBuffer.allocate(Integer.BYTES + LABEL.length + 1 + context.length + Integer.BYTES);
        input.putInt(counter).put(LABEL).put((byte) 0).put(context).putInt(BITS);
        return new PduKey(raw(shared).digest(input.array()));
    }

    byte[] digest(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA256", e);
        }
    }

    byte[] bytes() {
        return key.getEncoded();
    }
}
