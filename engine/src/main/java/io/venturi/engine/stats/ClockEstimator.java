package io.venturi.engine.stats;

import io.venturi.engine.metric.ClockRelation.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Estimates how two clocks differ over a test, from the stamps of its round trips: {@link ClockCorridor}s over pieces
 * of up to {@value #WINDOW_S} s, cut where a clock was set, without points that contradict their neighbours.
 *
 * <p>Leaving points out only widens the corridor, so the bounds stay true. Thread: one. Memory grows by some hundred
 * bytes per block, not per probe.
 */
final class ClockEstimator {
    /** Rates of clocks do not differ by more: 500 ppm is the most the kernel corrects, each. */
    static final double MOST_SKEW = 1_000e-6;
    static final int WINDOW_S = 30;
    private static final double WINDOW_NS = WINDOW_S * 1e9;
    private static final int LEAST_BLOCKS = 4;
    private static final int LEAST_POINTS = 8;
    /** Blocks on either side of a step that are compared. */
    private static final int STEP_REACH = 3;
    private static final double STEP_SPREADS = 8;
    private static final double OUTLIER_SPREADS = 5;
    /** Clocks that are read, not the path, make differences below this, ns. */
    private static final double GRAIN_NS = 1_000;
    private static final int DRAWS = 200;
    private static final long SEED = 0x5EED_C10C;

    private final double blockNs;
    private final List<ClockBlock> blocks = new ArrayList<>();
    private ClockBlock block = new ClockBlock();
    private long originNs;
    private long valueOriginNs;
    private long points;
    private long dropped;
    private int steps;
    private double statisticalNs;

    /** @param blockNs length of the blocks that the bootstrap draws; some tens of them are wanted */
    ClockEstimator(double blockNs) {
        this.blockNs = blockNs;
    }

    /**
     * A round trip, in order of sending.
     *
     * @param sentNs         on our clock
     * @param peerReceivedNs on the peer's clock
     * @param peerSentNs     on the peer's clock
     * @param receivedNs     on our clock
     */
    void add(long sentNs, long peerReceivedNs, long peerSentNs, long receivedNs) {
        if (points == 0) {
            originNs = sentNs;
            valueOriginNs = peerReceivedNs - sentNs;
        }
        double sent = sentNs - originNs;
        if (block.count() > 0 && sent >= block.from() + blockNs) {
            closeBlock();
        }
        points++;
        block.add(sent, peerReceivedNs - sentNs - valueOriginNs, receivedNs - originNs,
                peerSentNs - receivedNs - valueOriginNs);
    }

    private void closeBlock() {
        blocks.add(block.close());
        block = new ClockBlock();
    }

    /** The pieces, in order of time; none where the data does not allow an estimate. Once only. */
    List<Piece> finish() {
        if (block.count() > 0) {
            closeBlock();
        }
        List<Piece> pieces = new ArrayList<>();
        for (List<ClockBlock> stretch : betweenSteps()) {
            int windows = Math.max(1, (int) Math.round((stretch.getLast().to() - stretch.getFirst().from())
                    / WINDOW_NS));
            for (int i = 0; i < windows; i++) {
                int from = (int) ((long) stretch.size() * i / windows);
                int to = (int) ((long) stretch.size() * (i + 1) / windows);
                estimate(stretch.subList(from, to), pieces);
            }
        }
        return pieces;
    }

    /** Round trips so far. */
    long points() {
        return points;
    }

    /** Points left out because they contradict their neighbours. */
    long dropped() {
        return dropped;
    }

    /** Times a clock was set. */
    int steps() {
        return steps;
    }

    /** Standard deviation of the estimate in the middle of the piece where it is greatest, ns. */
    double statisticalNs() {
        return statisticalNs;
    }

    /** Both edges of the corridor move alike, at once and for good, only if a clock is set: cut there. */
    private List<List<ClockBlock>> betweenSteps() {
        List<List<ClockBlock>> stretches = new ArrayList<>();
        int from = 0;
        if (blocks.size() >= 2 * STEP_REACH) {
            double slope = slope(blocks);
            double[] ceilings = blocks.stream().mapToDouble(b -> b.ceiling(slope)).toArray();
            double[] floors = blocks.stream().mapToDouble(b -> b.floor(slope)).toArray();
            double[] jumps = jumps(ceilings, floors);
            for (int i = 1; i + 1 < jumps.length; i++) {
                if (jumps[i] > 0 && isGreatest(jumps, i) && i > from) {
                    stretches.add(blocks.subList(from, i));
                    from = i + 1; // the block in which it happened belongs to neither
                    steps++;
                }
            }
        }
        if (from < blocks.size()) {
            stretches.add(blocks.subList(from, blocks.size()));
        }
        return stretches;
    }

    /** How far both edges jump around each block; 0 where they do not, or not both. */
    private static double[] jumps(double[] ceilings, double[] floors) {
        double noiseUp = STEP_SPREADS * Robust.stepSpread(ceilings) + GRAIN_NS;
        double noiseDown = STEP_SPREADS * Robust.stepSpread(floors) + GRAIN_NS;
        double[] jumps = new double[ceilings.length];
        for (int i = 1; i + 1 < jumps.length; i++) {
            double up = Robust.median(ceilings, i + 1, i + 1 + STEP_REACH)
                    - Robust.median(ceilings, i - STEP_REACH, i);
            double down = Robust.median(floors, i + 1, i + 1 + STEP_REACH) - Robust.median(floors, i - STEP_REACH, i);
            boolean alike = up * down > 0 && Math.abs(up - down) <= Math.max(Math.abs(up), Math.abs(down)) / 2;
            jumps[i] = alike && Math.abs(up) > noiseUp && Math.abs(down) > noiseDown
                    ? Math.min(Math.abs(up), Math.abs(down)) : 0;
        }
        return jumps;
    }

    /** The middle of the blocks around a step that see it best. */
    private static boolean isGreatest(double[] jumps, int i) {
        for (int k = Math.max(0, i - STEP_REACH); k <= Math.min(jumps.length - 1, i + STEP_REACH); k++) {
            boolean asGood = jumps[k] >= jumps[i] * 0.9;
            boolean nearer = Math.abs(k - centre(jumps, i)) < Math.abs(i - centre(jumps, i));
            if (asGood && nearer) {
                return false;
            }
        }
        return true;
    }

    /** Centre of the run of jumps around {@code i}. */
    private static double centre(double[] jumps, int i) {
        int from = i;
        while (from > 0 && jumps[from - 1] > 0) {
            from--;
        }
        int to = i;
        while (to + 1 < jumps.length && jumps[to + 1] > 0) {
            to++;
        }
        return (from + to) / 2;
    }

    private static double slope(List<ClockBlock> of) {
        double[] times = of.stream().mapToDouble(ClockBlock::middle).toArray();
        double[] middles = of.stream().mapToDouble(b -> (b.ceiling(0) + b.floor(0)) / 2).toArray();
        return Math.clamp(Robust.slope(times, middles), -MOST_SKEW, MOST_SKEW);
    }

    /** Add the pieces of a stretch without steps: one, or those of its halves if no straight line fits. */
    private void estimate(List<ClockBlock> of, List<Piece> to) {
        if (of.stream().mapToInt(ClockBlock::count).sum() < LEAST_POINTS) {
            return;
        }
        List<ClockBlock> sound = withoutOutliers(of);
        ClockCorridor corridor = corridor(sound);
        if (corridor == null || !corridor.isOpen()) {
            if (of.size() >= 2 * LEAST_BLOCKS) {
                estimate(of.subList(0, of.size() / 2), to);
                estimate(of.subList(of.size() / 2, of.size()), to);
            }
            return;
        }
        double from = of.getFirst().from();
        double end = of.stream().mapToDouble(ClockBlock::to).max().orElseThrow();
        double at = (from + end) / 2;
        double bend = bend(sound, end - from);
        long fromNs = originNs + Math.round(from);
        fromNs = to.isEmpty() ? fromNs : Math.max(fromNs, to.getLast().toNs() + 1);
        to.add(new Piece(fromNs, originNs + Math.round(end), originNs + Math.round(at),
                valueOriginNs + Math.round(corridor.offset(at)), corridor.slope(), corridor.halfWidth(from),
                corridor.halfWidth(at), corridor.halfWidth(end), bend));
        statisticalNs = Math.max(statisticalNs, bootstrap(sound, at));
    }

    /** Null without points of both directions. */
    private static ClockCorridor corridor(List<ClockBlock> of) {
        Points forward = new Points();
        Points negatedReverse = new Points();
        for (ClockBlock one : of) {
            forward.addAll(one.forward());
            negatedReverse.addAll(one.negatedReverse());
        }
        return forward.size() == 0 || negatedReverse.size() == 0 ? null
                : new ClockCorridor(forward.sort(), negatedReverse.sort(), MOST_SKEW);
    }

    /** Points far below what the blocks around them have as their least are wrong stamps, or a clock being set. */
    private List<ClockBlock> withoutOutliers(List<ClockBlock> of) {
        if (of.size() < LEAST_BLOCKS) {
            return of;
        }
        double slope = slope(of);
        double[] ceilings = of.stream().mapToDouble(b -> b.ceiling(slope)).toArray();
        double[] negatedFloors = of.stream().mapToDouble(b -> -b.floor(slope)).toArray();
        double depth = OUTLIER_SPREADS * Robust.stepSpread(ceilings) + GRAIN_NS;
        double negatedDepth = OUTLIER_SPREADS * Robust.stepSpread(negatedFloors) + GRAIN_NS;
        List<ClockBlock> sound = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            double ceiling = Robust.median(ceilings, i - 2, i + 3);
            double negatedFloor = Robust.median(negatedFloors, i - 2, i + 3);
            ClockBlock kept = new ClockBlock();
            dropped += ClockBlock.addAbove(of.get(i).forward(), slope, ceiling - depth, kept.forward());
            dropped += ClockBlock.addAbove(of.get(i).negatedReverse(), -slope, negatedFloor - negatedDepth,
                    kept.negatedReverse());
            sound.add(kept);
        }
        return sound;
    }

    /** A rate that changes steadily bends the line by this much off a straight one, by the rates of the halves. */
    private static double bend(List<ClockBlock> of, double lengthNs) {
        if (of.size() < 2 * LEAST_BLOCKS) {
            return 0;
        }
        ClockCorridor first = corridor(of.subList(0, of.size() / 2));
        ClockCorridor second = corridor(of.subList(of.size() / 2, of.size()));
        return first == null || second == null ? 0 : Math.abs(first.slope() - second.slope()) * lengthNs / 8;
    }

    /** Standard deviation of the estimate over draws of as many blocks as there are, with replacement. */
    private static double bootstrap(List<ClockBlock> of, double at) {
        if (of.size() < LEAST_BLOCKS) {
            return 0;
        }
        Random random = new Random(SEED);
        double[] drawn = new double[DRAWS];
        int n = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] chosen = random.ints(of.size(), 0, of.size()).sorted().distinct().toArray();
            ClockCorridor corridor = corridor(Arrays.stream(chosen).mapToObj(of::get).toList());
            if (corridor != null) {
                drawn[n++] = corridor.offset(at);
            }
        }
        double mean = Arrays.stream(drawn, 0, n).average().orElse(0);
        return n < 2 ? 0 : Math.sqrt(Arrays.stream(drawn, 0, n).map(x -> (x - mean) * (x - mean)).sum() / (n - 1));
    }
}
