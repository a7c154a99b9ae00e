package io.venturi.engine.probe;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.socket.Packet;

/**
 * When a packet arrived, on both clocks: by the kernel's stamp if there is a credible one, which takes the scheduling
 * of this process out of the measurement, else when the receive call returned. Mutable, owned by one thread.
 */
public final class ArrivalStamp {
    private static final long MAX_LAG_NS = 1_000_000_000; // beyond it CLOCK_REALTIME was stepped in between

    private final boolean useKernel;
    private boolean kernel;
    private long monotonicNs;
    private long wallNs;

    /** @param useKernel believe the kernel, where it can be believed */
    public ArrivalStamp(boolean useKernel) {
        this.useKernel = useKernel;
    }

    /**
     * Take the stamps of a packet. The kernel stamps CLOCK_REALTIME only: CLOCK_MONOTONIC is put back by as much as
     * the kernel's stamp is older than ours.
     */
    @HotPath
    public void take(Packet packet) {
        long kernelNs = packet.receivedKernelNs();
        long lagNs = packet.receivedUserWallNs() - kernelNs;
        kernel = useKernel && kernelNs != 0 && lagNs >= 0 && lagNs <= MAX_LAG_NS;
        wallNs = kernel ? kernelNs : packet.receivedUserWallNs();
        monotonicNs = kernel ? packet.receivedUserNs() - lagNs : packet.receivedUserNs();
    }

    /** True if this is the kernel's stamp. */
    public boolean isKernel() {
        return kernel;
    }

    /** CLOCK_MONOTONIC, ns. */
    public long monotonicNs() {
        return monotonicNs;
    }

    /** CLOCK_REALTIME, ns. */
    public long wallNs() {
        return wallNs;
    }
}
