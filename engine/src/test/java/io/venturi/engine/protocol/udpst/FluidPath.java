package io.venturi.engine.protocol.udpst;

import io.venturi.engine.protocol.udpst.wire.Pdu;
import io.venturi.engine.protocol.udpst.wire.RateTable;
import io.venturi.engine.protocol.udpst.wire.SearchAlgorithm;
import io.venturi.engine.protocol.udpst.wire.SendingRate;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * A test over a path whose load flows like water, one step per trial interval: a bottleneck with a buffer, a round trip
 * without load, loss. The search is the real one; datagrams there are none, which is what makes 100 Gbit/s affordable.
 */
final class FluidPath {
    private static final double TRIAL_S = 0.05;
    private static final int TRIALS = 200;
    private static final int TRIALS_PER_INTERVAL = 20;
    private static final int IP_UDP_BYTES = 28;

    /**
     * @param mbps      of the bottleneck, IP packets
     * @param bufferMs  of the bottleneck, at its rate
     * @param rttMs     without load
     * @param loss      share of the datagrams that is lost whatever the load
     * @param bursty    all of a trial interval's in one of ten intervals
     */
    record Path(double mbps, double bufferMs, double rttMs, double loss, boolean bursty) {
    }

    private FluidPath() {
    }

    /** What a test of 10 s reports as the maximum, Mbit/s. */
    static double maximumMbps(Path path, SearchAlgorithm algorithm) {
        RateTable table = RateTable.of(true, false);
        RateSearch search = new RateSearch(new TestParameters(false, 30, 90, 50, 10, 1000, 0,
                TestParameters.AUTOMATIC, false, false, 10, 3, 10, true, false, algorithm, 0, 0));
        SplittableRandom random = new SplittableRandom(1);
        Deque<Integer> onItsWay = new ArrayDeque<>(); // rows chosen, not yet at work
        double queueBits = 0;
        double best = 0;
        double sum = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            int delay = (int) Math.ceil((path.rttMs() / 1000 + queueBits / (path.mbps() * 1e6)) / TRIAL_S);
            onItsWay.addLast(search.row());
            SendingRate rate = table.row(onItsWay.size() > delay ? onItsWay.removeFirst() : onItsWay.getFirst());
            while (onItsWay.size() > delay + 1) {
                onItsWay.removeFirst();
            }
            double offered = rate.mbps() * 1e6 * TRIAL_S;
            double lost = offered * lossNow(path, random);
            double room = path.mbps() * 1e6 * path.bufferMs() / 1000;
            double served = Math.min(queueBits + offered - lost, path.mbps() * 1e6 * TRIAL_S);
            double queue = queueBits + offered - lost - served;
            double overflow = Math.max(0, queue - room);
            queueBits = queue - overflow;
            TrialBlock block = new TrialBlock();
            int bits = 8 * (Math.max(100, rate.largestPayload()) + IP_UDP_BYTES);
            block.lost = Math.round((lost + overflow) / bits);
            block.datagrams = Math.round(served / bits);
            block.rttVariation = trial == 0 ? Pdu.NONE : Math.round(1000 * queueBits / (path.mbps() * 1e6));
            search.adjust(block, 0);
            sum += served;
            if (trial % TRIALS_PER_INTERVAL == TRIALS_PER_INTERVAL - 1) {
                best = Math.max(best, sum / 1e6 / (TRIALS_PER_INTERVAL * TRIAL_S));
                sum = 0;
            }
        }
        return best;
    }

    private static double lossNow(Path path, SplittableRandom random) {
        if (!path.bursty()) {
            return path.loss();
        }
        return random.nextInt(10) == 0 ? Math.min(1, path.loss() * 10) : 0;
    }
}
