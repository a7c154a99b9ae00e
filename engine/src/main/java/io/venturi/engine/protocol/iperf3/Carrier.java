package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.ProtocolFigure;
import io.venturi.engine.plan.ProtocolDescription;
import io.venturi.engine.plan.ProtocolOptions;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;
import io.venturi.engine.spi.DatagramProtocol;
import io.venturi.engine.spi.Protocols;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The protocol of the service provider interface that carries a test, with its options. */
public final class Carrier {
    /** Of the round trips that an endpoint told of. */
    static final List<ProtocolFigure> ROUND_TRIPS = List.of(
            ProtocolFigure.gauge("rttLeast", "ms", "Shortest round trip the protocol measured."),
            ProtocolFigure.gauge("rttMean", "ms", "Mean of the round trips the protocol measured.").shownLive(),
            ProtocolFigure.gauge("rttMost", "ms", "Longest round trip the protocol measured."));
    /** If what arrives is compared with what was sent. */
    static final List<ProtocolFigure> VERIFIED = List.of(
            ProtocolFigure.count("verifiedBytes", "bytes", "Payload bytes that were compared with what was sent."),
            ProtocolFigure.count("corruptPieces", "", "Deliveries that were not what was sent."));
    private static final int LEAST_BYTES = 16;
    private static final int MOST_BYTES = 65_507;
    private static final long MOST_MEMORY = 1L << 30;

    private final DatagramProtocol protocol;
    private final ProtocolDescription description;
    private final ProtocolOptions options;

    private Carrier(DatagramProtocol protocol, ProtocolOptions options) {
        this.protocol = protocol;
        this.description = protocol.description();
        this.options = options;
    }

    /**
     * The protocol of that name, set up as asked.
     *
     * @throws ConfigException if there is none, or an option is wrong
     */
    public static Carrier of(Protocols protocols, String name, Map<String, String> options) {
        DatagramProtocol protocol = protocols.find(name).orElseThrow(() -> new ConfigException("There is no protocol '"
                + name + "' here; there are tcp, udp, " + protocols.names() + ". Others come with --plugin."));
        try {
            return new Carrier(protocol, ProtocolOptions.of(protocol.description(), options));
        } catch (ConfigException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new ConfigException("The code of protocol " + name + " failed: " + e + ".", e);
        }
    }

    /**
     * See whether a test can be run.
     *
     * @throws ConfigException if not
     */
    void check(Iperf3Parameters parameters) {
        int blockBytes = parameters.load().blockBytes();
        if (blockBytes < LEAST_BYTES) {
            throw new ConfigException("Blocks of protocol " + name() + " are " + LEAST_BYTES + " to " + MOST_BYTES
                    + " bytes, not " + blockBytes + ".");
        }
        int datagramBytes = datagramBytes(blockBytes);
        if (datagramBytes < 1 || datagramBytes > MOST_BYTES) {
            throw new ConfigException("Blocks of " + blockBytes + " bytes are too large for protocol " + name() + ".");
        }
        long memory = call(() -> protocol.memoryBytes(options));
        if (memory * parameters.streamsInAll() > MOST_MEMORY) {
            throw new ConfigException("A test with these options of protocol " + name() + " takes "
                    + memory * parameters.streamsInAll() / (1 << 20) + " MiB of memory, more than "
                    + MOST_MEMORY / (1 << 20) + " MiB: take smaller windows or fewer streams.");
        }
    }

    String name() {
        return description.name();
    }

    ProtocolDescription description() {
        return description;
    }

    DatagramProtocol protocol() {
        return protocol;
    }

    ProtocolOptions options() {
        return options;
    }

    boolean verifies() {
        return options.flag(ProtocolDescription.VERIFY.name());
    }

    /** Bytes of a block if none are asked for. */
    int blockBytes() {
        return (int) call(() -> protocol.blockBytes(options));
    }

    int datagramBytes(int blockBytes) {
        return (int) call(() -> protocol.datagramBytes(options, blockBytes));
    }

    /** What each end of a stream tells: the protocol's own, then the engine's. */
    List<ProtocolFigure> figures() {
        List<ProtocolFigure> figures = new ArrayList<>(description.figures());
        figures.addAll(description.roundTrips() ? ROUND_TRIPS : List.of());
        figures.addAll(verifies() ? VERIFIED : List.of());
        return figures;
    }

    private interface Asked {
        long answer();
    }

    private long call(Asked asked) {
        try {
            return asked.answer();
        } catch (ConfigException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new ConfigException("The code of protocol " + name() + " failed: " + e + ".", e);
        }
    }
}
