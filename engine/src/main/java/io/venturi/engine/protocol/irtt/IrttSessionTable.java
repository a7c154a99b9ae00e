package io.venturi.engine.protocol.irtt;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.socket.Packet;

/**
 * The sessions of one listener, found by token or by address. All are made at construction.
 *
 * <p>Tokens: open addressing with linear probing, at most half full; tokens are random, so their low bits are the
 * hash. Addresses: chained lists, hashed with a secret, so that nobody can choose addresses that share one.
 *
 * <p>Owned by the lane thread.
 */
final class IrttSessionTable {
    private final IrttSession[] all;
    private final IrttSession[] byToken;
    private final IrttSession[] bySite;
    private final int mask;
    private final long siteSecret;
    private IrttSession free;
    private int size;

    /** @param siteSecret random number that nobody else knows */
    IrttSessionTable(IrttServerOptions options, long siteSecret) {
        this.siteSecret = siteSecret;
        all = new IrttSession[options.maxSessions()];
        int buckets = Integer.highestOneBit(Math.max(1, all.length * 2 - 1)) << 1;
        byToken = new IrttSession[buckets];
        bySite = new IrttSession[buckets];
        mask = buckets - 1;
        for (int i = 0; i < all.length; i++) {
            all[i] = new IrttSession(options);
            all[i].next = free;
            free = all[i];
        }
    }

    /** The live session with this token, expired or not; null if there is none. */
    @HotPath
    IrttSession find(long token) {
        int at = (int) token & mask;
        while (byToken[at] != null && byToken[at].token() != token) {
            at = at + 1 & mask;
        }
        return byToken[at];
    }

    /** The session whose open this packet repeats; null if there is none. */
    IrttSession findRetransmission(Packet packet, long openDigest, long nowNs) {
        IrttSession session = bySite[siteBucket(PeerAddress.site(packet))];
        while (session != null && !session.isRetransmission(packet, openDigest, nowNs)) {
            session = session.next;
        }
        return session;
    }

    /** Live sessions that count for the limit of the packet's sender. */
    int sizeOfSite(Packet packet) {
        long site = PeerAddress.site(packet);
        int count = 0;
        for (IrttSession session = bySite[siteBucket(site)]; session != null; session = session.next) {
            count += session.peer().site() == site ? 1 : 0;
        }
        return count;
    }

    /** Live sessions, 0..{@link #capacity()}. */
    int size() {
        return size;
    }

    /** Sessions there can be. */
    int capacity() {
        return all.length;
    }

    /** The session in place {@code index}, 0..{@link #capacity()}-1, live or free: for going through all of them. */
    IrttSession at(int index) {
        return all[index];
    }

    /** Make a free place a session; only if there is one. The token must be new. */
    IrttSession add(long token, Packet packet, IrttGrant grant, long openDigest, long nowNs) {
        IrttSession session = free;
        free = session.next;
        session.open(token, packet, grant, openDigest, nowNs);
        int at = (int) token & mask;
        while (byToken[at] != null) {
            at = at + 1 & mask;
        }
        byToken[at] = session;
        int bucket = siteBucket(session.peer().site());
        session.next = bySite[bucket];
        bySite[bucket] = session;
        size++;
        return session;
    }

    /** Forget a live session. */
    void remove(IrttSession session) {
        removeToken(session);
        removeSite(session);
        session.release();
        session.next = free;
        free = session;
        size--;
    }

    /** Close the gap: whoever was pushed past it by a collision moves up. */
    private void removeToken(IrttSession session) {
        int gap = (int) session.token() & mask;
        while (byToken[gap] != session) {
            gap = gap + 1 & mask;
        }
        for (int at = gap + 1 & mask; byToken[at] != null; at = at + 1 & mask) {
            int home = (int) byToken[at].token() & mask;
            if ((at - home & mask) >= (at - gap & mask)) {
                byToken[gap] = byToken[at];
                gap = at;
            }
        }
        byToken[gap] = null;
    }

    private void removeSite(IrttSession session) {
        int bucket = siteBucket(session.peer().site());
        if (bySite[bucket] == session) {
            bySite[bucket] = session.next;
            return;
        }
        IrttSession before = bySite[bucket];
        while (before.next != session) {
            before = before.next;
        }
        before.next = session.next;
    }

    private int siteBucket(long site) {
        long mixed = (site ^ siteSecret) * 0x9e3779b97f4a7c15L;
        return (int) ((mixed ^ mixed >>> 32) * 0xff51afd7ed558ccdL >>> 32) & mask;
    }
}
