package io.venturi.engine.api;

import io.venturi.engine.clock.ClockSurvey;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.ClockReport;

/** The clocks of this host. */
public final class HostClocks {
    private static final long MOST_NS = 3_600_000_000_000L;

    private HostClocks() {
    }

    /**
     * Look at all of them; takes a little longer than {@code durationNs}.
     *
     * @param durationNs       over which drifts are measured, above 0, at most an hour
     * @param networkInterface only the hardware clock of this one; empty for all there are
     * @throws io.venturi.engine.error.VenturiException if there is no such interface, or it has no clock
     */
    public static ClockReport survey(long durationNs, String networkInterface) {
        if (durationNs <= 0 || durationNs > MOST_NS) {
            throw new ConfigException("Drifts are measured over a time above 0 and up to 1h.");
        }
        return ClockSurvey.of(durationNs, networkInterface);
    }
}
