package io.venturi.cli.monitor;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.RttPlan;
import java.util.regex.Pattern;

/**
 * Whom to watch.
 *
 * @param name     of lines, metrics and history, up to 64 letters, digits and {@code . _ : [ ] -}
 * @param host     name or address, with {@code :port} if wanted
 * @param loadHost server of load tests, {@code host[:port]}; the host of the probes on the default port if empty
 * @param key      shared secret, empty for none
 */
public record MonitorTarget(String name, String host, RttPlan.Protocol protocol, String loadHost, byte[] key) {
    private static final Pattern NAME = Pattern.compile("[\\w.:\\[\\]-]{1,64}");
    private static final Pattern PORT = Pattern.compile("^([^:]+|\\[.*]):\\d+$");

    public MonitorTarget {
        if (host.isBlank()) {
            throw new ConfigException("Target " + name + " has no host.");
        }
        if (!NAME.matcher(name).matches()) {
            throw new ConfigException("\"" + name + "\" is no name of a target: up to 64 letters, digits and . _ : [ ]"
                    + " - ; give one as NAME=HOST.");
        }
        key = key.clone();
    }

    /** From {@code [NAME=]HOST[:PORT]}; without a name, the host is its name. */
    public static MonitorTarget parse(String text, RttPlan.Protocol protocol, byte[] key) {
        int equals = text.indexOf('=');
        String host = text.substring(equals + 1);
        return new MonitorTarget(equals < 0 ? host : text.substring(0, equals), host, protocol, "", key);
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    /** Where load tests go. */
    String loadTarget() {
        if (!loadHost.isEmpty()) {
            return loadHost;
        }
        return PORT.matcher(host).matches() ? host.substring(0, host.lastIndexOf(':')) : host;
    }
}
