package io.venturi.engine.protocol.udpst.wire;

/**
 * What a trial interval gave, as it is on the wire. Mutable and reused, owned by one thread; plain fields, because it
 * has no rule to keep. Delays in ms.
 */
public final class TrialBlock {
    public long lost;
    public long reordered;
    public long duplicate;
    /** Least difference of the clocks plus delay so far, signed. */
    public int clockDeltaMin;
    /** One-way delay variation; {@link Pdu#NONE} without a sample. */
    public long delayMin = Pdu.NONE;
    public long delayMax;
    public long delaySum;
    public long delayCount;
    /** Least round trip so far; {@link Pdu#NONE} before the first. */
    public long rttMin = Pdu.NONE;
    /** The last round trip above the least; {@link Pdu#NONE} without a sample. */
    public long rttVariation = Pdu.NONE;
    /** One of the minima changed. */
    public boolean minimumChanged;
    /** Length, us. */
    public long us;
    /** Datagrams received, late ones and duplicates included. */
    public long datagrams;
    /** Sum of their UDP payloads. */
    public long bytes;
    /** Datagrams with congestion marks. */
    public long marked;

    void read(Pdu from, StatusLayout layout) {
        int at = layout.at(96);
        lost = from.u32(at);
        reordered = from.u32(at + 4);
        duplicate = from.u32(at + 8);
        clockDeltaMin = (int) from.u32(at + 12);
        delayMin = from.u32(at + 16);
        delayMax = from.u32(at + 20);
        delaySum = from.u32(at + 24);
        delayCount = from.u32(at + 28);
        rttMin = from.u32(at + 32);
        rttVariation = from.u32(at + 36);
        minimumChanged = from.u8(at + 40) != 0;
        us = from.u32(at + 44);
        datagrams = from.u32(at + 48);
        bytes = from.u32(at + 52);
        marked = layout.trialMarks >= 0 ? from.u32(layout.trialMarks) : 0;
    }

    void write(Pdu to, StatusLayout layout) {
        int at = layout.at(96);
        to.u32(at, lost);
        to.u32(at + 4, reordered);
        to.u32(at + 8, duplicate);
        to.u32(at + 12, clockDeltaMin);
        to.u32(at + 16, delayMin);
        to.u32(at + 20, delayMax);
        to.u32(at + 24, delaySum);
        to.u32(at + 28, delayCount);
        to.u32(at + 32, rttMin);
        to.u32(at + 36, rttVariation);
        to.u8(at + 40, minimumChanged ? 1 : 0);
        to.u32(at + 44, us);
        to.u32(at + 48, datagrams);
        to.u32(at + 52, bytes);
        if (layout.trialMarks >= 0) {
            to.u32(layout.trialMarks, marked);
        }
    }
}
