package io.venturi.engine.protocol.udpst;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import java.net.InetSocketAddress;

/** Takes note of the load datagrams that one connection receives. Thread: the lane; must not block. */
public interface LoadLog extends AutoCloseable {
    /** Takes no note. */
    LoadLog NONE = (_, _, _, _) -> { };
    /** In place of a round trip: this datagram gave no sample. */
    long NO_SAMPLE = -1;

    /** Begins one when a connection is activated, on its lane. */
    @FunctionalInterface
    interface Opener {
        /** None for anyone. */
        Opener NONE = _ -> LoadLog.NONE;

        /** Never null. */
        LoadLog open(Source source);
    }

    /**
     * Which connection.
     *
     * @param connection number in events
     * @param server     this end is the server
     * @param index      on the wire, from 0
     * @param count      connections of its test
     * @param ident      of its test
     * @param control    control port of the server
     */
    record Source(int connection, boolean server, int index, int count, int ident, InetSocketAddress local,
                  InetSocketAddress remote, InetSocketAddress control) {
    }

    /**
     * A datagram has arrived.
     *
     * @param ecn           codepoint, 0 unless marks are watched
     * @param arrivedWallNs ns since 1970
     * @param rttMs         round trip as it goes on the wire, or {@link #NO_SAMPLE}
     */
    @HotPath
    void datagram(LoadPdu load, int ecn, long arrivedWallNs, long rttMs);

    /** Nothing more comes. */
    @Override
    default void close() {
    }
}
