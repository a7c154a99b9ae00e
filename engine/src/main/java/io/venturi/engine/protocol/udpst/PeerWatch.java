package io.venturi.engine.protocol.udpst;

import io.venturi.engine.annotation.HotPath;

/**
 * When the peer was last heard, and the watchdog that ends a connection of which nothing is heard. Lane thread only.
 */
final class PeerWatch {
    private static final long SILENCE_NS = 1_000_000_000L;
    /** After this time without a sound PDU a connection is given up. */
    static final long WATCHDOG_NS = 3_000_000_000L;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private long heardNs;
    private long watchdogNs;
    private boolean silent;
    private boolean peerSilent;

    PeerWatch(long nowNs) {
        heardNs = nowNs;
        watchdogNs = nowNs + WATCHDOG_NS;
    }

    /** A sound PDU arrived. @param alive neither end is about to stop */
    @HotPath
    void heard(long ns, boolean alive) {
        heardNs = ns;
        silent = false;
        if (alive) {
            watchdogNs = Math.max(watchdogNs, ns + WATCHDOG_NS);
        }
    }

    /** Look before sending; true if the peer has just fallen silent. */
    @HotPath
    boolean look(long nowNs) {
        if (heardNs == UNKNOWN) {
            return false;
        }
        silent = nowNs - heardNs >= SILENCE_NS;
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

    /** When to give up, CLOCK_MONOTONIC ns. */
    long watchdogNs() {
        return watchdogNs;
    }
}
