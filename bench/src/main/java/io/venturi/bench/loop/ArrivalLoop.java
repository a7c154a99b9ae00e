package io.venturi.bench.loop;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Beside whoever receives datagrams on {@code port}: takes copies of them from the kernel with the times at which they
 * came to this network namespace, and tells how far apart they are from {@code spacing_ns}. It sleeps in between, so
 * that it takes little from the sender. Says {@code ready=1} first; ends when it is told to stop. Needs root.
 */
final class ArrivalLoop {
    private static final int MOST = 2_000_000;
    private static final int BATCH = 256;
    private static final int CONTROL = 128;
    private static final int BYTES = 64;
    private static final int RECEIVE_BYTES = 16 << 20;
    private static final long NAP_NS = TimeUnit.MILLISECONDS.toNanos(4);
    /** Of an IPv4 packet without options. */
    private static final int PORT_OFFSET = 22;
    /** Arrivals before the sender's code is compiled. */
    private static final int LEFT_OUT = 5_000;

    private final int port;
    private final long spacingNs;
    private final Samples apart = new Samples(MOST);
    private final MessageVector incoming;
    private final MemorySegment packets;
    private long arrivals;
    private long lastNs;

    private ArrivalLoop(int port, long spacingNs, Arena arena) {
        this.port = port;
        this.spacingNs = spacingNs;
        incoming = new MessageVector(arena, BATCH, CONTROL, false);
        packets = arena.allocate((long) BYTES * BATCH, 64);
        for (int i = 0; i < BATCH; i++) {
            incoming.payload(i, packets.address() + (long) BYTES * i, BYTES);
        }
    }

    static String run(Arguments arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.callState(arena);
            int fd = Libc.socket(state, Linux.AF_INET(), Linux.SOCK_RAW() | Linux.SOCK_CLOEXEC(), Linux.IPPROTO_UDP());
            set(state, fd, Linux.SO_RCVBUFFORCE(), arena.allocateFrom(JAVA_INT, RECEIVE_BYTES));
            set(state, fd, Linux.SO_TIMESTAMPING(), arena.allocateFrom(JAVA_INT,
                    Linux.SOF_TIMESTAMPING_RX_SOFTWARE() | Linux.SOF_TIMESTAMPING_SOFTWARE()));
            ArrivalLoop loop = new ArrivalLoop((int) arguments.number("port", 0),
                    arguments.number("spacing_ns", 0), arena);
            Worker.say("ready=1");
            loop.collect(fd);
            Libc.close(state, fd);
            return "arrivals=" + loop.arrivals + loop.apart.text("jitter_");
        }
    }

    private static void set(MemorySegment state, int fd, int option, MemorySegment value) {
        int result = Libc.setsockopt(state, fd, Linux.SOL_SOCKET(), option, value, Integer.BYTES);
        if (result < 0) {
            throw new IllegalStateException("socket option " + option + " of " + fd + " failed: " + result);
        }
    }

    private void collect(int fd) {
        ThreadErrno errno = new ThreadErrno();
        while (!Worker.stopped) {
            incoming.resetForReceive(BATCH);
            int n = Libc.recvmmsg(errno.ofThisThread(), fd, incoming.headers(), BATCH, Linux.MSG_DONTWAIT());
            for (int i = 0; i < n; i++) {
                long packet = (long) BYTES * i;
                int to = (packets.get(JAVA_BYTE, packet + PORT_OFFSET) & 0xff) << 8
                        | packets.get(JAVA_BYTE, packet + PORT_OFFSET + 1) & 0xff;
                if (to == port && incoming.firstControl(i) >= 0) {
                    long data = MessageVector.controlData(incoming.firstControl(i));
                    arrived(incoming.controls().get(JAVA_LONG, data) * 1_000_000_000L
                            + incoming.controls().get(JAVA_LONG, data + Long.BYTES));
                }
            }
            if (n < BATCH) {
                LockSupport.parkNanos(NAP_NS);
            }
        }
    }

    private void arrived(long ns) {
        if (++arrivals > LEFT_OUT) {
            apart.add(Math.abs(ns - lastNs - spacingNs));
        }
        lastNs = ns;
    }
}
