package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.engine.testing.Skip;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.SocketAddresses;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Sends what a router or host on the path would send when it refuses a datagram. Needs root. */
final class IcmpInjector implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = Libc.callState(arena);
    private final boolean ipv6;
    private final int fd;

    IcmpInjector(boolean ipv6) {
        this.ipv6 = ipv6;
        fd = Libc.socket(state, ipv6 ? Linux.AF_INET6() : Linux.AF_INET(), Linux.SOCK_RAW() | Linux.SOCK_CLOEXEC(),
                ipv6 ? Linux.IPPROTO_ICMPV6() : Linux.IPPROTO_ICMP());
        if (fd < 0) {
            arena.close();
            Skip.because("raw ICMP sockets need root");
        }
    }

    /** Refuse a datagram that {@code sender} would have sent to {@code peer}. */
    void refuse(InetSocketAddress sender, InetSocketAddress peer, int type, int code) {
        ByteBuffer message = ByteBuffer.allocate(8 + (ipv6 ? 40 : 20) + 8);
        message.put((byte) type).put((byte) code).putShort((short) 0).putInt(1500); // checksum, next hop's MTU
        if (ipv6) {
            message.putInt(0x6000_0000).putShort((short) 8).put((byte) 17).put((byte) 64);
        } else {
            message.putInt(0x4500_001c).putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
        }
        message.put(sender.getAddress().getAddress()).put(peer.getAddress().getAddress());
        message.putShort((short) sender.getPort()).putShort((short) peer.getPort()).putInt(0x0008_0000);
        if (!ipv6) {
            message.putShort(2, checksum(message)); // of ICMPv6 the kernel makes it
        }
        send(message.array(), new InetSocketAddress(sender.getAddress(), 0));
    }

    private void send(byte[] message, InetSocketAddress to) {
        MessageVector vector = new MessageVector(arena, 1, 0, true);
        MemorySegment payload = arena.allocateFrom(JAVA_BYTE, message);
        vector.payload(0, payload.address(), message.length);
        vector.destination(0, vector.name(0).address(), SocketAddresses.encode(to, vector.name(0)));
        assertEquals(1, Libc.sendmmsg(new ThreadErrno().ofThisThread(), fd, vector.headers(), 1, 0));
    }

    private static short checksum(ByteBuffer message) {
        int sum = 0;
        for (int i = 0; i < message.capacity(); i += 2) {
            sum += Short.toUnsignedInt(message.getShort(i));
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }

    @Override
    public void close() {
        Libc.close(state, fd);
        arena.close();
    }
}
