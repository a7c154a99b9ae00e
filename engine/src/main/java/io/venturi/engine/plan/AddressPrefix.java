package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All addresses that begin with the same bits (CIDR, RFC 4632). IPv4 is kept in its IPv4-mapped form, and no IPv6
 * prefix contains it: {@code ::/0} is all of IPv6.
 *
 * @param high upper half of the lowest address; 0 for IPv4
 * @param low  lower half, or {@code ffff:a.b.c.d}
 * @param bits that are the same, 0..128; of IPv4 96 more than usual
 */
public record AddressPrefix(long high, long low, int bits) implements Comparable<AddressPrefix> {
    private static final long IPV4_MAPPED = 0xffff;
    private static final int IPV4_BITS = 96;
    private static final int ALL_BITS = 128;
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern LENGTH = Pattern.compile("0|[1-9]\\d{0,2}");

    public AddressPrefix {
        if (bits < 0 || bits > ALL_BITS) {
            throw new IllegalArgumentException("bits " + bits);
        }
    }

    /**
     * From {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or one address. Names are not looked up.
     *
     * @throws ConfigException if it is none, or has bits behind those that count
     */
    public static AddressPrefix parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        ByteBuffer bytes = ByteBuffer.wrap(bytes(text, address));
        long high = bytes.getLong();
        long low = bytes.getLong();
        boolean ipv4 = isIpv4(high, low);
        int bits = slash < 0 ? ALL_BITS : bits(text, text.substring(slash + 1), ipv4 && address.indexOf(':') < 0, ipv4);
        AddressPrefix prefix = new AddressPrefix(high & mask(bits, 0), low & mask(bits, Long.SIZE), bits);
        if (prefix.high != high || prefix.low != low) {
            throw new ConfigException(text + " has bits set behind the first " + text.substring(slash + 1) + ": write "
                    + prefix + ", or " + address + " for this address alone.");
        }
        return prefix;
    }

    private static byte[] bytes(String text, String address) {
        Matcher four = IPV4.matcher(address);
        byte[] bytes = new byte[16];
        if (four.matches()) {
            bytes[10] = -1;
            bytes[11] = -1;
            for (int i = 0; i < 4; i++) {
                String part = four.group(i + 1);
                int value = Integer.parseInt(part);
                if (value > 255 || part.length() > 1 && part.startsWith("0")) {
                    throw noAddress(text);
                }
                bytes[12 + i] = (byte) value;
            }
            return bytes;
        }
        if (address.indexOf(':') < 0 || address.indexOf('%') >= 0 || address.startsWith("[")) {
            throw noAddress(text);
        }
        try {
            byte[] given = InetAddress.ofLiteral(address).getAddress();
            return given.length == bytes.length ? given : bytes(text, InetAddress.getByAddress(given).getHostAddress());
        } catch (IllegalArgumentException | UnknownHostException _) {
            throw noAddress(text);
        }
    }

    private static ConfigException noAddress(String text) {
        return new ConfigException("'" + text + "' is no address or prefix: write 192.0.2.7, 192.0.2.0/24 or"
                + " 2001:db8::/32, without names, ports and zones.");
    }

    /** @param plain the length counts from the first bit of an IPv4 address */
    private static int bits(String text, String length, boolean plain, boolean ipv4) {
        int most = plain ? ALL_BITS - IPV4_BITS : ALL_BITS;
        int least = ipv4 && !plain ? IPV4_BITS : 0;
        int bits = LENGTH.matcher(length).matches() ? Integer.parseInt(length) : -1;
        if (bits < least || bits > most) {
            throw new ConfigException(text + ": the length of a prefix of " + (plain ? "IPv4" : ipv4
                    ? "IPv4-mapped" : "IPv6") + " addresses is " + least + " to " + most + ", not '" + length + "'.");
        }
        return plain ? IPV4_BITS + bits : bits;
    }

    /** Ones where the prefix counts, in the 64 bits that begin at {@code from}. */
    private static long mask(int bits, int from) {
        int ones = Math.clamp(bits - from, 0, Long.SIZE);
        return ones == 0 ? 0 : -1L << Long.SIZE - ones;
    }

    private static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == IPV4_MAPPED;
    }

    public boolean isIpv4() {
        return bits >= IPV4_BITS && isIpv4(high, low);
    }

    /** Upper half of the highest address. */
    public long lastHigh() {
        return high | ~mask(bits, 0);
    }

    /** Lower half of the highest address. */
    public long lastLow() {
        return low | ~mask(bits, Long.SIZE);
    }

    /** True if all addresses of the other are in this one. */
    public boolean contains(AddressPrefix other) {
        return isIpv4() == other.isIpv4() && bits <= other.bits && (other.high & mask(bits, 0)) == high
                && (other.low & mask(bits, Long.SIZE)) == low;
    }

    /** By lowest address, wider ones first. */
    @Override
    public int compareTo(AddressPrefix other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        int byLow = byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
        return byLow != 0 ? byLow : Integer.compare(bits, other.bits);
    }

    /** As it is written; one address without its length. */
    @Override
    public String toString() {
        try {
            InetAddress address = InetAddress.getByAddress(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
            return AddressText.of(address)
                    + (bits == ALL_BITS ? "" : "/" + (isIpv4() ? bits - IPV4_BITS : bits));
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are always an address", e);
        }
    }
}
