package io.venturi.engine.protocol.udpst;

import io.venturi.engine.socket.Transmitter;
import java.net.InetSocketAddress;

/**
 * The socket of one connection, which belongs to the lane of its endpoint. Its slots hold the largest datagram of the
 * table of sending rates, and at least a status PDU.
 */
public interface TestSocket extends Transmitter {

    /** What it is bound to. */
    InetSocketAddress local();

    /** Speak with this peer only from now on. @return 0 or {@code -errno} */
    int connect(InetSocketAddress peer);

    /** Send {@code bytes} of slot 0 to someone before there is a peer. @return 1 or {@code -errno} */
    int sendTo(InetSocketAddress someone, int bytes);

    /** TOS or traffic class byte of all that is sent from now on. @return 0 or {@code -errno} */
    int trafficClass(int value);

    /** Datagrams the kernel dropped so far because the receive buffer was full. */
    long overflows();
}
