package io.venturi.engine.record;

import io.venturi.engine.metric.CardClock;
import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTrips;
import io.venturi.engine.metric.StampSource;
import org.agrona.DirectBuffer;

import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

/**
 * A view of one row of a {@link RoundTripTable}, moved from row to row. Moving, reading and writing allocate nothing.
 *
 * <pre>
 *   0 intendedNs            8 sentUserNs           16 sentWallNs           24 sentKernelNs
 *  32 receivedUserNs       40 receivedWallNs       48 receivedKernelNs     56 peerReceivedWallNs
 *  64 peerReceivedNs       72 peerSentWallNs       80 peerSentNs           88 sentNicNs
 *  96 receivedNicNs       104 sendCallNs (s32)    108 duplicates (s32)    112 peerSendResidenceNs (s32, 0 absent)
 * 116 flags (s32)         120 traffic class (s16) 122 hop limit (s16)     124 replyBytes (u16)
 * 126 counted (u16)
 * </pre>
 *
 * <p>Thread: one per view; writing by the writer of the table only.
 */
public final class RoundTripRow implements RoundTrips.Cursor {
    /** Size of a row. */
    public static final int BYTES = 128;

    private static final int INTENDED = 0;
    private static final int SENT_USER = 8;
    private static final int SENT_WALL = 16;
    private static final int SENT_KERNEL = 24;
    private static final int RECEIVED_USER = 32;
    private static final int RECEIVED_WALL = 40;
    private static final int RECEIVED_KERNEL = 48;
    private static final int PEER_RECEIVED_WALL = 56;
    private static final int PEER_RECEIVED = 64;
    private static final int PEER_SENT_WALL = 72;
    private static final int PEER_SENT = 80;
    private static final int SENT_NIC = 88;
    private static final int RECEIVED_NIC = 96;
    private static final int SEND_CALL = 104;
    private static final int DUPLICATES = 108;
    private static final int PEER_SEND_RESIDENCE = 112;
    private static final int FLAGS = 116;
    private static final int TRAFFIC_CLASS = 120;
    private static final int HOP_LIMIT = 122;
    private static final int REPLY_BYTES = 124;
    private static final int COUNTED = 126;

    private static final int SENT = 1;
    private static final int ANSWERED = 1 << 1;
    private static final int LATE = 1 << 2;
    private static final int COVERED = 1 << 3;
    private static final int PEER_HAS_IT = 1 << 4;
    private static final int PEER_KERNEL_RECEIVE = 1 << 5;
    private static final int AFTER_CLOCK_STEP = 1 << 6;
    private static final int TRANSMIT_DISCARDED = 1 << 7;
    private static final int RECEIVE_DISCARDED = 1 << 8;
    private static final int STALLED = 1 << 9;
    private static final int NIC_DISCARDED = 1 << 10;
    private static final int PEER_USER_RECEIVE = 1 << 11;
    private static final int NIC_UNRELATED = 1 << 12;
    private static final int WITHDRAWN = 1 << 16;

    private static final StampSource[] SOURCES = StampSource.values();

    private final RoundTripTable table;
    private RoundTripRow previous;
    private MemorySegment chunk = MemorySegment.NULL;
    private long base;
    private long seq = -1;

    RoundTripRow(RoundTripTable table) {
        this.table = table;
    }

    @Override
    public RoundTripRow moveTo(long seq) {
        if (!table.holds(seq)) {
            throw new IndexOutOfBoundsException(seq);
        }
        this.seq = seq;
        chunk = table.chunkOf(seq);
        base = table.offsetOf(seq);
        return this;
    }

    @Override
    public RoundTripRow previous() {
        if (!table.holds(seq - 1)) {
            return null;
        }
        if (previous == null) {
            previous = new RoundTripRow(table);
        }
        return previous.moveTo(seq - 1);
    }

    // ---- written by the analyst

    /** Take over a record {@link Observations#SENT}. */
    public void sent(DirectBuffer record, int index) {
        putLong(INTENDED, record.getLong(index + Observations.SENT_INTENDED));
        putLong(SENT_USER, record.getLong(index + Observations.SENT_USER));
        putLong(SENT_WALL, record.getLong(index + Observations.SENT_WALL));
        putInt(SEND_CALL, (int) Math.min(Integer.MAX_VALUE, record.getLong(index + Observations.SENT_CALL)));
        set(SENT);
    }

    /** Take over a record {@link Observations#SENT_AT}; only the first one of a probe and source counts. */
    public void sentAt(DirectBuffer record, int index) {
        long stampNs = record.getLong(index + Observations.SENT_AT_STAMP);
        switch (SOURCES[record.getInt(index + Observations.SENT_AT_SOURCE)]) {
            case KERNEL -> {
                if (lacksSentKernel()) {
                    putLong(SENT_KERNEL, stampNs);
                }
            }
            case HARDWARE -> {
                if (lacksSentNic()) {
                    putLong(SENT_NIC, stampNs);
                }
            }
            case USER -> { } // came with SENT
        }
    }

    /** Take over a record {@link Observations#REPLIED_AT} of a probe that is answered; what cannot be is left out. */
    public void repliedAt(DirectBuffer record, int index) {
        long residenceNs = record.getLong(index + Observations.REPLIED_AT_KERNEL) - peerSentWallNs();
        if (answered() && peerSentWallNs() != 0 && residenceNs > 0 && residenceNs <= Integer.MAX_VALUE) {
            putInt(PEER_SEND_RESIDENCE, (int) residenceNs);
        }
    }

    /** Take over a record {@link Observations#RECEIVED}, the first one of this probe. */
    public void received(DirectBuffer record, int index) {
        putLong(RECEIVED_USER, record.getLong(index + Observations.RECEIVED_USER));
        putLong(RECEIVED_WALL, record.getLong(index + Observations.RECEIVED_WALL));
        putLong(RECEIVED_KERNEL, record.getLong(index + Observations.RECEIVED_KERNEL));
        putLong(PEER_RECEIVED_WALL, record.getLong(index + Observations.PEER_RECEIVED_WALL));
        putLong(PEER_RECEIVED, record.getLong(index + Observations.PEER_RECEIVED));
        putLong(PEER_SENT_WALL, record.getLong(index + Observations.PEER_SENT_WALL));
        putLong(PEER_SENT, record.getLong(index + Observations.PEER_SENT));
        putLong(RECEIVED_NIC, record.getLong(index + Observations.RECEIVED_NIC));
        putShort(REPLY_BYTES, (short) record.getInt(index + Observations.LENGTH));
        putShort(TRAFFIC_CLASS, record.getShort(index + Observations.TRAFFIC_CLASS));
        putShort(HOP_LIMIT, record.getShort(index + Observations.HOP_LIMIT));
        int flags = record.getInt(index + Observations.FLAGS);
        set(ANSWERED | ((flags & Observations.PEER_KERNEL_RECEIVE) != 0 ? PEER_KERNEL_RECEIVE : 0)
                | ((flags & Observations.PEER_USER_RECEIVE) != 0 ? PEER_USER_RECEIVE : 0)
                | ((flags & Observations.STALLED) != 0 ? STALLED : 0));
    }

    /** Put the wall stamp of the departure right: the same instant as the user stamp. */
    public void alignSentWall(long wallNs) {
        putLong(SENT_WALL, wallNs);
    }

    /** Put the wall stamp of the arrival right: the same instant as the user stamp. */
    public void alignReceivedWall(long wallNs) {
        putLong(RECEIVED_WALL, wallNs);
    }

    /** Count another reply to this probe. */
    public void addDuplicate() {
        putInt(DUPLICATES, duplicates() + 1);
    }

    /** This host's own queue dropped the probe. */
    public void markWithdrawn() {
        set(WITHDRAWN);
    }

    public void markLate() {
        set(LATE);
    }

    public void markAfterClockStep() {
        set(AFTER_CLOCK_STEP);
    }

    /** The peer tells whether it had received this probe; that it had is never taken back. */
    public void markPeerHasIt(boolean hasIt) {
        set(hasIt ? COVERED | PEER_HAS_IT : COVERED);
    }

    /** Forget the kernel transmit stamp: it cannot be true. */
    public void discardSentKernel() {
        putLong(SENT_KERNEL, 0);
        set(TRANSMIT_DISCARDED);
    }

    /** Forget the kernel receive stamp: it cannot be true. */
    public void discardReceivedKernel() {
        putLong(RECEIVED_KERNEL, 0);
        set(RECEIVE_DISCARDED);
    }

    /** Forget both stamps of the card: they cannot be true. */
    public void discardNic() {
        putLong(SENT_NIC, 0);
        putLong(RECEIVED_NIC, 0);
        set(NIC_DISCARDED);
    }

    /** Forget how the card's clock relates to ours: by it, this probe was on the way when it cannot have been. */
    public void unrelateNic() {
        set(NIC_UNRELATED);
    }

    /** Remember that the statistics {@code which} (one of 16 bits) have taken this row. */
    public void markCounted(int which) {
        putShort(COUNTED, (short) (getShort(COUNTED) | which));
    }

    /** True if the statistics {@code which} (one of 16 bits) have taken this row. */
    public boolean isCounted(int which) {
        return (getShort(COUNTED) & which) != 0;
    }

    /** True if there was no kernel transmit stamp at all. */
    public boolean lacksSentKernel() {
        return sentKernelNs() == 0 && !is(TRANSMIT_DISCARDED);
    }

    /** True if there was no kernel receive stamp at all. */
    public boolean lacksReceivedKernel() {
        return receivedKernelNs() == 0 && !is(RECEIVE_DISCARDED);
    }

    /** True if there was no transmit stamp of the card at all. */
    public boolean lacksSentNic() {
        return sentNicNs() == 0 && !is(NIC_DISCARDED);
    }

    /** True if there was no receive stamp of the card at all. */
    public boolean lacksReceivedNic() {
        return receivedNicNs() == 0 && !is(NIC_DISCARDED);
    }

    // ---- RoundTrip

    @Override
    public long seq() {
        return seq;
    }

    @Override
    public boolean sent() {
        return is(SENT);
    }

    @Override
    public boolean answered() {
        return is(ANSWERED);
    }

    @Override
    public boolean late() {
        return is(LATE);
    }

    @Override
    public boolean afterClockStep() {
        return is(AFTER_CLOCK_STEP);
    }

    @Override
    public boolean peerKernelReceive() {
        return is(PEER_KERNEL_RECEIVE);
    }

    @Override
    public boolean peerUserReceive() {
        return is(PEER_USER_RECEIVE);
    }

    @Override
    public long sentNicNs() {
        return getLong(SENT_NIC);
    }

    @Override
    public long receivedNicNs() {
        return getLong(RECEIVED_NIC);
    }

    @Override
    public long sentNicWallNs() {
        return wallNs(sentNicNs());
    }

    @Override
    public long receivedNicWallNs() {
        return wallNs(receivedNicNs());
    }

    private long wallNs(long nicNs) {
        CardClock clock = table.cardClock();
        return nicNs != 0 && !is(NIC_UNRELATED) && clock.isConvertible(nicNs) ? clock.toSystemNs(nicNs) : 0;
    }

    /** Bound of the error of {@link #sentNicWallNs} and {@link #receivedNicWallNs}, of those that are there; ns. */
    public long nicWallBoundNs() {
        CardClock clock = table.cardClock();
        return Math.max(sentNicWallNs() == 0 ? 0 : clock.boundNs(sentNicNs()),
                receivedNicWallNs() == 0 ? 0 : clock.boundNs(receivedNicNs()));
    }

    @Override
    public long peerSendResidenceNs() {
        int ns = getInt(PEER_SEND_RESIDENCE);
        return ns == 0 ? ABSENT : ns;
    }

    @Override
    public Fate fate() {
        if (answered()) {
            return Fate.ANSWERED;
        }
        if (!sent()) {
            return Fate.NOT_RECORDED;
        }
        if (is(WITHDRAWN)) {
            return Fate.MISSED_LAUNCH;
        }
        if (is(PEER_HAS_IT)) {
            return Fate.LOST_REVERSE;
        }
        return is(COVERED) ? Fate.LOST_FORWARD : Fate.UNANSWERED;
    }

    @Override
    public int duplicates() {
        return getInt(DUPLICATES);
    }

    @Override
    public long intendedNs() {
        return getLong(INTENDED);
    }

    @Override
    public long sentUserNs() {
        return getLong(SENT_USER);
    }

    @Override
    public long sentWallNs() {
        return getLong(SENT_WALL);
    }

    @Override
    public long sendCallNs() {
        return getInt(SEND_CALL);
    }

    @Override
    public long sentKernelNs() {
        return getLong(SENT_KERNEL);
    }

    @Override
    public long receivedUserNs() {
        return getLong(RECEIVED_USER);
    }

    @Override
    public long receivedWallNs() {
        return getLong(RECEIVED_WALL);
    }

    @Override
    public long receivedKernelNs() {
        return getLong(RECEIVED_KERNEL);
    }

    @Override
    public long peerReceivedNs() {
        return getLong(PEER_RECEIVED);
    }

    @Override
    public long peerReceivedWallNs() {
        return getLong(PEER_RECEIVED_WALL);
    }

    @Override
    public long peerSentNs() {
        return getLong(PEER_SENT);
    }

    @Override
    public long peerSentWallNs() {
        return getLong(PEER_SENT_WALL);
    }

    @Override
    public int replyBytes() {
        return Short.toUnsignedInt(getShort(REPLY_BYTES));
    }

    @Override
    public boolean stalled() {
        return is(STALLED);
    }

    @Override
    public int trafficClass() {
        return answered() ? getShort(TRAFFIC_CLASS) : -1;
    }

    @Override
    public int hopLimit() {
        return answered() ? getShort(HOP_LIMIT) : -1;
    }

    private boolean is(int flag) {
        return (getInt(FLAGS) & flag) != 0;
    }

    private void set(int flags) {
        putInt(FLAGS, getInt(FLAGS) | flags);
    }

    private long getLong(int field) {
        return chunk.get(JAVA_LONG, base + field);
    }

    private void putLong(int field, long value) {
        chunk.set(JAVA_LONG, base + field, value);
    }

    private int getInt(int field) {
        return chunk.get(JAVA_INT, base + field);
    }

    private void putInt(int field, int value) {
        chunk.set(JAVA_INT, base + field, value);
    }

    private short getShort(int field) {
        return chunk.get(JAVA_SHORT, base + field);
    }

    private void putShort(int field, short value) {
        chunk.set(JAVA_SHORT, base + field, value);
    }
}
