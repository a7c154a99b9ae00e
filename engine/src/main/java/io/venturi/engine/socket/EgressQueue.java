package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.venturi.engine.error.NativeException;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.RtNetlink;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The queue in front of the interface through which datagrams to a peer leave, as far as it matters to launch times. A
 * kernel takes launch times whatever the queue, and only some queues heed them; so it has to be asked.
 *
 * @param device   name of the interface, empty if it could not be told
 * @param kind     what the queue does with launch times
 * @param name     what tc(8) calls it, such as {@code fq} or {@code mq (fq)}
 * @param deltaNs  of etf: how long before its time a packet may reach the driver, ns
 * @param deadline of etf: times are latest times
 * @param offload  of etf: the card holds packets to their times
 */
public record EgressQueue(String device, Kind kind, String name, long deltaNs, boolean deadline, boolean offload) {
    private static final int DATAGRAM_BYTES = 1 << 16;
    private static final String UNKNOWN = "unknown";

    /** What becomes of launch times, given on which clock. */
    public enum Kind {
        /** They are ignored. */
        PLAIN,
        /** CLOCK_MONOTONIC; late packets leave at once. */
        FQ,
        /** CLOCK_TAI; late packets are dropped and reported. */
        ETF,
        /** Some of the queues of the card are etf: it depends on which of them a packet goes to. */
        PARTLY_ETF
    }

    /**
     * Ask the kernel. Set-up only.
     *
     * @param device interface that is used whatever the route, empty for that of the route
     * @throws NativeException if it does not answer
     */
    public static EgressQueue towards(InetAddress peer, String device) {
        try (Arena arena = Arena.ofConfined(); Netlink netlink = new Netlink(arena)) {
            NetworkInterface egress = device.isEmpty()
                    ? NetworkInterface.getByIndex(netlink.interfaceTo(peer))
                    : NetworkInterface.getByName(device);
            if (egress == null) {
                return of("", List.of(), 0);
            }
            return of(egress.getName(), netlink.qdiscs(), egress.getIndex());
        } catch (SocketException e) {
            return of("", List.of(), 0);
        }
    }

    /**
     * Ask the kernel for that of an interface; needs no permission. Set-up only.
     *
     * @return empty if there is no such interface, or it has none
     * @throws NativeException if it does not answer
     */
    public static Optional<EgressQueue> of(String device) {
        return Optional.of(towards(InetAddress.getLoopbackAddress(), device))
                .filter(queue -> !queue.name.equals(UNKNOWN));
    }

    /** What these disciplines make of the interface with number {@code index}. */
    static EgressQueue of(String device, List<Qdisc> all, int index) {
        List<Qdisc> own = all.stream().filter(qdisc -> qdisc.device() == index).toList();
        Qdisc root = own.stream().filter(qdisc -> qdisc.parent() == RtNetlink.TC_H_ROOT).findFirst().orElse(null);
        if (root == null) {
            return new EgressQueue(device, Kind.PLAIN, UNKNOWN, 0, false, false);
        }
        if (!List.of("mq", "mqprio", "taprio").contains(root.kind())) {
            return single(device, root, root.kind());
        }
        List<Qdisc> queues = own.stream().filter(qdisc -> qdisc != root
                && (qdisc.parent() & RtNetlink.TC_H_MAJ_MASK) == root.handle()).toList();
        TreeSet<String> kinds = new TreeSet<>(queues.stream().map(Qdisc::kind).toList());
        String name = root.kind() + (kinds.isEmpty() ? "" : " (" + String.join(", ", kinds) + ")");
        if (kinds.size() == 1) {
            return single(device, queues.getFirst(), name);
        }
        Qdisc etf = queues.stream().filter(qdisc -> qdisc.kind().equals("etf")).findFirst().orElse(null);
        return etf == null ? new EgressQueue(device, Kind.PLAIN, name, 0, false, false)
                : new EgressQueue(device, Kind.PARTLY_ETF, name, etf.deltaNs(), etf.deadline(), etf.offload());
    }

    private static EgressQueue single(String device, Qdisc qdisc, String name) {
        Kind kind = switch (qdisc.kind()) {
            case "fq" -> Kind.FQ;
            case "etf" -> Kind.ETF;
            default -> Kind.PLAIN;
        };
        return new EgressQueue(device, kind, name, qdisc.deltaNs(), qdisc.deadline(), qdisc.offload());
    }

    /** The route request that asks for the interface, in host order. */
    static ByteBuffer routeRequest(InetAddress peer) {
        byte[] address = peer.getAddress();
        int length = RtNetlink.NLMSGHDR_BYTES + RtNetlink.RTMSG_BYTES + RtNetlink.RTATTR_BYTES + address.length;
        ByteBuffer request = request(length, RtNetlink.RTM_GETROUTE, RtNetlink.NLM_F_REQUEST);
        int message = RtNetlink.NLMSGHDR_BYTES;
        request.put(message, (byte) (address.length == 4 ? Linux.AF_INET() : Linux.AF_INET6()));
        request.put(message + RtNetlink.RTMSG_DST_LEN, (byte) (8 * address.length));
        int attribute = message + RtNetlink.RTMSG_BYTES;
        request.putShort(attribute, (short) (RtNetlink.RTATTR_BYTES + address.length));
        request.putShort(attribute + 2, (short) RtNetlink.RTA_DST);
        request.put(attribute + RtNetlink.RTATTR_BYTES, address);
        return request;
    }

    /** The interface that an answer to {@link #routeRequest} names, 0 if none. */
    static int interfaceOf(ByteBuffer answer) {
        int from = RtNetlink.NLMSGHDR_BYTES + RtNetlink.RTMSG_BYTES;
        if (answer.limit() < from
                || Short.toUnsignedInt(answer.getShort(RtNetlink.NLMSGHDR_TYPE)) != RtNetlink.RTM_NEWROUTE) {
            return 0;
        }
        int end = Math.clamp(answer.getInt(0), 0, answer.limit());
        int value = Qdisc.attribute(answer, from, end, RtNetlink.RTA_OIF);
        return value < 0 || Qdisc.length(answer, value) < Integer.BYTES ? 0 : answer.getInt(value);
    }

    /** The request for all disciplines of all interfaces, in host order. */
    static ByteBuffer qdiscRequest() {
        return request(RtNetlink.NLMSGHDR_BYTES + RtNetlink.TCMSG_BYTES, RtNetlink.RTM_GETQDISC,
                RtNetlink.NLM_F_REQUEST | RtNetlink.NLM_F_DUMP);
    }

    private static ByteBuffer request(int length, int type, int flags) {
        ByteBuffer request = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        request.putInt(0, length);
        request.putShort(RtNetlink.NLMSGHDR_TYPE, (short) type);
        request.putShort(RtNetlink.NLMSGHDR_FLAGS, (short) flags);
        request.putInt(RtNetlink.NLMSGHDR_SEQ, 1);
        return request;
    }

    /** One socket to rtnetlink. Answers are there when a request returns, so nothing here waits. */
    private static final class Netlink implements AutoCloseable {
        private final ThreadErrno errno = new ThreadErrno();
        private final MemorySegment state;
        private final MessageVector message;
        private final MemorySegment buffer;
        private final int fd;

        Netlink(Arena arena) {
            state = Libc.callState(arena);
            message = new MessageVector(arena, 1, 0, false);
            buffer = arena.allocate(DATAGRAM_BYTES, 8);
            fd = Libc.socket(state, Linux.AF_NETLINK(), Linux.SOCK_RAW() | Linux.SOCK_CLOEXEC(),
                    RtNetlink.NETLINK_ROUTE);
            if (fd < 0) {
                throw new NativeException("socket", "rtnetlink", -fd, "");
            }
        }

        int interfaceTo(InetAddress peer) {
            send(routeRequest(peer));
            return interfaceOf(receive());
        }

        List<Qdisc> qdiscs() {
            send(qdiscRequest());
            List<Qdisc> qdiscs = new ArrayList<>();
            while (!Qdisc.read(receive(), qdiscs)) {
                // more datagrams follow
            }
            return qdiscs;
        }

        private void send(ByteBuffer request) {
            MemorySegment.copy(request.array(), 0, buffer, JAVA_BYTE, 0, request.limit());
            message.payload(0, buffer.address(), request.limit());
            check("sendmmsg", Libc.sendmmsg(errno.ofThisThread(), fd, message.headers(), 1, 0));
        }

        private ByteBuffer receive() {
            message.payload(0, buffer.address(), DATAGRAM_BYTES);
            check("recvmmsg", Libc.recvmmsg(errno.ofThisThread(), fd, message.headers(), 1, Linux.MSG_DONTWAIT()));
            return buffer.asSlice(0, message.transferred(0)).asByteBuffer().order(ByteOrder.nativeOrder());
        }

        private static void check(String call, int result) {
            if (result < 0) {
                throw new NativeException(call, "rtnetlink", -result, "");
            }
        }

        @Override
        public void close() {
            Libc.close(state, fd);
        }
    }
}
