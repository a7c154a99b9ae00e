package io.venturi.engine.protocol.stamp;

import io.venturi.engine.socket.Packet;
import java.net.InetSocketAddress;

/** What a reflector tells as it happens. Called on the lane thread: must be short, and must not keep the packet. */
public interface StampReflectorListener {
    /** Hears nothing. */
    StampReflectorListener NONE = new StampReflectorListener() { };

    /** A session of a stateful reflector begins with this packet. */
    default void begun(Packet packet, int ssid) {
    }

    /** A session was idle for too long. */
    default void expired(InetSocketAddress peer, int ssid) {
    }

    /** A datagram was not answered. */
    default void dropped(Packet packet, StampDrop reason) {
    }
}
