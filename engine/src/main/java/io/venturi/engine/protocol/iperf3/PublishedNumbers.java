package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers of one moment, from the thread that counts to one that reads. Thread: {@link #begin}, {@link #put} and
 * {@link #end} one, wait-free; {@link #read} any, tries again while they change.
 */
final class PublishedNumbers {
    /** Odd while the values change. */
    private final AtomicLong version = new AtomicLong();
    private final AtomicLongArray values;

    PublishedNumbers(int count) {
        values = new AtomicLongArray(count);
    }

    @HotPath
    void begin() {
        version.set(version.getPlain() + 1);
    }

    @HotPath
    void put(int index, long value) {
        values.setRelease(index, value);
    }

    @HotPath
    void end() {
        version.set(version.getPlain() + 1);
    }

    long[] read() {
        long[] read = new long[values.length()];
        long before;
        do {
            before = version.get();
            for (int i = 0; i < read.length; i++) {
                read[i] = values.getAcquire(i);
            }
        } while ((before & 1) != 0 || version.get() != before);
        return read;
    }
}
