package io.venturi.engine.api;

import io.venturi.engine.plan.ProtocolDescription;
import io.venturi.engine.spi.Protocols;
import java.util.Collection;
import java.util.List;

/** The protocols that can carry a throughput test besides TCP and UDP. */
public final class ThroughputProtocols {

    private ThroughputProtocols() {
    }

    /**
     * All, by name.
     *
     * @param plugins jars to look in, besides the class path
     * @throws io.venturi.engine.error.ConfigException if a jar cannot be used
     */
    public static List<ProtocolDescription> describe(Collection<String> plugins) {
        return Protocols.load(plugins).descriptions();
    }
}
