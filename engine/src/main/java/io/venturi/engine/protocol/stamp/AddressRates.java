package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.pacing.TokenBucket;
import io.venturi.engine.socket.Packet;

/**
 * Limits how often each address gets something, in memory that does not grow with the number of addresses: addresses
 * are hashed with a secret to {@value #PLACES} places, and those that meet in one share it.
 *
 * <p>Owned by the lane thread. Allocates nothing after construction.
 */
final class AddressRates {
    private static final int PLACES = 1024;
    private static final long NS_PER_S = 1_000_000_000;

    private final TokenBucket[] buckets = new TokenBucket[PLACES];
    private final long secret;

    /**
     * @param perSecond for one address; 0 for no limit
     * @param burst     at once, at least 1
     * @param secret    random number that nobody else knows
     */
    AddressRates(int perSecond, int burst, long secret) {
        this.secret = secret;
        for (int i = 0; i < PLACES; i++) {
            buckets[i] = new TokenBucket(burst, perSecond == 0 ? 0 : NS_PER_S / perSecond);
        }
    }

    /** True if the packet's sender may have one more at {@code nowNs}. */
    @HotPath
    boolean tryTake(Packet packet, long nowNs) {
        long mixed = (AddressBits.site(packet.peerHigh(), packet.peerLow()) ^ secret) * 0x9e3779b97f4a7c15L;
        return buckets[(int) (mixed >>> 32) & PLACES - 1].tryTake(nowNs);
    }
}
