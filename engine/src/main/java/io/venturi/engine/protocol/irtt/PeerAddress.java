package io.venturi.engine.protocol.irtt;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.socket.Packet;

import java.net.InetSocketAddress;

/** Where a session was opened from, in the numbers of a {@link Packet}. Mutable, owned by one thread. */
final class PeerAddress {
    private static final long IPV4_MAPPED = 0xffff;

    private long high;
    private long low;
    private int port;
    private int scope;

    void set(Packet packet) {
        high = packet.peerHigh();
        low = packet.peerLow();
        port = packet.peerPort();
        scope = packet.peerScope();
    }

    void set(PeerAddress other) {
        high = other.high;
        low = other.low;
        port = other.port;
        scope = other.scope;
    }

    /** True if the packet came from this address, port and zone. */
    @HotPath
    boolean matches(Packet packet) {
        return low == packet.peerLow() && high == packet.peerHigh() && port == packet.peerPort()
                && scope == packet.peerScope();
    }

    /** What session limits count by: the IPv4 address or the IPv6 /64, of which one host has all addresses. */
    long site() {
        return site(high, low);
    }

    /** The {@link #site()} of a packet's sender. */
    static long site(Packet packet) {
        return site(packet.peerHigh(), packet.peerLow());
    }

    /** True if the packet's sender has an IPv4 address. */
    static boolean isIpv4(Packet packet) {
        return packet.peerHigh() == 0 && packet.peerLow() >>> 32 == IPV4_MAPPED;
    }

    /** As an object, for logs. Allocates. */
    InetSocketAddress toSocketAddress() {
        return Packet.address(high, low, port, scope);
    }

    private static long site(long high, long low) {
        return high != 0 ? high : low;
    }
}
