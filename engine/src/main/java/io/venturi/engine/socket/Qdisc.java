package io.venturi.engine.socket;

import io.venturi.ffi.linux.RtNetlink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One queueing discipline of an interface, as RTM_GETQDISC tells it.
 *
 * @param device   number of the interface
 * @param handle   its own, 0 for one that the kernel made
 * @param parent   that of the class it hangs on, {@link RtNetlink#TC_H_ROOT} for the interface itself
 * @param kind     such as {@code fq}
 * @param deltaNs  of etf: how long before its time a packet is handed to the driver, ns
 * @param deadline of etf: times are latest times
 * @param offload  of etf: the card holds packets to their times
 * @see <a href="https://www.man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
 */
record Qdisc(int device, int handle, int parent, String kind, long deltaNs, boolean deadline, boolean offload) {

    /**
     * Read the messages of one datagram from the kernel, in host order.
     *
     * @param qdiscs what is found is added here; what is malformed or of another kind is left out
     * @return true if no more datagrams follow
     */
    static boolean read(ByteBuffer messages, List<Qdisc> qdiscs) {
        int at = 0;
        while (messages.limit() - at >= RtNetlink.NLMSGHDR_BYTES) {
            int length = messages.getInt(at);
            int type = Short.toUnsignedInt(messages.getShort(at + RtNetlink.NLMSGHDR_TYPE));
            if (length < RtNetlink.NLMSGHDR_BYTES || length > messages.limit() - at
                    || type == RtNetlink.NLMSG_DONE || type == RtNetlink.NLMSG_ERROR) {
                return true;
            }
            if (type == RtNetlink.RTM_NEWQDISC
                    && length >= RtNetlink.NLMSGHDR_BYTES + RtNetlink.TCMSG_BYTES) {
                qdiscs.add(one(messages.slice(at + RtNetlink.NLMSGHDR_BYTES, length - RtNetlink.NLMSGHDR_BYTES)
                        .order(messages.order())));
            }
            at += length + 3 & ~3;
        }
        return false;
    }

    private static Qdisc one(ByteBuffer message) {
        int kindAt = attribute(message, RtNetlink.TCMSG_BYTES, message.limit(), RtNetlink.TCA_KIND);
        String kind = kindAt < 0 ? "" : text(message, kindAt);
        int flags = 0;
        int delta = 0;
        if (kind.equals("etf")) {
            int parameters = etfParameters(message);
            delta = parameters < 0 ? 0 : message.getInt(parameters);
            flags = parameters < 0 ? 0 : message.getInt(parameters + RtNetlink.TC_ETF_QOPT_FLAGS);
        }
        return new Qdisc(message.getInt(RtNetlink.TCMSG_IFINDEX), message.getInt(RtNetlink.TCMSG_HANDLE),
                message.getInt(RtNetlink.TCMSG_PARENT), kind, delta,
                (flags & RtNetlink.TC_ETF_DEADLINE_MODE_ON) != 0, (flags & RtNetlink.TC_ETF_OFFLOAD_ON) != 0);
    }

    private static int etfParameters(ByteBuffer message) {
        int options = attribute(message, RtNetlink.TCMSG_BYTES, message.limit(), RtNetlink.TCA_OPTIONS);
        if (options < 0) {
            return -1;
        }
        int end = options + length(message, options);
        int parameters = attribute(message, options, end, RtNetlink.TCA_ETF_PARMS);
        return parameters < 0 || length(message, parameters) < RtNetlink.TC_ETF_QOPT_BYTES ? -1 : parameters;
    }

    /** Where the value of the first attribute of this type begins, -1 if there is none. */
    static int attribute(ByteBuffer message, int from, int end, int type) {
        int at = from;
        while (end - at >= RtNetlink.RTATTR_BYTES) {
            int length = Short.toUnsignedInt(message.getShort(at));
            if (length < RtNetlink.RTATTR_BYTES || length > end - at) {
                return -1;
            }
            if ((message.getShort(at + 2) & 0x3fff) == type) { // without the flags for nested and byte order
                return at + RtNetlink.RTATTR_BYTES;
            }
            at += length + 3 & ~3;
        }
        return -1;
    }

    /** Length of the value that begins at {@code value}. */
    static int length(ByteBuffer message, int value) {
        return Short.toUnsignedInt(message.getShort(value - RtNetlink.RTATTR_BYTES)) - RtNetlink.RTATTR_BYTES;
    }

    private static String text(ByteBuffer message, int value) {
        byte[] bytes = new byte[length(message, value)];
        message.get(value, bytes);
        String text = new String(bytes, StandardCharsets.US_ASCII);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
