package io.venturi.engine.protocol.udpst;

import io.venturi.engine.protocol.udpst.wire.PduKey;
import io.venturi.engine.protocol.udpst.wire.SetupPdu;
import java.net.InetSocketAddress;

/**
 * What a server keeps of a Setup request that it accepted.
 *
 * @param number    of the connection in events
 * @param client    who asked
 * @param high, low, port the same as numbers, see {@link io.venturi.engine.socket.Packet}
 * @param longBursts the client knows them, see {@link SetupPdu#LONG_BURSTS}
 * @param shared    the key that signed it, null without authentication
 * @param setupTime authUnixTime of the request, from which keys are derived
 */
record AcceptedSetup(int number, InetSocketAddress client, long high, long low, int port, int version, int index,
                     int count, int ident, int mbps, boolean upstream, boolean longBursts, byte[] shared, int keyId,
                     long setupTime) {
    private static final int IPV4_MAPPED = 0xffff;

    boolean isOlder() {
        return version < SetupPdu.VERSION;
    }

    boolean ipv6() {
        return high != 0 || low >>> 32 != IPV4_MAPPED;
    }

    int authMode() {
        return shared == null ? 0 : 1;
    }

    /** Before version 20 only Setup requests are signed. */
    boolean isSigned() {
        return shared != null && !isOlder();
    }

    PduKey clientKey() {
        return PduKey.client(shared, setupTime);
    }

    PduKey serverKey() {
        return PduKey.server(shared, setupTime);
    }

    /** The same request again, by whatever way it came twice. */
    boolean isFrom(long otherHigh, long otherLow, int otherPort, SetupPdu setup) {
        return high == otherHigh && low == otherLow && port == otherPort && ident == setup.ident()
                && index == setup.index() && version == setup.version();
    }
}
