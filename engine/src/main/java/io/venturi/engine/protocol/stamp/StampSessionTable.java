package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.socket.Packet;

/**
 * The sessions of one stateful reflector, found by address, port and SSID of the sender and the address it sends to, if
 * the kernel tells; those of one site are counted. All are made at construction. Lists are chained and hashed with a
 * secret.
 *
 * <p>Owned by the lane thread.
 */
final class StampSessionTable {
    private final StampSession[] all;
    private final StampSession[] byKey;
    private final StampSession[] bySite;
    private final int mask;
    private final long secret;
    private StampSession free;
    private int size;

    /** @param secret random number that nobody else knows */
    StampSessionTable(int maxSessions, long secret) {
        this.secret = secret;
        all = new StampSession[maxSessions];
        int buckets = Integer.highestOneBit(Math.max(1, maxSessions * 2 - 1)) << 1;
        byKey = new StampSession[buckets];
        bySite = new StampSession[buckets];
        mask = buckets - 1;
        for (int i = 0; i < maxSessions; i++) {
            all[i] = new StampSession();
            all[i].next = free;
            free = all[i];
        }
    }

    /** The session of this packet's sender with this SSID; null if there is none. */
    @HotPath
    StampSession find(Packet packet, int ssid) {
        StampSession session = byKey[StampSession.hash(packet.peerHigh(), packet.peerLow(), packet.peerPort(), ssid,
                secret) & mask];
        while (session != null && !session.matches(packet, ssid)) {
            session = session.next;
        }
        return session;
    }

    /** Sessions that count for the limit of the packet's sender. */
    int sizeOfSite(Packet packet) {
        long site = AddressBits.site(packet.peerHigh(), packet.peerLow());
        int count = 0;
        for (StampSession session = bySite[siteBucket(site)]; session != null; session = session.nextOfSite) {
            count += session.site() == site ? 1 : 0;
        }
        return count;
    }

    int size() {
        return size;
    }

    int capacity() {
        return all.length;
    }

    /** The session in place {@code index}, 0..{@link #capacity()}-1, live or free. */
    StampSession at(int index) {
        return all[index];
    }

    /** Make a free place a session; only if there is one. */
    StampSession add(Packet packet, int ssid, long nowNs) {
        StampSession session = free;
        free = session.next;
        session.begin(packet, ssid, nowNs);
        int bucket = session.hash(secret) & mask;
        session.next = byKey[bucket];
        byKey[bucket] = session;
        int siteBucket = siteBucket(session.site());
        session.nextOfSite = bySite[siteBucket];
        bySite[siteBucket] = session;
        size++;
        return session;
    }

    /** Forget a live session. */
    void remove(StampSession session) {
        removeKey(session);
        removeSite(session);
        session.release();
        session.next = free;
        free = session;
        size--;
    }

    private void removeKey(StampSession session) {
        int bucket = session.hash(secret) & mask;
        if (byKey[bucket] == session) {
            byKey[bucket] = session.next;
            return;
        }
        StampSession before = byKey[bucket];
        while (before.next != session) {
            before = before.next;
        }
        before.next = session.next;
    }

    private void removeSite(StampSession session) {
        int bucket = siteBucket(session.site());
        if (bySite[bucket] == session) {
            bySite[bucket] = session.nextOfSite;
            return;
        }
        StampSession before = bySite[bucket];
        while (before.nextOfSite != session) {
            before = before.nextOfSite;
        }
        before.nextOfSite = session.nextOfSite;
    }

    private int siteBucket(long site) {
        return StampSession.hash(0, site, 0, 0, secret) & mask;
    }
}
