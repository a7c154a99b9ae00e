package io.venturi.engine.protocol.irtt;

import io.venturi.engine.plan.Durations;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a server changed of the parameters that a client asked for, in the order in which clients check them.
 *
 * @param changes empty if everything was granted as asked
 */
public record IrttNegotiation(List<Change> changes) {
    private static final long SECOND_NS = 1_000_000_000L;

    /**
     * One changed parameter.
     *
     * @param what       a clause that tells it
     * @param acceptable a restriction, which a client may accept; else no server may do it
     */
    public record Change(String what, boolean acceptable) {
    }

    public IrttNegotiation {
        changes = List.copyOf(changes);
    }

    /** Compare what was asked with what was granted. Whatever statistics are granted will do. */
    public static IrttNegotiation compare(IrttParams asked, IrttParams granted) {
        Comparison comparison = new Comparison(asked, granted);
        comparison.version();
        comparison.duration();
        comparison.interval();
        comparison.length();
        comparison.rest();
        return new IrttNegotiation(comparison.changes);
    }

    /** What the server reduced, a clause each. */
    public List<String> restrictions() {
        return changes.stream().filter(Change::acceptable).map(Change::what).toList();
    }

    /** Why these parameters cannot be used, or empty: the first change that cannot be accepted. */
    String refusal(boolean acceptRestrictions) {
        return changes.stream().filter(change -> !(change.acceptable() && acceptRestrictions)).map(Change::what)
                .findFirst().orElse("");
    }

    private static final class Comparison {
        private final IrttParams asked;
        private final IrttParams granted;
        private final List<Change> changes = new ArrayList<>();

        Comparison(IrttParams asked, IrttParams granted) {
            this.asked = asked;
            this.granted = granted;
        }

        private void restricted(String what, Object... values) {
            changes.add(new Change(what.formatted(values), true));
        }

        private void violated(String what, Object... values) {
            changes.add(new Change(what.formatted(values), false));
        }

        void version() {
            if (granted.version() != IrttParams.VERSION) {
                violated("client version %d != server version %d", IrttParams.VERSION, granted.version());
            }
        }

        void duration() {
            String from = Durations.format(asked.durationNs());
            String to = Durations.format(granted.durationNs());
            if (granted.durationNs() > asked.durationNs()) {
                violated("server tried to change duration from %s to %s", from, to);
            } else if (granted.durationNs() <= 0) {
                violated("server reduced duration from %s to %s", from, to);
            } else if (granted.durationNs() < asked.durationNs()) {
                restricted("server reduced duration from %s to %s", from, to);
            }
        }

        void interval() {
            String from = Durations.format(asked.intervalNs());
            String to = Durations.format(granted.intervalNs());
            if (granted.intervalNs() > asked.intervalNs()) {
                restricted("server increased interval from %s to %s", from, to);
            } else if (granted.intervalNs() < asked.intervalNs() && granted.intervalNs() < SECOND_NS) {
                violated("server tried to reduce interval to < 1s, from %s to %s", from, to);
            } else if (granted.intervalNs() < asked.intervalNs()) {
                restricted("server reduced interval from %s to %s to avoid %s timeout", from, to,
                        Durations.format(fourTimes(granted.intervalNs())));
            }
        }

        /** A server keeps intervals to a quarter of its timeout. */
        private static long fourTimes(long intervalNs) {
            return intervalNs > Long.MAX_VALUE / 4 ? Long.MAX_VALUE : 4 * intervalNs;
        }

        void length() {
            if (granted.length() < asked.length()) {
                restricted("server reduced length from %d to %d", asked.length(), granted.length());
            } else if (granted.length() > asked.length()) {
                violated("server tried to increase length from %d to %d", asked.length(), granted.length());
            }
        }

        void rest() {
            if (granted.stampAt() != asked.stampAt()) {
                restricted("server restricted timestamps from %s to %s", lower(asked.stampAt()),
                        lower(granted.stampAt()));
            }
            if (granted.clock() != asked.clock()) {
                restricted("server restricted clocks from %s to %s", lower(asked.clock()), lower(granted.clock()));
            }
            if (granted.trafficClass() != asked.trafficClass()) {
                restricted("server doesn't support DSCP");
            }
            if (!granted.serverFill().equals(asked.serverFill())) {
                restricted("server restricted fill from %s to %s", asked.serverFill(), granted.serverFill());
            }
        }

        private static String lower(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT);
        }
    }
}
