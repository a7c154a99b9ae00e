package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;

/**
 * Whether and how latency is measured before and during the load of a capacity test: small probes, evenly spaced, to a
 * round-trip server (IRTT) on the first of its hosts.
 *
 * @param mode       whether
 * @param port       of that server
 * @param intervalNs between probes
 * @param idleNs     how long before the load
 * @param key        shared with that server, empty for none, or for the one of the load if that has one
 */
public record LatencyPlan(Mode mode, int port, long intervalNs, long idleNs, byte[] key) {
    /** Where {@code venturi serve} listens for round-trip tests unless told otherwise. */
    public static final int DEFAULT_PORT = 2_112;
    /** 50 probes a second, 150 of them before the load. */
    public static final LatencyPlan DEFAULT = new LatencyPlan(Mode.AUTO, DEFAULT_PORT, 20_000_000, 3_000_000_000L,
            new byte[0]);
    /** Capacity alone. */
    public static final LatencyPlan OFF = new LatencyPlan(Mode.OFF, DEFAULT_PORT, 20_000_000, 3_000_000_000L,
            new byte[0]);

    /** Whether latency is measured. */
    public enum Mode {
        /** If the server answers. */
        AUTO,
        /** It has to answer. */
        ON,
        /** Not at all. */
        OFF
    }

    public LatencyPlan {
        key = key.clone();
        if (port < 1 || port > 65_535) {
            throw new ConfigException("The port of the round-trip server is 1 to 65535, not " + port + ".");
        }
        if (intervalNs < 1_000_000 || intervalNs > 1_000_000_000) {
            throw new ConfigException("Probes beside the load are 1ms to 1s apart, not "
                    + Durations.format(intervalNs) + ".");
        }
        if (idleNs < 0 || idleNs > 60_000_000_000L) {
            throw new ConfigException("The idle time before the load is at most 1m, not " + Durations.format(idleNs)
                    + ".");
        }
    }

    /** The same with another port and mode. */
    public LatencyPlan with(Mode newMode, int newPort) {
        return new LatencyPlan(newMode, newPort, intervalNs, idleNs, key);
    }

    /** The same with this secret. */
    public LatencyPlan with(byte[] newKey) {
        return new LatencyPlan(mode, port, intervalNs, idleNs, newKey);
    }

    @Override
    public byte[] key() {
        return key.clone();
    }
}
