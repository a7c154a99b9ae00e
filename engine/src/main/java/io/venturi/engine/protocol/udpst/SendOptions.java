package io.venturi.engine.protocol.udpst;

import io.venturi.engine.plan.CapacityPlan;

/**
 * How an end sends; nothing of it is visible to the protocol.
 *
 * @param ipv6         datagrams are 20 bytes smaller, so that packets are as large as those of IPv4
 * @param random       random filling, else zeros
 * @param checksums    headers and status PDUs carry checksums
 * @param spread       datagrams of a burst are spread over its interval
 * @param reuseRefused a datagram the kernel refused uses up no sequence number
 * @param startNs      the transmitters begin this long after activation, 5 to 50 ms in OB-UDPST
 */
public record SendOptions(boolean ipv6, boolean random, boolean checksums, boolean spread, boolean reuseRefused,
                          long startNs) {
    /** Zeros over IPv4 in bursts. */
    public static final SendOptions DEFAULT = new SendOptions(false, false, false, false, true, 5_000_000);

    /** As planned. */
    static SendOptions of(CapacityPlan.Datagrams plan) {
        return new SendOptions(false, false, false, plan.spread(), plan.reuseRefused(), DEFAULT.startNs());
    }

    /** The same for one connection. */
    SendOptions with(boolean newIpv6, boolean newRandom, long newStartNs) {
        return new SendOptions(newIpv6, newRandom, checksums, spread, reuseRefused, newStartNs);
    }
}
