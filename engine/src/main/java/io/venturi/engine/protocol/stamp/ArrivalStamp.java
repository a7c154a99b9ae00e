package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.socket.Packet;

/**
 * When a request arrived: by the kernel's stamp if there is a credible one, else when the receive call returned.
 * Mutable, owned by one thread.
 */
final class ArrivalStamp {
    private static final long MAX_LAG_NS = 1_000_000_000; // beyond it CLOCK_REALTIME was stepped in between

    private final boolean useKernel;
    private boolean kernel;
    private long monotonicNs;
    private long wallNs;

    ArrivalStamp(boolean useKernel) {
        this.useKernel = useKernel;
    }

    @HotPath
    void take(Packet packet) {
        long kernelNs = packet.receivedKernelNs();
        long lagNs = packet.receivedUserWallNs() - kernelNs;
        kernel = useKernel && kernelNs != 0 && lagNs >= 0 && lagNs <= MAX_LAG_NS;
        wallNs = kernel ? kernelNs : packet.receivedUserWallNs();
        monotonicNs = kernel ? packet.receivedUserNs() - lagNs : packet.receivedUserNs();
    }

    /** True if this is the kernel's stamp. */
    boolean isKernel() {
        return kernel;
    }

    /** CLOCK_MONOTONIC, ns. */
    long monotonicNs() {
        return monotonicNs;
    }

    /** CLOCK_REALTIME, ns. */
    long wallNs() {
        return wallNs;
    }
}
