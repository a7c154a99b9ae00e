package io.venturi.engine.protocol.irtt;

import io.venturi.engine.plan.Durations;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server made of the parameters a client asked for: restrictions, which a client may accept, and changes that no
 * server may make.
 *
 * @param restrictions what the server reduced, a clause each
 * @param violation    the first change that is against the protocol, or empty
 */
public record IrttNegotiation(List<String> restrictions, String violation) {
    private static final long SECOND_NS = 1_000_000_000L;

    public IrttNegotiation {
        restrictions = List.copyOf(restrictions);
    }

    /** Compare what was asked with what was granted. */
    public static IrttNegotiation compare(IrttParams asked, IrttParams granted) {
        Comparison comparison = new Comparison(asked, granted);
        comparison.version();
        comparison.duration();
        comparison.interval();
        comparison.length();
        comparison.rest();
        return new IrttNegotiation(comparison.restrictions, comparison.violation);
    }

    /** Why these parameters cannot be used, or empty. */
    String refusal(boolean acceptRestrictions) {
        return violation.isEmpty() && !acceptRestrictions && !restrictions.isEmpty()
                ? restrictions.getFirst()
                : violation;
    }

    private static final class Comparison {
        private final IrttParams asked;
        private final IrttParams granted;
        private final List<String> restrictions = new ArrayList<>();
        private String violation = "";

        Comparison(IrttParams asked, IrttParams granted) {
            this.asked = asked;
            this.granted = granted;
        }

        private void violated(String what) {
            if (violation.isEmpty()) {
                violation = what;
            }
        }

        void version() {
            if (granted.version() != IrttParams.VERSION) {
                violated("client version %d != server version %d".formatted(IrttParams.VERSION, granted.version()));
            }
        }

        void duration() {
            String change = "duration from %s to %s".formatted(Durations.format(asked.durationNs()),
                    Durations.format(granted.durationNs()));
            if (granted.durationNs() < asked.durationNs()) {
                restrictions.add("server reduced " + change);
            } else if (granted.durationNs() > asked.durationNs()) {
                violated("server tried to change " + change);
            }
            if (granted.durationNs() <= 0) {
                violated("server granted no duration");
            }
        }

        void interval() {
            String from = Durations.format(asked.intervalNs());
            String to = Durations.format(granted.intervalNs());
            if (granted.intervalNs() <= 0) {
                violated("server granted no interval");
            } else if (granted.intervalNs() > asked.intervalNs()) {
                restrictions.add("server increased interval from %s to %s".formatted(from, to));
            } else if (granted.intervalNs() < asked.intervalNs() && granted.intervalNs() < SECOND_NS) {
                violated("server tried to reduce interval to < 1s, from %s to %s".formatted(from, to));
            } else if (granted.intervalNs() < asked.intervalNs()) {
                restrictions.add("server reduced interval from %s to %s to avoid %s timeout".formatted(from, to,
                        Durations.format(granted.intervalNs() * 4)));
            }
        }

        void length() {
            if (granted.length() < asked.length()) {
                restrictions.add("server reduced length from %d to %d".formatted(asked.length(), granted.length()));
            } else if (granted.length() > asked.length()) {
                violated("server tried to increase length from %d to %d".formatted(asked.length(), granted.length()));
            }
        }

        void rest() {
            if (granted.stampAt() != asked.stampAt()) {
                restrictions.add("server restricted timestamps from %s to %s".formatted(lower(asked.stampAt()),
                        lower(granted.stampAt())));
            }
            if (granted.clock() != asked.clock()) {
                restrictions.add("server restricted clocks from %s to %s".formatted(lower(asked.clock()),
                        lower(granted.clock())));
            }
            if (granted.trafficClass() != asked.trafficClass()) {
                restrictions.add("server doesn't support DSCP");
            }
            if (!granted.serverFill().equals(asked.serverFill())) {
                restrictions.add("server restricted fill from %s to %s".formatted(asked.serverFill(),
                        granted.serverFill()));
            }
        }

        private static String lower(Enum<?> value) {
            return value.name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
