package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.socket.TcpInfo;

/** What the kernel has counted of a connection so far; -1 for what it does not tell. */
record TcpCounts(long retransmits, long congestionWindowBytes, long sendWindowBytes, long rttUs, long rttVariationUs,
                 long pathMtu, long reorderings, long busyUs, long receiveWindowLimitedUs, long sendBufferLimitedUs,
                 long congestionWindowSegments, long deliveryBitsPerSecond, long pacingBitsPerSecond,
                 long emptyRttUs) {

    static TcpCounts of(TcpInfo info) {
        return new TcpCounts(info.retransmits(), info.congestionWindowBytes(), info.sendWindowBytes(), info.rttUs(),
                info.rttVariationUs(), info.pathMtu(), info.reorderingsSeen(), info.busyUs(),
                info.receiveWindowLimitedUs(), info.sendBufferLimitedUs(),
                info.congestionWindowSegments(), bits(info.deliveryRate()), bits(info.pacingRate()),
                info.leastRttUs());
    }

    /** All ones stand for no limit, as -1 does for what is not told. */
    private static long bits(long bytesPerSecond) {
        return bytesPerSecond < 0 ? TcpInfo.UNKNOWN : 8 * bytesPerSecond;
    }
}
