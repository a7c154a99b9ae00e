package io.venturi.engine.spi;

import io.venturi.engine.annotation.Incubating;
import io.venturi.engine.plan.ProtocolDescription;
import io.venturi.engine.plan.ProtocolOptions;

/**
 * A protocol that carries a stream of bytes in datagrams. A service: named in
 * {@code META-INF/services/io.venturi.engine.spi.DatagramProtocol}, with a public constructor without parameters.
 *
 * <p>Thread-safe: it holds no state; {@link #open} makes what does.
 */
@Incubating
public interface DatagramProtocol {

    /** Name, options and figures; the same at each call. */
    ProtocolDescription description();

    /**
     * Bytes of a block, the unit of pacing, unless the user asks for others.
     *
     * @return 16..65507; if nothing else is said, what goes in one packet over every path of IPv6 with headers to spare
     * @throws io.venturi.engine.error.ConfigException if the options do not go together
     */
    default int blockBytes(ProtocolOptions options) {
        return 1200;
    }

    /**
     * Payload of the largest UDP datagram that either end sends.
     *
     * @param blockBytes in force
     * @return 1..65507
     * @throws io.venturi.engine.error.ConfigException if blocks of this size do not go with the options
     */
    int datagramBytes(ProtocolOptions options, int blockBytes);

    /** Memory that one end of a stream takes, bytes: a server refuses what would take too much. */
    default long memoryBytes(ProtocolOptions options) {
        return 0;
    }

    /** One end of one stream; data flow from the end whose host {@linkplain StreamHost#sends() sends}. */
    DatagramEndpoint open(StreamHost host, ProtocolOptions options);
}
