package io.venturi.engine.protocol.udpst;

import io.venturi.engine.annotation.HotPath;

/**
 * When the peer was last heard, and the watchdog that ends a connection of which nothing is heard. Lane thread only.
 *
 * <p>Silence is only what this end listened to: from the moment it last took something from the peer to the last at
 * which it is known to have taken all there was. While it is away, what the peer says waits in the socket.
 */
final class PeerWatch {
    private static final long SILENCE_NS = 1_000_000_000L;
    /** After this time without a sound PDU a connection is given up. */
    static final long WATCHDOG_NS = 3_000_000_000L;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private long heardNs;
    private long takenNs;
    private long watchdogNs;
    private long roundNs;
    private long previousRoundNs;
    /** All that had arrived by then was taken. */
    private long listenedNs;
    private boolean silent;
    private boolean peerSilent;

    PeerWatch(long nowNs) {
        heardNs = nowNs;
        takenNs = nowNs;
        watchdogNs = nowNs + WATCHDOG_NS;
        roundNs = nowNs;
        previousRoundNs = nowNs;
        listenedNs = nowNs;
    }

    /**
     * A duty cycle begins, at whose end the lane looks at the socket; it may know from the end of the one before that
     * there is nothing.
     */
    @HotPath
    void round(long nowNs) {
        listenedNs = previousRoundNs;
        previousRoundNs = roundNs;
        roundNs = nowNs;
    }

    /** A sound PDU arrived, and was taken from the socket then or later. @param alive neither end is about to stop */
    @HotPath
    void heard(long arrivedNs, long nowNs, boolean alive) {
        heardNs = arrivedNs;
        takenNs = nowNs;
        silent = false;
        if (alive) {
            watchdogNs = Math.max(watchdogNs, nowNs + WATCHDOG_NS);
        }
    }

    /** Look before sending; true if the peer has just fallen silent. */
    @HotPath
    boolean look() {
        if (heardNs == UNKNOWN) {
            return false;
        }
        silent = listenedNs - takenNs >= SILENCE_NS;
        if (silent) {
            heardNs = UNKNOWN;
        }
        return silent;
    }

    /** What the peer says of us; true if it has just begun to hear nothing. */
    @HotPath
    boolean peerSays(boolean hearsNothing) {
        boolean changed = hearsNothing && !peerSilent;
        peerSilent = hearsNothing;
        return changed;
    }

    /** True from {@link #look} on until the peer is heard again. */
    boolean silent() {
        return silent;
    }

    /** Whole ms since the peer was heard, 0..65535; 0 after silence. */
    @HotPath
    int sinceHeardMs(long nowNs) {
        return heardNs == UNKNOWN ? 0 : Math.clamp(Millis.of(nowNs - heardNs), 0, 65_535);
    }

    /** When to see whether to give up, CLOCK_MONOTONIC ns. */
    long watchdogNs() {
        return watchdogNs;
    }

    /** Give up. */
    @HotPath
    boolean expired() {
        return listenedNs >= watchdogNs;
    }
}
