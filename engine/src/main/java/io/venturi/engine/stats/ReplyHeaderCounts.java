package io.venturi.engine.stats;

import io.venturi.engine.metric.Metric.ReplyHeaders;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Counts what the IP headers of first replies carried. Thread: one. {@link #add} allocates nothing. */
final class ReplyHeaderCounts {
    private final long[] byTrafficClass = new long[256];
    private int minHopLimit = 256;
    private int maxHopLimit = -1;

    /** Both 0..255; other values are unknown and not counted. */
    void add(int trafficClass, int hopLimit) {
        if (trafficClass >= 0 && trafficClass < byTrafficClass.length) {
            byTrafficClass[trafficClass]++;
        }
        if (hopLimit >= 0) {
            minHopLimit = Math.min(minHopLimit, hopLimit);
            maxHopLimit = Math.max(maxHopLimit, hopLimit);
        }
    }

    ReplyHeaders headers() {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int i = 0; i < byTrafficClass.length; i++) {
            if (byTrafficClass[i] > 0) {
                counts.put(i, byTrafficClass[i]);
            }
        }
        return new ReplyHeaders(Collections.unmodifiableMap(counts), maxHopLimit < 0 ? -1 : minHopLimit, maxHopLimit);
    }
}
