package io.venturi.engine.metric;

/**
 * What the two ends of a throughput test agreed on. 0 and empty stand for what was not asked for.
 *
 * @param streams          per direction
 * @param blockBytes       of a write, or UDP payload, the default filled in
 * @param omitSeconds      at the beginning, not counted
 * @param seconds          length of the test behind that, 0 for no such limit
 * @param bytes            in all streams together, 0 for no such limit
 * @param blocks           in all streams together, 0 for no such limit
 * @param bitsPerSecond    payload of each stream, 0 for as fast as it goes
 * @param burstBlocks      written back to back before the rate is looked at
 * @param socketPacingRate SO_MAX_PACING_RATE of each stream, bits per second
 * @param trafficClass     TOS or traffic class byte
 * @param windowBytes      socket buffers asked for
 * @param maxSegment       TCP_MAXSEG asked for, bytes
 * @param segmentation     UDP datagrams are handed to the kernel in trains
 * @param title            for reports
 * @param extraData        for reports
 * @param extension        the protocol if it is {@link ThroughputProtocol#OTHER}
 */
public record ThroughputSettings(ThroughputProtocol protocol, ThroughputDirection direction, int streams,
                                 int blockBytes, int omitSeconds, int seconds, long bytes, long blocks,
                                 long bitsPerSecond, int burstBlocks, long socketPacingRate, int trafficClass,
                                 int windowBytes, int maxSegment, boolean segmentation, String title,
                                 String extraData, ThroughputExtension extension) {

    /** Of TCP or UDP. */
    public ThroughputSettings(ThroughputProtocol protocol, ThroughputDirection direction, int streams, int blockBytes,
                              int omitSeconds, int seconds, long bytes, long blocks, long bitsPerSecond,
                              int burstBlocks, long socketPacingRate, int trafficClass, int windowBytes, int maxSegment,
                              boolean segmentation, String title, String extraData) {
        this(protocol, direction, streams, blockBytes, omitSeconds, seconds, bytes, blocks, bitsPerSecond, burstBlocks,
                socketPacingRate, trafficClass, windowBytes, maxSegment, segmentation, title, extraData,
                ThroughputExtension.NONE);
    }
}
