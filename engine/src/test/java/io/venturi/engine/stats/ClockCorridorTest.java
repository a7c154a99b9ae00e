package io.venturi.engine.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the definition, tried out with every line through two points. */
class ClockCorridorTest {
    private static final double MOST = 1_000e-6;

    private record Drawn(Points forward, Points negatedReverse) {}

    private static Drawn draw(Random random, int n, double skew, double base) {
        Points forward = new Points();
        Points negatedReverse = new Points();
        for (int i = 0; i < n; i++) {
            double t = i * 1e7 + random.nextInt(1_000);
            double offset = 12_345 + skew * t;
            forward.add(t, offset + base + random.nextInt(50_000));
            negatedReverse.add(t + 1_000, -(offset - base - random.nextInt(50_000)));
        }
        return new Drawn(forward, negatedReverse);
    }

    /** Width of the corridor at a slope, by all points. */
    private static double margin(Drawn drawn, double slope) {
        return least(drawn.forward, slope) + least(drawn.negatedReverse, -slope);
    }

    private static double least(Points points, double slope) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < points.size(); i++) {
            least = Math.min(least, points.y(i) - slope * points.t(i));
        }
        return least;
    }

    /** All slopes of lines through two points of one kind, or one of either kind. */
    private static List<Double> slopes(Drawn drawn) {
        List<Double> slopes = new ArrayList<>(List.of(-MOST, MOST));
        Points all = new Points();
        all.addAll(drawn.forward);
        for (int i = 0; i < drawn.negatedReverse.size(); i++) {
            all.add(drawn.negatedReverse.t(i), -drawn.negatedReverse.y(i));
        }
        for (int i = 0; i < all.size(); i++) {
            for (int k = 0; k < i; k++) {
                double slope = (all.y(i) - all.y(k)) / (all.t(i) - all.t(k));
                if (Math.abs(slope) <= MOST) {
                    slopes.add(slope);
                }
            }
        }
        return slopes;
    }

    @Test
    void shouldFindTheWidestCorridorAndItsBounds() {
        Random random = new Random(1);
        for (int round = 0; round < 60; round++) {
            double skew = random.nextDouble(-200e-6, 200e-6);
            Drawn drawn = draw(random, random.nextInt(3, 40), skew, random.nextInt(0, 30_000));
            List<Double> slopes = slopes(drawn);
            double widest = slopes.stream().mapToDouble(a -> margin(drawn, a)).max().orElseThrow();
            double at = random.nextDouble(-1e7, 5e8);
            double most = slopes.stream().filter(a -> margin(drawn, a) >= -1e-6)
                    .mapToDouble(a -> a * at + least(drawn.forward, a)).max().orElseThrow();
            double least = slopes.stream().filter(a -> margin(drawn, a) >= -1e-6)
                    .mapToDouble(a -> a * at - least(drawn.negatedReverse, -a)).min().orElseThrow();

            ClockCorridor corridor = new ClockCorridor(drawn.forward, drawn.negatedReverse, MOST);

            assertTrue(corridor.isOpen());
            assertEquals(widest, corridor.margin(), 1e-3, "round " + round);
            assertEquals(most, corridor.most(at), 0.5, "round " + round);
            assertEquals(least, corridor.least(at), 0.5, "round " + round);
            assertTrue(corridor.least(at) - 1e-6 <= corridor.offset(at) && corridor.offset(at) <= corridor.most(at)
                    + 1e-6);
            double truth = 12_345 + skew * at;
            assertTrue(corridor.least(at) - 1e-3 <= truth && truth <= corridor.most(at) + 1e-3, "round " + round);
        }
    }

    @Test
    void shouldBeClosedWhereNoLineFits() {
        Points forward = new Points();
        Points negatedReverse = new Points();
        for (int i = 0; i < 20; i++) {
            double offset = i < 10 ? 0 : 5_000;
            forward.add(i * 1e6, offset + 100);
            negatedReverse.add(i * 1e6, -(offset - 100));
        }

        ClockCorridor corridor = new ClockCorridor(forward, negatedReverse, MOST);

        assertFalse(new ClockCorridor(forward, negatedReverse, 100e-6).isOpen());
        assertEquals(corridor.margin() >= 0, corridor.isOpen());
    }

    @Test
    void shouldHaveTheLowestPointsOnItsHull() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            Points points = new Points();
            for (int i = 0; i < random.nextInt(1, 30); i++) {
                points.add(random.nextInt(12), random.nextInt(20));
            }
            Hull hull = Hull.lower(points.sort());
            for (int k = -20; k <= 20; k++) {
                double slope = k / 3.0;
                assertEquals(least(points, slope), hull.min(slope), 1e-9);
            }
            for (int i = 0; i + 2 < hull.size(); i++) {
                assertTrue(hull.slope(i) < hull.slope(i + 1), "convex");
            }
        }
    }
}
