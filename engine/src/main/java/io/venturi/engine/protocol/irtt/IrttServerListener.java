package io.venturi.engine.protocol.irtt;

import io.venturi.engine.protocol.irtt.wire.DropReason;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.socket.Packet;

import java.net.InetSocketAddress;

/**
 * Told what happens to the sessions of an {@link IrttServer}, for its log. Never told about an echo that is answered.
 *
 * <p>Called on the lane thread, between packets: return soon, never block. A packet is valid only during the call and
 * still holds what was received, unless said otherwise. Tokens are unsigned.
 */
public interface IrttServerListener {
    /** Hears nothing. */
    IrttServerListener NONE = new IrttServerListener() {
    };

    /** A session was opened; repeated opens that are answered with the same session are not told again. */
    default void opened(Packet packet, long token, IrttParams granted) {
    }

    /** A client asked what it would be granted, and wanted no session. */
    default void probed(Packet packet, IrttParams granted) {
    }

    /** A client chose a fill that is allowed and that we do not have (printable ASCII); it was granted our own. */
    default void fillUnknown(Packet packet, String descriptor) {
    }

    /** A client closed its session. */
    default void closed(Packet packet, long token) {
    }

    /** A session ran longer than its server allows; this packet is its last and is answered. */
    default void exceededDuration(Packet packet, long token) {
    }

    /** A session was idle for too long, or never used, and is forgotten. */
    default void expired(InetSocketAddress peer, long token) {
    }

    /** A datagram was dropped. In a flood this is called for every packet: count, and write only now and then. */
    default void dropped(Packet packet, DropReason reason) {
    }
}
