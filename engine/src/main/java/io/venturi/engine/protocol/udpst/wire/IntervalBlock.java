package io.venturi.engine.protocol.udpst.wire;

import static io.venturi.engine.protocol.udpst.wire.StatusPdu.intervalAt;

/**
 * Statistics of a sub-interval as they are on the wire. Mutable and reused, owned by one thread; plain fields, because
 * it has no rule to keep. Delays in ms.
 */
public final class IntervalBlock {
    /** Datagrams received, late ones and duplicates included. */
    public long datagrams;
    /** Sum of their UDP payloads. */
    public long bytes;
    /** Length, us. */
    public long us;
    public long lost;
    public long reordered;
    public long duplicate;
    /** One-way delay variation; {@link Pdu#NONE} without a sample. */
    public long delayMin;
    public long delayMax;
    public long delaySum;
    public long delayCount;
    /** Round-trip variation; {@link Pdu#NONE} without a sample. */
    public long rttMin;
    public long rttMax;
    /** Length of all sub-intervals so far, ms. */
    public long accumulatedMs;
    /** Datagrams with congestion marks. */
    public long marked;

    void read(Pdu from, StatusLayout layout) {
        datagrams = from.u32(layout.at(intervalAt(0)));
        int at = layout.at(intervalAt(4));
        bytes = from.bytes.get(Pdu.LONG, at);
        us = from.u32(at + 8);
        lost = from.u32(at + 12);
        reordered = from.u32(at + 16);
        duplicate = from.u32(at + 20);
        delayMin = from.u32(at + 24);
        delayMax = from.u32(at + 28);
        delaySum = from.u32(at + 32);
        delayCount = from.u32(at + 36);
        rttMin = from.u32(at + 40);
        rttMax = from.u32(at + 44);
        accumulatedMs = from.u32(at + 48);
        marked = layout.intervalMarks >= 0 ? from.u32(layout.intervalMarks) : 0;
    }

    void write(Pdu to, StatusLayout layout) {
        to.u32(layout.at(intervalAt(0)), datagrams);
        int at = layout.at(intervalAt(4));
        to.bytes.set(Pdu.LONG, at, bytes);
        to.u32(at + 8, us);
        to.u32(at + 12, lost);
        to.u32(at + 16, reordered);
        to.u32(at + 20, duplicate);
        to.u32(at + 24, delayMin);
        to.u32(at + 28, delayMax);
        to.u32(at + 32, delaySum);
        to.u32(at + 36, delayCount);
        to.u32(at + 40, rttMin);
        to.u32(at + 44, rttMax);
        to.u32(at + 48, accumulatedMs);
        if (layout.intervalMarks >= 0) {
            to.u32(layout.intervalMarks, marked);
        }
    }
}
