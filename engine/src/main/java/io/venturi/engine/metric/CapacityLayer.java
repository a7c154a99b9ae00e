package io.venturi.engine.metric;

/** Where the bits of a capacity are counted: what is added to the UDP payload of each datagram, in bytes. */
public enum CapacityLayer {
    /** UDP payload alone. */
    GOODPUT,
    /** IP-layer capacity of RFC 9097: with IP and UDP headers. */
    IP,
    /** With the Ethernet header of 14 bytes, without the frame check sequence. */
    ETHERNET_WITHOUT_FCS,
    /** With Ethernet header and frame check sequence. */
    ETHERNET,
    /** As before, with one VLAN tag. */
    ETHERNET_VLAN,
    /** What the wire is busy with: as {@link #ETHERNET}, with preamble (8 bytes) and inter-frame gap (12). */
    WIRE;

    private static final int UDP_HEADER = 8;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    /** Bytes added to the UDP payload of a datagram that is not fragmented. */
    public int overheadBytes(boolean ipv6) {
        int ip = UDP_HEADER + (ipv6 ? IPV6_HEADER : IPV4_HEADER);
        return switch (this) {
            case GOODPUT -> 0;
            case IP -> ip;
            case ETHERNET_WITHOUT_FCS -> ip + 14;
            case ETHERNET -> ip + 18;
            case ETHERNET_VLAN -> ip + 22;
            case WIRE -> ip + 38;
        };
    }
}
