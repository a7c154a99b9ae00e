package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SocketAddressesTest {
    private final MemorySegment name = Arena.ofAuto().allocate(2 * SocketAddresses.SIZE + 4, 8);

    @Test
    void shouldWriteIpv4AsTheKernelReadsIt() throws Exception {
        name.fill((byte) 0xff);

        int bytes = SocketAddresses.encode(new InetSocketAddress(ip("192.0.2.1"), 2112), name);

        assertEquals(16, bytes);
        assertEquals("02000840" + "c0000201" + "00".repeat(8), hex(16));
    }

    @Test
    void shouldWriteIpv6WithItsScopeAsTheKernelReadsIt() throws Exception {
        name.fill((byte) 0xff);
        InetAddress scoped = Inet6Address.getByAddress(null, ip("fe80::1234").getAddress(), 7);

        int bytes = SocketAddresses.encode(new InetSocketAddress(scoped, 0xfffe), name);

        assertEquals(28, bytes);
        assertEquals("0a00fffe" + "00000000" + "fe80" + "00".repeat(12) + "1234" + "07000000", hex(28));
    }

    @Test
    void shouldReadBackIpv4InItsMappedForm() throws Exception {
        SocketAddresses.encode(new InetSocketAddress(ip("255.1.2.3"), 65535), name);

        assertEquals(0, SocketAddresses.high(name, 0));
        assertEquals(0xffff_ff01_0203L, SocketAddresses.low(name, 0));
        assertEquals(65535, SocketAddresses.port(name, 0));
        assertEquals(0, SocketAddresses.scope(name, 0));
    }

    @Test
    void shouldReadBackIpv6AtAnOffset() throws Exception {
        InetAddress scoped = Inet6Address.getByAddress(null, ip("fe80::8000:0:0:1").getAddress(), 3);
        SocketAddresses.encode(new InetSocketAddress(scoped, 1), name.asSlice(SocketAddresses.SIZE));

        assertEquals(0xfe80_0000_0000_0000L, SocketAddresses.high(name, SocketAddresses.SIZE));
        assertEquals(0x8000_0000_0000_0001L, SocketAddresses.low(name, SocketAddresses.SIZE));
        assertEquals(1, SocketAddresses.port(name, SocketAddresses.SIZE));
        assertEquals(3, SocketAddresses.scope(name, SocketAddresses.SIZE));
    }

    @Test
    void shouldLeaveNothingOfAnEarlierAddressBehind() throws Exception {
        SocketAddresses.encode(new InetSocketAddress(ip("ffff::ffff"), 9), name);

        SocketAddresses.encode(new InetSocketAddress(ip("127.0.0.1"), 9), name);

        assertArrayEquals(new byte[24], name.asSlice(8, 24).toArray(JAVA_BYTE));
    }

    @Test
    void shouldTellTheFamilies() throws Exception {
        assertEquals(2, SocketAddresses.family(ip("127.0.0.1")));
        assertEquals(10, SocketAddresses.family(ip("::1")));
    }

    private static InetAddress ip(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    private String hex(int bytes) {
        return HexFormat.of().formatHex(name.asSlice(0, bytes).toArray(JAVA_BYTE));
    }
}
