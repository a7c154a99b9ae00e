package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.venturi.ffi.linux.gen.tcp_info;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What the kernel knows of a connection (TCP_INFO), as it was at the last {@link TcpSocket#sample}. A kernel older than
 * a field leaves it out, which reads as -1.
 *
 * <p>Thread: the one that samples. Reading allocates nothing.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>, struct tcp_info in linux/tcp.h
 */
public final class TcpInfo {
    /** A kernel that does not tell. */
    public static final long UNKNOWN = -1;

    private final MemorySegment info = Arena.ofAuto().allocate(tcp_info.layout());
    private final MemorySegment length = Arena.ofAuto().allocate(JAVA_INT);
    private int bytes;

    MemorySegment segment() {
        return info;
    }

    /** The int in which the kernel is told the room and tells what it used. */
    MemorySegment room() {
        length.set(JAVA_INT, 0, (int) info.byteSize());
        return length;
    }

    void filled(boolean known) {
        bytes = known ? length.get(JAVA_INT, 0) : 0;
    }

    /** True if the last sample gave anything. */
    public boolean isKnown() {
        return bytes > 0;
    }

    /** Smoothed round-trip time, us. */
    public long rttUs() {
        return count(tcp_info.tcpi_rtt$offset());
    }

    /** Mean deviation of the round-trip time, us. */
    public long rttVariationUs() {
        return count(tcp_info.tcpi_rttvar$offset());
    }

    /** Smallest round-trip time the kernel remembers, us. */
    public long leastRttUs() {
        return count(tcp_info.tcpi_min_rtt$offset());
    }

    /** Congestion window, segments. */
    public long congestionWindowSegments() {
        return count(tcp_info.tcpi_snd_cwnd$offset());
    }

    /** Congestion window, bytes. */
    public long congestionWindowBytes() {
        long segments = congestionWindowSegments();
        return segments < 0 ? UNKNOWN : segments * sendMss();
    }

    /** Slow start threshold, segments; 2^31 - 1 while there is none. */
    public long slowStartThreshold() {
        return count(tcp_info.tcpi_snd_ssthresh$offset());
    }

    /** The peer's advertised window, bytes. */
    public long sendWindowBytes() {
        return count(tcp_info.tcpi_snd_wnd$offset());
    }

    /** Segment size of what is sent, bytes. */
    public long sendMss() {
        return count(tcp_info.tcpi_snd_mss$offset());
    }

    /** Path MTU, bytes. */
    public long pathMtu() {
        return count(tcp_info.tcpi_pmtu$offset());
    }

    /** Segments sent again so far. */
    public long retransmits() {
        return count(tcp_info.tcpi_total_retrans$offset());
    }

    /** Bytes sent again so far. */
    public long retransmittedBytes() {
        return total(tcp_info.tcpi_bytes_retrans$offset());
    }

    /** Reordering events seen so far. */
    public long reorderingsSeen() {
        return count(tcp_info.tcpi_reord_seen$offset());
    }

    /** Bytes the peer has acknowledged so far. */
    public long acknowledgedBytes() {
        return total(tcp_info.tcpi_bytes_acked$offset());
    }

    /** Bytes in the send queue that have not been sent yet. */
    public long unsentBytes() {
        return count(tcp_info.tcpi_notsent_bytes$offset());
    }

    /** Rate at which the peer acknowledges, most recent sample, bytes per second. */
    public long deliveryRate() {
        return total(tcp_info.tcpi_delivery_rate$offset());
    }

    /** Rate at which the kernel paces, bytes per second. */
    public long pacingRate() {
        return total(tcp_info.tcpi_pacing_rate$offset());
    }

    /** Time with data to send so far, us. */
    public long busyUs() {
        return total(tcp_info.tcpi_busy_time$offset());
    }

    /** Part of {@link #busyUs} in which the peer's window held us back, us. */
    public long receiveWindowLimitedUs() {
        return total(tcp_info.tcpi_rwnd_limited$offset());
    }

    /** Part of {@link #busyUs} in which our send buffer held us back, us. */
    public long sendBufferLimitedUs() {
        return total(tcp_info.tcpi_sndbuf_limited$offset());
    }

    private long count(long offset) {
        return offset + 4 <= bytes ? Integer.toUnsignedLong(info.get(JAVA_INT_UNALIGNED, offset)) : UNKNOWN;
    }

    private long total(long offset) {
        return offset + 8 <= bytes ? info.get(JAVA_LONG_UNALIGNED, offset) : UNKNOWN;
    }
}
