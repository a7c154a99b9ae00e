package io.venturi.engine.socket;

import io.venturi.engine.plan.RttPlan.DontFragment;
import java.net.InetSocketAddress;

/**
 * What a UDP socket is to be. Concluded once; {@link UdpSocket} checks every system call that puts it in force.
 *
 * @param local              address to bind, port 0 for any; its family is the socket's family
 * @param remote             peer to connect to, or null for a socket that answers anyone
 * @param batch              datagrams per system call, 1..1024
 * @param slotBytes          largest payload in bytes, 1..65536
 * @param trafficClass       TOS or traffic class byte of what is sent, 0..255
 * @param hopLimit           TTL or hop limit of what is sent, 1..255, or 0 for the host's default
 * @param dontFragment       the DF bit, or the IPv6 equivalent
 * @param transmitStamps     ask for kernel transmit stamps of everything sent
 * @param receiveStamps      ask for kernel receive stamps
 * @param receiveMarks       ask for traffic class and hop limit of what is received, 0.1 us per datagram
 * @param receiveBufferBytes SO_RCVBUF to ask for, 0 for the host's default
 * @param reusePort          several sockets share the port (SO_REUSEPORT)
 * @param device             interface name to bind to, or empty
 * @param stamps             stamps besides those two
 * @param load               what a socket needs that is to carry much
 * @param launch             on which clock it is told when datagrams are to leave
 */
public record SocketOptions(InetSocketAddress local, InetSocketAddress remote, int batch, int slotBytes,
                            int trafficClass, int hopLimit, DontFragment dontFragment, boolean transmitStamps,
                            boolean receiveStamps, boolean receiveMarks, int receiveBufferBytes,
                            boolean reusePort, String device, StampOptions stamps, LoadOptions load,
                            LaunchClock launch) {

    public SocketOptions {
        if (load.segmentation() && transmitStamps) {
            throw new IllegalArgumentException("the kernel stamps a train once: either segmentation or transmitStamps");
        }
    }

    /** Options of a socket connected to {@code remote}; everything else at its default. */
    public static SocketOptions connected(InetSocketAddress local, InetSocketAddress remote) {
        return new SocketOptions(local, remote, 64, 65536, 0, 0, DontFragment.DEFAULT, true, true, true, 1 << 22, false,
                "", StampOptions.NONE, LoadOptions.NONE, LaunchClock.NONE);
    }

    /** Options of a socket that answers anyone who asks at {@code local}. */
    public static SocketOptions listening(InetSocketAddress local) {
        return new SocketOptions(local, null, 64, 65536, 0, 0, DontFragment.DEFAULT, false, true, true, 1 << 22,
                false, "", StampOptions.NONE, LoadOptions.NONE, LaunchClock.NONE);
    }

    /** The same with another batch size and largest payload. */
    public SocketOptions sized(int newBatch, int newSlotBytes) {
        return new SocketOptions(local, remote, newBatch, newSlotBytes, trafficClass, hopLimit, dontFragment,
                transmitStamps, receiveStamps, receiveMarks, receiveBufferBytes, reusePort, device, stamps, load,
                launch);
    }

    /** The same with other marks on the packets. */
    public SocketOptions marked(int newTrafficClass, int newHopLimit, DontFragment newDontFragment) {
        return new SocketOptions(local, remote, batch, slotBytes, newTrafficClass, newHopLimit, newDontFragment,
                transmitStamps, receiveStamps, receiveMarks, receiveBufferBytes, reusePort, device, stamps, load,
                launch);
    }

    /** The same with kernel stamps asked for or not. */
    public SocketOptions stamped(boolean transmit, boolean receive) {
        return new SocketOptions(local, remote, batch, slotBytes, trafficClass, hopLimit, dontFragment, transmit,
                receive, receiveMarks, receiveBufferBytes, reusePort, device, stamps, load, launch);
    }

    /** The same with traffic class and hop limit of what is received asked for or not. */
    public SocketOptions readingMarks(boolean newReceiveMarks) {
        return new SocketOptions(local, remote, batch, slotBytes, trafficClass, hopLimit, dontFragment,
                transmitStamps, receiveStamps, newReceiveMarks, receiveBufferBytes, reusePort, device, stamps, load,
                launch);
    }

    /** True if replies must leave from the address that was asked, which the kernel has to tell. */
    boolean needsDestination() {
        return remote == null && local.getAddress().isAnyLocalAddress();
    }

    /** True if nothing is to be read about single datagrams but their payload and sender. */
    boolean isBare() {
        return !receiveStamps && !receiveMarks && !needsDestination() && !load.groReceive();
    }

    /** The same, sharing its port, on an interface ({@code device} may be empty). */
    public SocketOptions shared(boolean newReusePort, String newDevice) {
        return new SocketOptions(local, remote, batch, slotBytes, trafficClass, hopLimit, dontFragment,
                transmitStamps, receiveStamps, receiveMarks, receiveBufferBytes, newReusePort, newDevice, stamps,
                load, launch);
    }

    /** The same for much traffic. */
    public SocketOptions loaded(LoadOptions newLoad) {
        return new SocketOptions(local, remote, batch, slotBytes, trafficClass, hopLimit, dontFragment,
                transmitStamps, receiveStamps, receiveMarks, receiveBufferBytes, reusePort, device, stamps, newLoad,
                launch);
    }

    /** The same with other stamps too. */
    public SocketOptions stamped(StampOptions newStamps) {
        return new SocketOptions(local, remote, batch, slotBytes, trafficClass, hopLimit, dontFragment,
                transmitStamps, receiveStamps, receiveMarks, receiveBufferBytes, reusePort, device, newStamps, load,
                launch);
    }

    /** The same with another receive buffer. */
    public SocketOptions receiveBuffer(int bytes) {
        return new SocketOptions(local, remote, batch, slotBytes, trafficClass, hopLimit, dontFragment,
                transmitStamps, receiveStamps, receiveMarks, bytes, reusePort, device, stamps, load, launch);
    }

    /** The same, told on this clock when datagrams are to leave. */
    public SocketOptions launched(LaunchClock newLaunch) {
        return new SocketOptions(local, remote, batch, slotBytes, trafficClass, hopLimit, dontFragment,
                transmitStamps, receiveStamps, receiveMarks, receiveBufferBytes, reusePort, device, stamps, load,
                newLaunch);
    }
}
