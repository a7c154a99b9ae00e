package io.venturi.engine.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The protocol that carries a test of {@link ThroughputProtocol#OTHER}.
 *
 * @param name    of the protocol, such as {@code kcp}; empty if there is none
 * @param options all of them by name, the defaults filled in, in the order of their declaration
 */
public record ThroughputExtension(String name, Map<String, String> options) {
    /** TCP or UDP carries the data. */
    public static final ThroughputExtension NONE = new ThroughputExtension("", Map.of());

    public ThroughputExtension {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    public boolean isNone() {
        return name.isEmpty();
    }
}
