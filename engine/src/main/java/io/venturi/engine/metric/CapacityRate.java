package io.venturi.engine.metric;

/**
 * A row of the sending-rate table: two transmitters, the second with one datagram more.
 *
 * @param row           0..1152
 * @param fast          the one of the shorter interval
 * @param slow          the other
 * @param addOnBytes    UDP payload of the one datagram more, for IPv4; 0 for none
 * @param randomAddOn   {@code addOnBytes} is the most, the size is random
 * @param bitsPerSecond of IP packets, random sizes at their mean
 */
public record CapacityRate(int row, Transmitter fast, Transmitter slow, int addOnBytes, boolean randomAddOn,
                           double bitsPerSecond) {

    /**
     * Sends a burst each interval.
     *
     * @param intervalUs   0 for off
     * @param payloadBytes UDP payload, for IPv4
     * @param burst        datagrams
     */
    public record Transmitter(int intervalUs, int payloadBytes, int burst) {}
}
