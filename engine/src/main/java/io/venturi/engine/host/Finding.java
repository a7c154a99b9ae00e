package io.venturi.engine.host;

import io.venturi.engine.clock.Reading;
import java.util.List;
import java.util.function.Function;

/** What was found about one concern, judged by a target. */
public sealed interface Finding {

    Concern concern();

    /** Nothing here stands in the way of the target. */
    record Good(Concern concern, String found) implements Finding {}

    /**
     * This stands in the way of the target, or may.
     *
     * @param found    what the host is set to
     * @param why      what that does to a measurement
     * @param errorNs  how far off a probe may be because of it, ns, typical; 0 where packets are lost rather than late
     * @param remedies what mends it, best first; may be empty
     */
    record Limits(Concern concern, String found, String why, long errorNs, List<Remedy> remedies) implements Finding {
        public Limits {
            remedies = List.copyOf(remedies);
        }
    }

    /**
     * Cannot be told.
     *
     * @param why such as "not in this kernel" or "permission denied"
     */
    record Unknown(Concern concern, String why) implements Finding {}

    /** What follows from what was read, or that it is unknown, and why. */
    static <T> Finding about(Concern concern, Reading<T> reading, Function<T, Finding> judge) {
        return reading.found().map(judge).orElseGet(() -> new Unknown(concern, reading.why()));
    }
}
