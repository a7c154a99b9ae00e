package io.venturi.engine.error;

/**
 * Something the user must be told: the message names what failed, where, and what to try. Each subtype has its own
 * documented exit status.
 */
public abstract sealed class VenturiException extends RuntimeException
        permits ConfigException, NativeException, HostException, PeerException {

    VenturiException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Process exit status for this kind of failure, 2..4. */
    public abstract int exitCode();
}
