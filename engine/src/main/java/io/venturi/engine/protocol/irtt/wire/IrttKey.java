package io.venturi.engine.protocol.irtt.wire;

import io.venturi.engine.error.ConfigException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The secret that client and server share, or none. Immutable; never prints itself. */
public final class IrttKey {
    /** No key: messages carry no tag. */
    public static final IrttKey NONE = new IrttKey(new byte[0]);

    private static final String HEX_PREFIX = "0x";

    private final byte[] secret;

    private IrttKey(byte[] secret) {
        this.secret = secret;
    }

    /**
     * A key as users write it: hex digits after a lower-case {@code 0x}, else the text itself in UTF-8; empty is none.
     *
     * @throws ConfigException if what follows {@code 0x} is not an even number of hex digits
     */
    public static IrttKey parse(String text) {
        if (!text.startsWith(HEX_PREFIX)) {
            return of(text.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return of(HexFormat.of().parseHex(text, HEX_PREFIX.length(), text.length()));
        } catch (IllegalArgumentException _) { // its message would show the key
            throw new ConfigException("HMAC key begins with 0x but is not an even number of hex digits");
        }
    }

    /** True if messages carry a tag. */
    public boolean isPresent() {
        return secret.length > 0;
    }

    /** The secret itself; not to be written to. */
    byte[] secret() {
        return secret;
    }

    @Override
    public String toString() {
        return isPresent() ? "IrttKey[hidden]" : "IrttKey[none]";
    }

    /** A key as bytes; none of them is no key. */
    public static IrttKey of(byte[] secret) {
        return secret.length == 0 ? NONE : new IrttKey(secret);
    }
}
