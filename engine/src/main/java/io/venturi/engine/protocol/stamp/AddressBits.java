package io.venturi.engine.protocol.stamp;

import io.venturi.engine.socket.Packet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IP address in the two numbers of {@link Packet#peerHigh()} and {@link Packet#peerLow()}.
 *
 * @param low of an IPv4 address {@code ffff:a.b.c.d}
 */
record AddressBits(long high, long low) {
    private static final long IPV4_MAPPED = 0xffff;

    static AddressBits of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == Integer.BYTES
                ? new AddressBits(0, IPV4_MAPPED << 32 | Integer.toUnsignedLong(bytes.getInt()))
                : new AddressBits(bytes.getLong(), bytes.getLong());
    }

    /** The address of these bits, unspecified if all are 0. */
    static InetSocketAddress socketAddress(long high, long low, int port) {
        ByteBuffer bytes = isIpv4(high, low) ? ByteBuffer.allocate(Integer.BYTES).putInt((int) low)
                : ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes.array()), port);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 4 or 16 bytes", e);
        }
    }

    static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == IPV4_MAPPED;
    }

    /** What limits count by: the IPv4 address or the IPv6 /64, of which one host has all addresses. */
    static long site(long high, long low) {
        return high != 0 ? high : low;
    }
}
