package io.venturi.engine.error;

/** The request itself makes no sense: a value out of range, two options that contradict each other. Exit status 2. */
public final class ConfigException extends VenturiException {

    public ConfigException(String message) {
        super(message, null);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return 2;
    }
}
