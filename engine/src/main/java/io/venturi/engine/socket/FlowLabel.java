package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.in6_flowlabel_req;
import io.venturi.ffi.linux.gen.sockaddr_in6;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The flow label of IPv6 (RFC 6437), 20 bits. The kernel takes it from the address that a socket connects to, once the
 * socket has a lease of it (linux/in6.h). Start-up only.
 */
final class FlowLabel {
    static final int MOST = 0xfffff;
    private static final ValueLayout.OfInt NETWORK_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);

    private FlowLabel() {
    }

    /**
     * Lease a label, which others may have too, for what a socket sends to an address, and write it into that.
     *
     * @param label 1..{@link #MOST}
     * @param name  a {@code sockaddr_in6} to connect to
     * @return 0 or {@code -errno}
     */
    static int lease(MemorySegment state, int fd, int label, MemorySegment name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(in6_flowlabel_req.layout());
            MemorySegment.copy(name, sockaddr_in6.sin6_addr$offset(), request, in6_flowlabel_req.flr_dst$offset(), 16);
            request.set(NETWORK_INT, in6_flowlabel_req.flr_label$offset(), label);
            request.set(JAVA_BYTE, in6_flowlabel_req.flr_action$offset(), (byte) Linux.IPV6_FL_A_GET());
            request.set(JAVA_BYTE, in6_flowlabel_req.flr_share$offset(), (byte) Linux.IPV6_FL_S_ANY());
            request.set(JAVA_SHORT, in6_flowlabel_req.flr_flags$offset(), (short) Linux.IPV6_FL_F_CREATE());
            int result = Libc.setsockopt(state, fd, Linux.IPPROTO_IPV6(), Linux.IPV6_FLOWLABEL_MGR(), request,
                    (int) request.byteSize());
            if (result >= 0) {
                result = Libc.setsockopt(state, fd, Linux.IPPROTO_IPV6(), Linux.IPV6_FLOWINFO_SEND(),
                        arena.allocateFrom(JAVA_INT, 1), 4);
            }
            name.set(NETWORK_INT, sockaddr_in6.sin6_flowinfo$offset(), label);
            return result;
        }
    }
}
