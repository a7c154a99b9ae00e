package io.venturi.engine.api;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** Collections of this JVM so far. */
record GarbageCollections(long count, long ns) {

    static GarbageCollections now() {
        long count = 0;
        long ms = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            count += Math.max(0, collector.getCollectionCount());
            ms += Math.max(0, collector.getCollectionTime());
        }
        return new GarbageCollections(count, TimeUnit.MILLISECONDS.toNanos(ms));
    }
}
