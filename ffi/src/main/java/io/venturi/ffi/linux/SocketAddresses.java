package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.sockaddr_in;
import io.venturi.ffi.linux.gen.sockaddr_in6;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/**
 * sockaddr_in and sockaddr_in6 (ip(7), ipv6(7)) to numbers and back. The {@code long} pair form of an address is the
 * IPv6 address in two halves; IPv4 takes its mapped form {@code ::ffff:a.b.c.d}, so one comparison serves both.
 */
public final class SocketAddresses {
    /** Room for either kind, in bytes. */
    public static final int SIZE = 32;

    private static final int AF_INET = Linux.AF_INET();
    private static final int AF_INET6 = Linux.AF_INET6();
    private static final ValueLayout.OfShort PORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt IPV4 = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong HALF = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final long MAPPED = 0xffff_0000_0000L;

    private static final long IN_ADDR = sockaddr_in.sin_addr$offset();
    private static final long IN6_ADDR = sockaddr_in6.sin6_addr$offset();
    private static final long PORT_OFFSET = sockaddr_in.sin_port$offset();
    private static final long SCOPE = sockaddr_in6.sin6_scope_id$offset();

    private SocketAddresses() {
    }

    /** AF_INET or AF_INET6. */
    public static int family(InetAddress address) {
        return address instanceof Inet4Address ? AF_INET : AF_INET6;
    }

    /**
     * Write an address in the form of its own family.
     *
     * @return bytes written, 16 or 28
     */
    public static int encode(InetSocketAddress from, MemorySegment to) {
        to.asSlice(0, SIZE).fill((byte) 0);
        InetAddress ip = from.getAddress();
        to.set(JAVA_SHORT_UNALIGNED, 0, (short) family(ip));
        to.set(PORT, PORT_OFFSET, (short) from.getPort());
        byte[] bytes = ip.getAddress();
        if (ip instanceof Inet6Address ipv6) {
            MemorySegment.copy(bytes, 0, to, JAVA_BYTE, IN6_ADDR, 16);
            to.set(JAVA_INT_UNALIGNED, SCOPE, ipv6.getScopeId());
            return (int) sockaddr_in6.sizeof();
        }
        MemorySegment.copy(bytes, 0, to, JAVA_BYTE, IN_ADDR, 4);
        return (int) sockaddr_in.sizeof();
    }

    /** Upper half of the address at {@code offset}. */
    public static long high(MemorySegment names, long offset) {
        return isIpv6(names, offset) ? names.get(HALF, offset + IN6_ADDR) : 0;
    }

    /** Lower half of the address at {@code offset}, IPv4 in its mapped form. */
    public static long low(MemorySegment names, long offset) {
        return isIpv6(names, offset)
                ? names.get(HALF, offset + IN6_ADDR + 8)
                : MAPPED | Integer.toUnsignedLong(names.get(IPV4, offset + IN_ADDR));
    }

    /** Port of the address at {@code offset}, 0..65535. */
    public static int port(MemorySegment names, long offset) {
        return Short.toUnsignedInt(names.get(PORT, offset + PORT_OFFSET));
    }

    /** Interface index of a link-local IPv6 address at {@code offset}, else 0. */
    public static int scope(MemorySegment names, long offset) {
        return isIpv6(names, offset) ? names.get(JAVA_INT_UNALIGNED, offset + SCOPE) : 0;
    }

    private static boolean isIpv6(MemorySegment names, long offset) {
        return names.get(JAVA_SHORT_UNALIGNED, offset) == AF_INET6;
    }
}
