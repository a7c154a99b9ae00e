package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.annotation.HotPath;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.in6_pktinfo;
import io.venturi.ffi.linux.gen.in_pktinfo;
import io.venturi.ffi.linux.gen.timespec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads the control messages of received datagrams, and writes those of replies.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>, ipv6(7), socket(7), cmsg(3)
 */
final class ControlParser {
    private static final int SOL_SOCKET = Linux.SOL_SOCKET();
    private static final int SOL_IP = Linux.IPPROTO_IP();
    private static final int SOL_IPV6 = Linux.IPPROTO_IPV6();
    private static final int SOL_UDP = Linux.IPPROTO_UDP();
    private static final int UDP_GRO = Linux.UDP_GRO();
    private static final int SCM_TIMESTAMPING = Linux.SO_TIMESTAMPING();
    private static final int SCM_TIMESTAMPING_PKTINFO = Linux.SCM_TIMESTAMPING_PKTINFO();
    private static final int SO_RXQ_OVFL = Linux.SO_RXQ_OVFL();
    private static final int TX_SOFTWARE = Linux.SOF_TIMESTAMPING_TX_SOFTWARE();
    private static final int IP_TOS = Linux.IP_TOS();
    private static final int IP_TTL = Linux.IP_TTL();
    private static final int IP_PKTINFO = Linux.IP_PKTINFO();
    private static final int IPV6_TCLASS = Linux.IPV6_TCLASS();
    private static final int IPV6_HOPLIMIT = Linux.IPV6_HOPLIMIT();
    private static final int IPV6_PKTINFO = Linux.IPV6_PKTINFO();
    private static final int IN_PKTINFO_SIZE = (int) in_pktinfo.sizeof();
    private static final int IN6_PKTINFO_SIZE = (int) in6_pktinfo.sizeof();
    private static final long SPEC_DST = in_pktinfo.ipi_spec_dst$offset();
    private static final long DESTINATION = in_pktinfo.ipi_addr$offset();
    private static final long IN6_IFINDEX = in6_pktinfo.ipi6_ifindex$offset();
    private static final ValueLayout.OfInt INT_OF_WIRE = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_OF_WIRE = JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);
    private static final long IPV4_MAPPED = 0xffffL << 32;
    private static final long NIC_STAMP = 2 * timespec.sizeof();
    private static final long NONE = -1;

    private final MessageVector incoming;
    private final MemorySegment controls;
    private final long[] packetInfo;
    private final int[] nicIndexes;
    private int nicIndex;
    private long overflows;

    /** @param nicIndexes interfaces whose card is the one that stamps what is sent, empty for any */
    ControlParser(MessageVector incoming, int[] nicIndexes) {
        this.incoming = incoming;
        this.nicIndexes = nicIndexes;
        this.controls = incoming.controls();
        this.packetInfo = new long[incoming.count()];
    }

    /** Put what the kernel said about datagram {@code i} into {@code packet}. */
    @HotPath
    void parse(int i, Packet packet) {
        packetInfo[i] = NONE;
        nicIndex = 0;
        for (long at = incoming.firstControl(i); at >= 0; at = incoming.nextControl(i, at)) {
            int level = incoming.controlLevel(at);
            int type = incoming.controlType(at);
            long data = MessageVector.controlData(at);
            if (level == SOL_SOCKET) {
                parseSocketLevel(type, data, packet);
            } else if (level == SOL_IP) {
                parseIpv4(i, type, data, packet);
            } else if (level == SOL_IPV6) {
                parseIpv6(i, type, data, packet);
            } else if (level == SOL_UDP && type == UDP_GRO) {
                packet.segmentBytes(controls.get(JAVA_INT, data));
            }
        }
        if (packet.receivedNicNs() != 0 && !isOurCard()) {
            packet.receivedNicNs(0); // by another clock
        }
    }

    private boolean isOurCard() {
        boolean ours = nicIndex == 0 || nicIndexes.length == 0;
        for (int i = 0; i < nicIndexes.length && !ours; i++) {
            ours = nicIndexes[i] == nicIndex;
        }
        return ours;
    }

    private void parseSocketLevel(int type, long data, Packet packet) {
        if (type == SCM_TIMESTAMPING) {
            packet.receivedKernelNs(kernelStampNs(controls, data));
            packet.receivedNicNs(nicStampNs(controls, data));
        } else if (type == SCM_TIMESTAMPING_PKTINFO) {
            nicIndex = controls.get(JAVA_INT, data);
        } else if (type == SO_RXQ_OVFL) {
            // a 32-bit running count that may wrap
            overflows += controls.get(JAVA_INT, data) - (int) overflows;
        }
    }

    private void parseIpv4(int i, int type, long data, Packet packet) {
        if (type == IP_TOS) {
            packet.trafficClass(controls.get(JAVA_BYTE, data) & 0xff);
        } else if (type == IP_TTL) {
            packet.hopLimit(controls.get(JAVA_INT, data));
        } else if (type == IP_PKTINFO) {
            packetInfo[i] = data;
            packet.destination(0, IPV4_MAPPED | Integer.toUnsignedLong(controls.get(INT_OF_WIRE, data + DESTINATION)));
        }
    }

    private void parseIpv6(int i, int type, long data, Packet packet) {
        if (type == IPV6_TCLASS) {
            packet.trafficClass(controls.get(JAVA_INT, data) & 0xff);
        } else if (type == IPV6_HOPLIMIT) {
            packet.hopLimit(controls.get(JAVA_INT, data));
        } else if (type == IPV6_PKTINFO) {
            packetInfo[i] = data;
            packet.destination(controls.get(LONG_OF_WIRE, data), controls.get(LONG_OF_WIRE, data + Long.BYTES));
        }
    }

    /** The software stamp (first of three timespecs) of an scm_timestamping at {@code data}, 0 if absent. */
    static long kernelStampNs(MemorySegment controls, long data) {
        return timespecNs(controls, data);
    }

    /** The raw hardware stamp (last of three timespecs) of an scm_timestamping at {@code data}, 0 if absent. */
    static long nicStampNs(MemorySegment controls, long data) {
        return timespecNs(controls, data + NIC_STAMP);
    }

    private static long timespecNs(MemorySegment controls, long at) {
        return controls.get(JAVA_LONG, at) * 1_000_000_000L + controls.get(JAVA_LONG, at + 8);
    }

    /** Datagrams dropped so far because the receive buffer was full. */
    long overflows() {
        return overflows;
    }

    /** Let reply {@code slot} leave from the address that datagram {@code i} was sent to. */
    @HotPath
    void addSource(int i, MessageVector replies, int slot) {
        long from = packetInfo[i];
        if (from == NONE) {
            return;
        }
        MemorySegment out = replies.controls();
        if (incoming.controlLevel(from - CMSG_HEADER) == SOL_IP) {
            long to = replies.addControl(slot, SOL_IP, IP_PKTINFO, IN_PKTINFO_SIZE);
            out.set(JAVA_INT, to, 0);
            out.set(JAVA_INT, to + SPEC_DST, controls.get(JAVA_INT, from + SPEC_DST));
            out.set(JAVA_INT, to + SPEC_DST + 4, 0);
        } else {
            long to = replies.addControl(slot, SOL_IPV6, IPV6_PKTINFO, IN6_PKTINFO_SIZE);
            long high = controls.get(JAVA_LONG, from);
            out.set(JAVA_LONG, to, high);
            out.set(JAVA_LONG, to + 8, controls.get(JAVA_LONG, from + 8));
            // Naming the interface would override routing; a link-local address needs it.
            out.set(JAVA_INT, to + IN6_IFINDEX, isLinkLocal(high) ? controls.get(JAVA_INT, from + IN6_IFINDEX) : 0);
        }
    }

    private static final long CMSG_HEADER = MessageVector.controlData(0);

    private static boolean isLinkLocal(long nativeOrderHigh) {
        long high = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                ? Long.reverseBytes(nativeOrderHigh) : nativeOrderHigh;
        return high >>> 54 == 0xfe80 >>> 6;
    }

    /** Ask for a transmit stamp of reply {@code slot}, whose socket has the options for stamps but asks for none. */
    @HotPath
    void addStampRequest(MessageVector replies, int slot) {
        long to = replies.addControl(slot, SOL_SOCKET, SCM_TIMESTAMPING, 4);
        replies.controls().set(JAVA_INT, to, TX_SOFTWARE);
    }

    /** Mark reply {@code slot} with a traffic class byte. */
    @HotPath
    void addTrafficClass(int trafficClass, MessageVector replies, int slot, boolean ipv6) {
        long to = ipv6
                ? replies.addControl(slot, SOL_IPV6, IPV6_TCLASS, 4)
                : replies.addControl(slot, SOL_IP, IP_TOS, 4);
        replies.controls().set(JAVA_INT, to, trafficClass);
    }
}
