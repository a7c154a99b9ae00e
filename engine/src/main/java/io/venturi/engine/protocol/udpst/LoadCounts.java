package io.venturi.engine.protocol.udpst;

import java.util.concurrent.atomic.AtomicLongArray;

/** What senders of load did and could not do. Thread-safe: lanes may share it. */
public final class LoadCounts {
    private static final int SENT = 0;
    private static final int SENT_BYTES = 1;
    private static final int REFUSED = 2;
    private static final int MISSED = 3;
    private static final int CALLS = 4;
    private static final int REFUSALS = 5;
    private static final int HEADER_BYTES = 6;

    private final AtomicLongArray values = new AtomicLongArray(HEADER_BYTES + 1);

    /** @param headerBytes of IP and UDP, of each */
    void addSent(long datagrams, long bytes, int headerBytes) {
        add(SENT, datagrams);
        add(SENT_BYTES, bytes);
        add(HEADER_BYTES, datagrams * headerBytes);
        add(CALLS, 1);
    }

    void addRefused(long datagrams) {
        add(REFUSED, datagrams);
        add(REFUSALS, 1);
    }

    void addMissed(long slots) {
        add(MISSED, slots);
    }

    private void add(int index, long amount) {
        values.getAndAdd(index, amount);
    }

    /** Datagrams the kernel took. */
    public long sent() {
        return values.getAcquire(SENT);
    }

    /** Of those, with the headers of IP and UDP. */
    public long sentIpBytes() {
        return values.getAcquire(SENT_BYTES) + values.getAcquire(HEADER_BYTES);
    }

    /** Datagrams the kernel refused. */
    public long refused() {
        return values.getAcquire(REFUSED);
    }

    /** Times something was handed to the kernel. */
    public long calls() {
        return values.getAcquire(CALLS);
    }

    /** Times the kernel did not take all. */
    public long refusals() {
        return values.getAcquire(REFUSALS);
    }

    /** Deadlines given up because this host was late. */
    public long missed() {
        return values.getAcquire(MISSED);
    }
}
