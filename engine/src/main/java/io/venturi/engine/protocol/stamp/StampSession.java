package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.socket.Packet;
import java.net.InetSocketAddress;

/**
 * One sender's session as a stateful reflector knows it: who it is, what it sent and what it was answered. Objects are
 * made once and used for one session after another. Times are CLOCK_MONOTONIC ns unless they say wall.
 *
 * <p>Owned by the lane thread.
 */
final class StampSession {
    /** A sender that was silent for this time and then sends number 0 has begun anew. */
    private static final long RESTART_NS = 10_000_000_000L;

    private final ProbeWindow arrived = new ProbeWindow();
    private boolean live;
    private long high;
    private long low;
    private int port;
    private int scope;
    private long destinationHigh;
    private long destinationLow;
    private int ssid;
    private long lastUseNs;
    private int replies;
    private int life;
    private int stampedSeq;
    private long stampedWallNs;

    /** Next session in the list of its key, or of free ones; kept by {@link StampSessionTable}. */
    StampSession next;
    /** Next session in the list of its site; kept by {@link StampSessionTable}. */
    StampSession nextOfSite;

    void begin(Packet packet, int ssid, long nowNs) {
        live = true;
        high = packet.peerHigh();
        low = packet.peerLow();
        port = packet.peerPort();
        scope = packet.peerScope();
        destinationHigh = packet.destinationHigh();
        destinationLow = packet.destinationLow();
        this.ssid = ssid;
        restart();
        lastUseNs = nowNs;
    }

    private void restart() {
        life++;
        replies = 0;
        stampedWallNs = 0;
        arrived.reset();
    }

    /** Become free. */
    void release() {
        live = false;
        life++;
    }

    boolean isLive() {
        return live;
    }

    @HotPath
    boolean matches(Packet packet, int ssid) {
        return low == packet.peerLow() && high == packet.peerHigh() && port == packet.peerPort()
                && scope == packet.peerScope() && this.ssid == ssid
                && destinationLow == packet.destinationLow() && destinationHigh == packet.destinationHigh();
    }

    @HotPath
    boolean isExpired(long nowNs, long refwaitNs) {
        return refwaitNs != 0 && nowNs - lastUseNs > refwaitNs;
    }

    /** A probe arrived that will be answered. */
    @HotPath
    void accept(int seq, long nowNs) {
        if (seq == 0 && nowNs - lastUseNs > RESTART_NS) {
            restart();
        }
        lastUseNs = nowNs;
        arrived.accept(seq);
    }

    /** The number of the reply to the probe just accepted: from 0, u32, wraps. */
    @HotPath
    int nextReply() {
        return replies++;
    }

    /** The kernel says when reply {@code seq} of this life of the session left, CLOCK_REALTIME ns. */
    @HotPath
    void stamped(int life, int seq, long wallNs) {
        if (life == this.life) {
            stampedSeq = seq;
            stampedWallNs = wallNs;
        }
    }

    /** When reply {@code seq} really left, CLOCK_REALTIME ns; 0 if the kernel did not tell. */
    @HotPath
    long sentWallNs(int seq) {
        return stampedSeq == seq ? stampedWallNs : 0;
    }

    ProbeWindow arrived() {
        return arrived;
    }

    /** Replies so far, u32. */
    int replies() {
        return replies;
    }

    /** Tells one use of this object from the next. */
    int life() {
        return life;
    }

    long site() {
        return AddressBits.site(high, low);
    }

    int ssid() {
        return ssid;
    }

    /** Mixes address, port and SSID with a secret, so that nobody can choose sessions that collide. */
    @HotPath
    static int hash(long high, long low, int port, int ssid, long secret) {
        long mixed = (low ^ secret) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 32 ^ high) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 32 ^ ((long) port << 16 | ssid)) * 0xc4ceb9fe1a85ec53L;
        return (int) (mixed >>> 32);
    }

    int hash(long secret) {
        return hash(high, low, port, ssid, secret);
    }

    /** As an object, for logs. Allocates. */
    InetSocketAddress peer() {
        return Packet.address(high, low, port, scope);
    }
}
