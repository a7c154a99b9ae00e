package io.venturi.cli.diff;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's step-down correction: of several tests at once, the chance of any false alarm stays what it is for one. */
final class Holm {

    private Holm() {
    }

    /** Corrected p values, in the same order: 1 at most. */
    static double[] adjust(double[] p) {
        int[] order = IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue).toArray();
        double[] adjusted = new double[p.length];
        double greatest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            greatest = Math.max(greatest, Math.min(1, (p.length - rank) * p[order[rank]]));
            adjusted[order[rank]] = greatest;
        }
        return adjusted;
    }
}
