package io.venturi.engine.api;

import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the byte counters of an interface at the end of each sub-interval, bytes of layer 2 as its driver counts them.
 * Thread: the one that runs the test.
 */
final class InterfaceMeter {
    private static final long WRAP_32 = 1L << 32;

    private final String name;
    private final boolean up;
    private long atNs;
    private long mainBytes = -1;
    private long otherBytes = -1;
    /** Of the last interval, for the thread that writes the stamps. */
    private volatile double mainMbps;
    private volatile double otherMbps;

    /** @param name of an interface, empty for none */
    InterfaceMeter(String name, CapacityDirection direction) {
        this.name = name;
        this.up = direction == CapacityDirection.UP;
    }

    void begin() {
        if (!name.isEmpty()) {
            atNs = System.nanoTime();
            mainBytes = read(up ? "tx_bytes" : "rx_bytes");
            otherBytes = read(up ? "rx_bytes" : "tx_bytes");
        }
    }

    /** The same interval with the rates since the one before it. */
    CapacityInterval add(CapacityInterval interval) {
        if (name.isEmpty()) {
            return interval;
        }
        long beforeNs = atNs;
        long mainBefore = mainBytes;
        long otherBefore = otherBytes;
        begin();
        double main = rate(mainBefore, mainBytes, atNs - beforeNs);
        double other = rate(otherBefore, otherBytes, atNs - beforeNs);
        mainMbps = main / 1e6;
        otherMbps = other / 1e6;
        return new CapacityInterval(interval.index(), interval.endWallNs(), interval.endNs(),
                interval.activeConnections(), interval.parts(), main, other, interval.highestRow(), interval.here(),
                interval.there());
    }

    /** Empty for none. */
    String name() {
        return name;
    }

    /** Mbit/s in the direction of the load, 0 before the first interval. Any thread. */
    double mainMbps() {
        return mainMbps;
    }

    /** Mbit/s in the other direction. Any thread. */
    double otherMbps() {
        return otherMbps;
    }

    private static double rate(long before, long after, long ns) {
        if (before < 0 || after < 0 || ns <= 0) {
            return 0;
        }
        long bytes = after >= before ? after - before : before < WRAP_32 ? after + WRAP_32 - before : 0;
        return 8e9 * bytes / ns;
    }

    private long read(String counter) {
        try {
            return Long.parseLong(Files.readString(Path.of("/sys/class/net", name, "statistics", counter)).strip());
        } catch (IOException | NumberFormatException _) {
            return -1;
        }
    }
}
