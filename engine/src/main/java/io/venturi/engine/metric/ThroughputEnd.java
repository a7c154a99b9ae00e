package io.venturi.engine.metric;

import java.util.List;

/**
 * What one end of a stream counted, without the time omitted.
 *
 * @param bytes       payload sent or received
 * @param durationNs  measured by that end
 * @param retransmits segments sent again, -1 if not known or not a sender
 * @param datagrams   of a UDP stream, else {@link ThroughputDatagrams#NONE}
 * @param details     what the protocol tells besides; empty for TCP and UDP
 */
public record ThroughputEnd(long bytes, long durationNs, long retransmits, ThroughputDatagrams datagrams,
                            List<ProtocolValue> details) {
    public ThroughputEnd {
        details = List.copyOf(details);
    }

    /** Of TCP or UDP. */
    public ThroughputEnd(long bytes, long durationNs, long retransmits, ThroughputDatagrams datagrams) {
        this(bytes, durationNs, retransmits, datagrams, List.of());
    }

    /** Payload rate, bits per second. */
    public double bitsPerSecond() {
        return durationNs <= 0 ? 0 : bytes * 8e9 / durationNs;
    }
}
