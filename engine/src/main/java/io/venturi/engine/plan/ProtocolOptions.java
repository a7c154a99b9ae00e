package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The options of a throughput protocol with their values, checked, the defaults filled in. Immutable. */
public final class ProtocolOptions {
    private final Map<String, String> values;

    private ProtocolOptions(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Check what was given.
     *
     * @throws ConfigException if an option is not known or its value is none
     */
    public static ProtocolOptions of(ProtocolDescription protocol, Map<String, String> given) {
        Map<String, String> values = new LinkedHashMap<>();
        protocol.allOptions().forEach(option -> values.put(option.name(),
                option.check(protocol.name(), given.getOrDefault(option.name(), option.initial()))));
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw new ConfigException("Protocol " + protocol.name() + " has no option '" + name + "'. It has "
                        + protocol.allOptions().stream().map(ProtocolOption::name).collect(Collectors.joining(", "))
                        + ".");
            }
        }
        return new ProtocolOptions(values);
    }

    /** The value of an integer option. */
    public long integer(String name) {
        return Long.parseLong(value(name));
    }

    /** The value of a flag. */
    public boolean flag(String name) {
        return value(name).equals("yes");
    }

    /** The value of a choice. */
    public String choice(String name) {
        return value(name);
    }

    private String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("option '" + name + "' was not declared");
        }
        return value;
    }

    /** All, by name, in the order of declaration. */
    public Map<String, String> all() {
        return Collections.unmodifiableMap(values);
    }
}
