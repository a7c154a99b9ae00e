package io.venturi.engine.protocol.stamp;

import io.venturi.engine.error.ConfigException;
import java.net.InetAddress;

/**
 * A session that a reflector was told of before (RFC 8972 3).
 *
 * @param address of the sender
 * @param port    of the sender, 0 for any
 * @param ssid    0..65535, {@link #ANY_SSID} for any
 */
public record ListedSession(InetAddress address, int port, int ssid) {
    public static final int ANY_SSID = -1;

    public ListedSession {
        if (port < 0 || port > 0xffff || ssid < ANY_SSID || ssid > 0xffff) {
            throw new ConfigException("A session has port 0 to 65535 and SSID 0 to 65535, not %d and %d."
                    .formatted(port, ssid));
        }
    }
}
