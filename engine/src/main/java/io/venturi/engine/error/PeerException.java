package io.venturi.engine.error;

/** The other end cannot be found, does not answer, refuses, or offers what was not asked for. Exit status 4. */
public final class PeerException extends VenturiException {

    public PeerException(String message) {
        super(message, null);
    }

    public PeerException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return 4;
    }
}
