package io.venturi.engine.protocol.udpst;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.CapacityTally.Variation;
import io.venturi.engine.protocol.udpst.wire.Pdu;

/** Least, greatest and sum of delays of some time, ns. Mutable and reused; lane thread only. */
final class DelaySpan {
    private long least;
    private long greatest;
    private long sum;
    private long count;

    @HotPath
    void add(long ns) {
        least = count == 0 ? ns : Math.min(least, ns);
        greatest = count == 0 ? ns : Math.max(greatest, ns);
        sum += ns;
        count++;
    }

    void clear() {
        least = 0;
        greatest = 0;
        sum = 0;
        count = 0;
    }

    /** For the wire: ms, or {@link Pdu#NONE}. */
    long leastMs() {
        return count == 0 ? Pdu.NONE : Millis.of(least);
    }

    long greatestMs() {
        return Millis.of(greatest);
    }

    long sumMs() {
        return Millis.of(sum);
    }

    long count() {
        return count;
    }

    Variation variation() {
        return Variation.of(count, least, greatest, sum);
    }
}
