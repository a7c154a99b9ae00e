package io.venturi.engine.host;

import io.venturi.engine.error.ConfigException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A precision to ask of a host: at most one probe in a hundred may be further off because of it. */
public enum Target {
    US_1("1us", 1_000),
    US_10("10us", 10_000),
    US_100("100us", 100_000),
    MS_1("1ms", 1_000_000);

    private final String label;
    private final long ns;

    Target(String label, long ns) {
        this.label = label;
        this.ns = ns;
    }

    /** As on the command line, such as {@code 10us}. */
    public String label() {
        return label;
    }

    public long ns() {
        return ns;
    }

    /**
     * By its label.
     *
     * @throws ConfigException if there is none with this label
     */
    public static Target parse(String label) {
        return Arrays.stream(values()).filter(target -> target.label.equals(label)).findFirst()
                .orElseThrow(() -> new ConfigException("\"" + label + "\" is no target: give one of "
                        + Arrays.stream(values()).map(Target::label).collect(Collectors.joining(", ")) + "."));
    }
}
