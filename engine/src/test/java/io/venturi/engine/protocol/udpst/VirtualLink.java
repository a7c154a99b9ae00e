package io.venturi.engine.protocol.udpst;

import java.util.function.LongConsumer;

/**
 * One direction of a path in virtual time: a buffer that drops at its tail, a bottleneck, a propagation delay, and
 * whatever else {@link #fate} does to a datagram.
 */
final class VirtualLink {
    static final long LOST = -1;
    /** Ethernet header and IPv4 and UDP headers: what a shaper counts beside the UDP payload. */
    static final int OVERHEAD = 42;

    /** What happens to a datagram before the buffer. */
    interface Fate {
        /** {@link #LOST}, or by how much longer it is on its way, ns. */
        long of(byte[] head, int length);
    }

    private final long delayNs;
    private double nsPerByte;
    private long bufferNs;
    private long freeNs = Long.MIN_VALUE;
    private Fate fate = (_, _) -> 0;
    private Fate copies = (_, _) -> 0;
    private long carried;
    private long dropped;

    VirtualLink(long delayNs) {
        this.delayNs = delayNs;
    }

    /** @param bitsPerSecond of layer 2 without FCS, 0 for no limit */
    VirtualLink limited(double bitsPerSecond, long newBufferNs) {
        nsPerByte = bitsPerSecond == 0 ? 0 : 8e9 / bitsPerSecond;
        bufferNs = newBufferNs;
        return this;
    }

    VirtualLink fate(Fate newFate) {
        fate = newFate;
        return this;
    }

    /** Deliver a second one, so much later; 0 for none. */
    VirtualLink doubling(Fate newCopies) {
        copies = newCopies;
        return this;
    }

    /** @param arrival is told when the datagram arrives, for each copy; not at all if it is lost */
    void carry(byte[] head, int length, long nowNs, LongConsumer arrival) {
        long extraNs = fate.of(head, length);
        long startNs = Math.max(nowNs, freeNs);
        if (extraNs == LOST || nsPerByte > 0 && startNs - nowNs > bufferNs) {
            dropped++;
            return;
        }
        carried++;
        long endNs = startNs + Math.round(nsPerByte * (length + OVERHEAD));
        freeNs = endNs;
        arrival.accept(endNs + delayNs + extraNs);
        long laterNs = copies.of(head, length);
        if (laterNs > 0) {
            arrival.accept(endNs + delayNs + laterNs);
        }
    }

    long carried() {
        return carried;
    }

    long dropped() {
        return dropped;
    }
}
