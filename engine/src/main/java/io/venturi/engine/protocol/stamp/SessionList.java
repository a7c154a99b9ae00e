package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.socket.Packet;
import java.util.List;

/** The sessions a reflector was told of, as numbers. Empty means that everybody is welcome. Immutable. */
final class SessionList {
    private final ListedSession[] sessions;
    private final long[] high;
    private final long[] low;

    SessionList(List<ListedSession> list) {
        sessions = list.toArray(ListedSession[]::new);
        high = new long[sessions.length];
        low = new long[sessions.length];
        for (int i = 0; i < sessions.length; i++) {
            AddressBits bits = AddressBits.of(sessions[i].address());
            high[i] = bits.high();
            low[i] = bits.low();
        }
    }

    boolean isOpen() {
        return sessions.length == 0;
    }

    /** True if a session of this packet's sender and with this SSID was listed. */
    @HotPath
    boolean has(Packet packet, int ssid) {
        for (int i = 0; i < sessions.length; i++) {
            ListedSession listed = sessions[i];
            if (low[i] == packet.peerLow() && high[i] == packet.peerHigh()
                    && (listed.port() == 0 || listed.port() == packet.peerPort())
                    && (listed.ssid() == ListedSession.ANY_SSID || listed.ssid() == ssid)) {
                return true;
            }
        }
        return false;
    }
}
