package io.venturi.cli.config;

/** What a value can come from; the earlier, the more it counts. */
public enum Source {
    COMMAND_LINE("command line"), ENVIRONMENT("environment"), PROFILE("profile"), FILE("file"), DEFAULT("default");

    private final String label;

    Source(String label) {
        this.label = label;
    }

    /** As people and programs read it. */
    public String label() {
        return label;
    }

    /** True if a variable or a file said it. */
    public boolean isConfigured() {
        return this == ENVIRONMENT || this == PROFILE || this == FILE;
    }
}
