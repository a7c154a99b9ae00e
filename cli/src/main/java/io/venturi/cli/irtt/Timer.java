package io.venturi.cli.irtt;

import io.venturi.engine.plan.RttPlan.Wakeup;
import java.util.Locale;

/**
 * How to wait for the next time to send.
 *
 * @param name as it stands in the JSON
 */
record Timer(String name, Wakeup wakeup) {

    /** {@code simple}, {@code comp}, {@code hybrid[:f]} or {@code busy}. */
    static Timer parse(String text) {
        return switch (text) {
            case "simple" -> new Timer(text, Wakeup.SLEEP);
            case "comp" -> new Timer(text, Wakeup.HYBRID);
            case "busy" -> new Timer(text, Wakeup.BUSY);
            case "hybrid" -> hybrid("0.9");
            default -> {
                if (!text.startsWith("hybrid:")) {
                    throw Refusal.value("NoSuchTimer",
                            "no such timer: " + text + "; there are simple, comp, hybrid:F and busy");
                }
                yield hybrid(text.substring(7));
            }
        };
    }

    private static Timer hybrid(String factor) {
        try {
            double share = Double.parseDouble(factor);
            if (share > 0 && share < 1) {
                return new Timer(String.format(Locale.ROOT, "hybrid:%f", share), Wakeup.HYBRID);
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw Refusal.value("InvalidSleepFactor", "the sleeping share of a hybrid timer is between 0 and 1: " + factor);
    }
}
