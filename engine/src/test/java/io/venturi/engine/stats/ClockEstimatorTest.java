package io.venturi.engine.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.ClockRelation.Piece;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** In virtual time, with a known truth: what the peer's clock shows is a function of ours. */
class ClockEstimatorTest {
    private static final long S = 1_000_000_000L;
    private static final long START = 77 * S;

    /** A path: least delay of each direction and the mean of what queues add. */
    private record Path(long forwardNs, long reverseNs, double queueNs) {}

    /** The peer's clock less ours. */
    private interface Truth extends LongUnaryOperator {}

    private static ClockEstimator run(Random random, Truth truth, Path path, long durationNs, long intervalNs) {
        ClockEstimator estimator = new ClockEstimator(Math.clamp(durationNs / 16, 10_000_000, S));
        for (long sent = START; sent < START + durationNs; sent += intervalNs) {
            long arrived = sent + path.forwardNs + queue(random, path);
            long left = arrived + 20_000;
            long received = left + path.reverseNs + queue(random, path);
            if (random.nextInt(100) >= 5) { // else it is lost
                estimator.add(sent, arrived + truth.applyAsLong(arrived), left + truth.applyAsLong(left), received);
            }
        }
        return estimator;
    }

    private static long queue(Random random, Path path) {
        return Math.round(-Math.log(1 - random.nextDouble()) * path.queueNs);
    }

    /** The greatest error over the greatest bound at many times of all pieces; above 1 the bounds are wrong. */
    private static double worst(List<Piece> pieces, Truth truth) {
        double worst = 0;
        for (Piece piece : pieces) {
            for (int i = 0; i <= 50; i++) {
                long at = piece.fromNs() + (piece.toNs() - piece.fromNs()) * i / 50;
                double error = Math.abs(piece.offsetNs(at) - truth.applyAsLong(at));
                worst = Math.max(worst, error / piece.boundNs(at));
            }
        }
        return worst;
    }

    @Test
    void shouldBoundTheTruthInAtLeast95Of100Runs() {
        int bounded = 0;
        double squares = 0;
        for (int run = 0; run < 100; run++) {
            Random random = new Random(run);
            double skew = random.nextDouble(-200e-6, 200e-6);
            long offset = random.nextLong(-1_000_000 * S, 1_000_000 * S);
            long base = random.nextLong(20_000, 5_000_000);
            Truth truth = t -> offset + Math.round(skew * (t - START));
            ClockEstimator estimator = run(random, truth, new Path(base, base, random.nextDouble(1_000, base)),
                    10 * S, random.nextLong(5, 50) * 1_000_000);
            List<Piece> pieces = estimator.finish();

            assertEquals(1, pieces.size(), "run " + run);
            assertEquals(0, estimator.steps(), "run " + run);
            bounded += worst(pieces, truth) <= 1 ? 1 : 0;
            double error = pieces.getFirst().offsetNs(pieces.getFirst().atNs())
                    - truth.applyAsLong(pieces.getFirst().atNs());
            squares += error * error / base / base;
            assertEquals(skew, pieces.getFirst().skew(), base / 1e9, "run " + run);
        }
        assertTrue(bounded >= 95, "bounds held the truth in " + bounded + " of 100 runs");
        double relative = Math.sqrt(squares / 100);
        assertTrue(relative < 0.05, "without asymmetry the error was " + relative + " of the delay");
    }

    @Test
    void shouldBoundTheTruthOfAnAsymmetricPath() {
        for (int run = 0; run < 20; run++) {
            Random random = new Random(1_000 + run);
            Truth truth = t -> -5 * S + Math.round(30e-6 * (t - START));
            List<Piece> pieces = run(random, truth, new Path(100_000, 2_900_000, 50_000), 10 * S, 10_000_000).finish();

            assertTrue(worst(pieces, truth) <= 1, "run " + run);
            assertEquals(1_500_000, pieces.getFirst().boundNs(pieces.getFirst().atNs()), 60_000);
        }
    }

    @Test
    void shouldFollowARateThatChangesInPieces() {
        Truth truth = t -> {
            double x = t - START;
            return Math.round(10e-6 * x + 0.5 * 0.02e-6 / 1e9 * x * x); // 0.02 ppm faster every second
        };
        List<Piece> pieces = run(new Random(5), truth, new Path(200_000, 200_000, 20_000), 300 * S, 20_000_000)
                .finish();

        assertEquals(10, pieces.size());
        assertTrue(worst(pieces, truth) <= 1);
        assertTrue(pieces.stream().allMatch(piece -> piece.boundNs(piece.toNs()) < 250_000), pieces.toString());
    }

    @Test
    void shouldCutWhereAClockIsSet() {
        for (long stepNs : new long[] {-37 * S, -2_000_000, 300_000, 50_000_000}) {
            Truth truth = t -> Math.round(20e-6 * (t - START)) + (t > START + 7 * S + S / 3 ? stepNs : 0);
            ClockEstimator estimator =
                    run(new Random(6), truth, new Path(200_000, 200_000, 30_000), 16 * S, 10_000_000);
            List<Piece> pieces = estimator.finish();

            assertEquals(1, estimator.steps(), "step " + stepNs);
            assertEquals(2, pieces.size(), "step " + stepNs);
            assertTrue(worst(pieces, truth) <= 1, "step " + stepNs + ": " + worst(pieces, truth));
        }
    }

    @Test
    void shouldNotTakeAChangeOfRouteForAStep() {
        Truth truth = t -> Math.round(-40e-6 * (t - START));
        ClockEstimator estimator = new ClockEstimator(S);
        Random random = new Random(8);
        for (long sent = START; sent < START + 20 * S; sent += 10_000_000) {
            Path path = new Path(sent > START + 9 * S ? 3_000_000 : 200_000, 200_000, 20_000);
            long arrived = sent + path.forwardNs + queue(random, path);
            estimator.add(sent, arrived + truth.applyAsLong(arrived), arrived + truth.applyAsLong(arrived),
                    arrived + path.reverseNs + queue(random, path));
        }
        List<Piece> pieces = estimator.finish();

        assertEquals(0, estimator.steps());
        assertTrue(worst(pieces, truth) <= 1);
    }

    @Test
    void shouldNotBelieveWildStamps() {
        Truth truth = t -> 3 * S + Math.round(5e-6 * (t - START));
        ClockEstimator estimator = new ClockEstimator(S);
        Random random = new Random(9);
        Path path = new Path(200_000, 200_000, 20_000);
        int i = 0;
        for (long sent = START; sent < START + 20 * S; sent += 10_000_000) {
            long arrived = sent + path.forwardNs + queue(random, path);
            long received = arrived + path.reverseNs + queue(random, path);
            i++;
            long wrong = i == 777 ? -9_000_000 : i == 1_234 ? 70_000_000 : 0;
            estimator.add(sent, arrived + truth.applyAsLong(arrived) + wrong,
                    arrived + truth.applyAsLong(arrived) + wrong, received);
        }
        List<Piece> pieces = estimator.finish();

        assertTrue(estimator.dropped() >= 2, "dropped " + estimator.dropped());
        assertEquals(0, estimator.steps());
        assertTrue(worst(pieces, truth) <= 1);
        assertTrue(pieces.getFirst().boundNs(pieces.getFirst().atNs()) < 230_000, pieces.toString());
    }

    @Test
    void shouldGiveNothingOfTooFewRoundTrips() {
        ClockEstimator estimator = new ClockEstimator(S);
        for (int i = 0; i < 5; i++) {
            estimator.add(START + i, START + 50, START + 60, START + 100 + i);
        }

        assertEquals(List.of(), estimator.finish());
        assertEquals(List.of(), new ClockEstimator(S).finish());
    }

    @Test
    void shouldBeTheSameEveryTime() {
        Truth truth = t -> Math.round(5e-6 * (t - START));
        ClockEstimator a = run(new Random(10), truth, new Path(100_000, 100_000, 50_000), 20 * S, 10_000_000);
        ClockEstimator b = run(new Random(10), truth, new Path(100_000, 100_000, 50_000), 20 * S, 10_000_000);

        assertEquals(a.finish(), b.finish());
        assertEquals(a.statisticalNs(), b.statisticalNs());
        assertTrue(a.statisticalNs() > 0 && a.statisticalNs() < 10_000, "statistical " + a.statisticalNs());
    }
}
