package io.venturi.engine.error;

/** This host cannot do what was asked: a file cannot be written, memory is short. Exit status 3. */
public final class HostException extends VenturiException {

    public HostException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return 3;
    }
}
