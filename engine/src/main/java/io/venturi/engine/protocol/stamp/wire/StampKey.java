package io.venturi.engine.protocol.stamp.wire;

/** The secret that both ends were configured with, or none. Immutable; never prints itself. */
public final class StampKey {
    /** No key: unauthenticated mode. */
    public static final StampKey NONE = new StampKey(new byte[0]);

    private final byte[] secret;

    private StampKey(byte[] secret) {
        this.secret = secret;
    }

    /** A key as bytes; none of them is no key. */
    public static StampKey of(byte[] secret) {
        return secret.length == 0 ? NONE : new StampKey(secret.clone());
    }

    /** True if packets are authenticated. */
    public boolean isPresent() {
        return secret.length > 0;
    }

    /** Which packets are spoken with this key, or without one. */
    public StampLayout layout() {
        return isPresent() ? StampLayout.AUTHENTICATED : StampLayout.UNAUTHENTICATED;
    }

    /** The secret itself; not to be written to. */
    byte[] secret() {
        return secret;
    }

    @Override
    public String toString() {
        return isPresent() ? "StampKey[hidden]" : "StampKey[none]";
    }
}
