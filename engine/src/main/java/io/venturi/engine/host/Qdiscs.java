package io.venturi.engine.host;

import io.venturi.engine.clock.Reading;
import static io.venturi.ffi.linux.RouteStructs.NLMSGHDR;
import static io.venturi.ffi.linux.RouteStructs.RTATTR;
import static io.venturi.ffi.linux.RouteStructs.TCMSG;
import static io.venturi.ffi.linux.RouteStructs.TC_H_ROOT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.RouteStructs;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.iovec;
import io.venturi.ffi.linux.gen.mmsghdr;
import io.venturi.ffi.linux.gen.msghdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Asks the kernel for queueing disciplines, as {@code tc qdisc show} does; needs no permission.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
 */
final class Qdiscs {
    private static final int BUFFER = 1 << 16;
    private static final int MOST_MESSAGES = 1_000;

    /** One as the kernel lists it. */
    record Qdisc(int device, int handle, int parent, String kind) {}

    private Qdiscs() {
    }

    /** The root of an interface, and in brackets the kinds below it, such as {@code mq (fq_codel)}. */
    static Reading<String> of(String device) {
        try {
            NetworkInterface found = NetworkInterface.getByName(device);
            if (found == null) {
                return Reading.missing("there is no " + device);
            }
            Reading<List<Qdisc>> all = list();
            return all.isFound() ? describe(all.get().stream().filter(one -> one.device() == found.getIndex()).toList())
                    : Reading.missing(all.why());
        } catch (SocketException e) {
            return Reading.missing(device + " cannot be looked up: " + e.getMessage());
        }
    }

    static Reading<String> describe(List<Qdisc> ofDevice) {
        return ofDevice.stream().filter(one -> one.parent() == TC_H_ROOT).findFirst().<Reading<String>>map(root -> {
            TreeSet<String> below = new TreeSet<>();
            ofDevice.stream().filter(one -> one.parent() >>> 16 == root.handle() >>> 16 && one != root
                    && one.parent() != TC_H_ROOT).forEach(one -> below.add(one.kind()));
            return Reading.of(root.kind() + (below.isEmpty() ? "" : " (" + String.join(", ", below) + ")"));
        }).orElse(Reading.missing("the kernel lists none"));
    }

    private static Reading<List<Qdisc>> list() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.callState(arena);
            int fd = Libc.socket(state, Linux.AF_NETLINK(), Linux.SOCK_RAW() | Linux.SOCK_CLOEXEC(),
                    RouteStructs.NETLINK_ROUTE);
            if (fd < 0) {
                return Reading.missing("netlink: " + Errno.describe(-fd));
            }
            try {
                return list(arena, fd);
            } finally {
                Libc.close(state, fd);
            }
        }
    }

    /** The kernel answers within the calls, so nothing is waited for. */
    private static Reading<List<Qdisc>> list(Arena arena, int fd) {
        ThreadErrno errno = new ThreadErrno().ofThisThread();
        MemorySegment request = arena.allocate(NLMSGHDR + TCMSG, 8);
        request.set(JAVA_INT, RouteStructs.NLMSGHDR_NLMSG_LEN, NLMSGHDR + TCMSG);
        request.set(JAVA_SHORT_UNALIGNED, RouteStructs.NLMSGHDR_NLMSG_TYPE, (short) RouteStructs.RTM_GETQDISC);
        request.set(JAVA_SHORT_UNALIGNED, RouteStructs.NLMSGHDR_NLMSG_FLAGS,
                (short) (RouteStructs.NLM_F_REQUEST | RouteStructs.NLM_F_DUMP));
        int result = Libc.sendmmsg(errno, fd, message(arena, request), 1, 0);
        MemorySegment buffer = arena.allocate(BUFFER, 8);
        MemorySegment message = message(arena, buffer);
        List<Qdisc> all = new ArrayList<>();
        for (int i = 0; result >= 0 && i < MOST_MESSAGES; i++) {
            result = Libc.recvmmsg(errno, fd, message, 1, Linux.MSG_DONTWAIT());
            if (result > 0 && !read(buffer, message.get(JAVA_INT, mmsghdr.msg_len$offset()), all)) {
                return Reading.of(all);
            }
        }
        return Reading.missing("netlink: " + (result < 0 ? Errno.describe(-result) : "no end"));
    }

    private static MemorySegment message(Arena arena, MemorySegment content) {
        MemorySegment vector = arena.allocate(iovec.layout());
        vector.set(ValueLayout.ADDRESS, iovec.iov_base$offset(), content);
        vector.set(ValueLayout.JAVA_LONG, iovec.iov_len$offset(), content.byteSize());
        MemorySegment message = arena.allocate(mmsghdr.layout());
        message.set(ValueLayout.ADDRESS, msghdr.msg_iov$offset(), vector);
        message.set(ValueLayout.JAVA_LONG, msghdr.msg_iovlen$offset(), 1);
        return message;
    }

    /** False if that was the last part, or an error. */
    private static boolean read(MemorySegment buffer, int length, List<Qdisc> all) {
        int at = 0;
        while (at + NLMSGHDR <= length) {
            int size = buffer.get(JAVA_INT, at + RouteStructs.NLMSGHDR_NLMSG_LEN);
            int type = buffer.get(JAVA_SHORT_UNALIGNED, at + RouteStructs.NLMSGHDR_NLMSG_TYPE);
            if (type == RouteStructs.NLMSG_DONE || type == RouteStructs.NLMSG_ERROR || size < NLMSGHDR
                    || size > length - at) {
                return false;
            }
            if (type == RouteStructs.RTM_NEWQDISC && size >= NLMSGHDR + TCMSG) {
                all.add(qdisc(buffer.asSlice(at + NLMSGHDR, size - NLMSGHDR)));
            }
            at += size + 3 & ~3;
        }
        return true;
    }

    private static Qdisc qdisc(MemorySegment message) {
        String kind = "?";
        long at = TCMSG;
        while (at + RTATTR <= message.byteSize()) {
            int size = Short.toUnsignedInt(message.get(JAVA_SHORT_UNALIGNED, at + RouteStructs.RTATTR_RTA_LEN));
            if (size < RTATTR || size > message.byteSize() - at) {
                break;
            }
            if (message.get(JAVA_SHORT_UNALIGNED, at + RouteStructs.RTATTR_RTA_TYPE) == RouteStructs.TCA_KIND) {
                kind = message.asSlice(at + RTATTR, size - RTATTR).getString(0);
            }
            at += size + 3 & ~3;
        }
        return new Qdisc(message.get(JAVA_INT, RouteStructs.TCMSG_TCM_IFINDEX),
                message.get(JAVA_INT, RouteStructs.TCMSG_TCM_HANDLE),
                message.get(JAVA_INT, RouteStructs.TCMSG_TCM_PARENT), kind);
    }
}
