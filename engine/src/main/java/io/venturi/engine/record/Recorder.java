package io.venturi.engine.record;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.socket.Packet;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.ByteBuffer;

/**
 * Writes what a lane saw to its ring, in the layout of {@link Observations}, for the analyst to join and judge.
 *
 * <p>Thread: one lane writes; the analyst reads the ring. Wait-free. A full ring never blocks the lane: the record is
 * dropped and counted as {@link Counters.Id#RING_OVERRUN}.
 */
public final class Recorder {
    private final OneToOneRingBuffer ring;
    private final Counters counters;

    /** @param ringBytes capacity, a power of two */
    public Recorder(int ringBytes, Counters counters) {
        this.ring = new OneToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(ringBytes + RingBufferDescriptor.TRAILER_LENGTH)));
        this.counters = counters;
    }

    /** The ring, for its one reader. */
    public OneToOneRingBuffer ring() {
        return ring;
    }

    /** The counters of the same lane. */
    public Counters counters() {
        return counters;
    }

    /**
     * A probe was handed to the kernel.
     *
     * @param intendedNs when the schedule wanted it sent, CLOCK_MONOTONIC
     * @param sentUserNs just before the send call, CLOCK_MONOTONIC
     * @param sentWallNs just before the send call, CLOCK_REALTIME
     * @param sendCallNs duration of the send call
     */
    @HotPath
    public void sent(long seq, long intendedNs, long sentUserNs, long sentWallNs, long sendCallNs) {
        int index = claim(Observations.SENT, Observations.SENT_LENGTH);
        if (index > 0) {
            var buffer = ring.buffer();
            buffer.putLong(index + Observations.SEQ, seq);
            buffer.putLong(index + Observations.SENT_INTENDED, intendedNs);
            buffer.putLong(index + Observations.SENT_USER, sentUserNs);
            buffer.putLong(index + Observations.SENT_WALL, sentWallNs);
            buffer.putLong(index + Observations.SENT_CALL, sendCallNs);
            ring.commit(index);
        }
    }

    /** The kernel reports that a probe left it, CLOCK_REALTIME ns. */
    @HotPath
    public void sentAt(long seq, long kernelNs) {
        sentAt(seq, StampSource.KERNEL, kernelNs);
    }

    /** A probe left this host: by the kernel's stamp, CLOCK_REALTIME ns, or by the card's, ns of the card's clock. */
    @HotPath
    public void sentAt(long seq, StampSource source, long stampNs) {
        int index = claim(Observations.SENT_AT, Observations.SENT_AT_LENGTH);
        if (index > 0) {
            var buffer = ring.buffer();
            buffer.putLong(index + Observations.SEQ, seq);
            buffer.putLong(index + Observations.SENT_AT_STAMP, stampNs);
            buffer.putInt(index + Observations.SENT_AT_SOURCE, source.ordinal());
            ring.commit(index);
        }
    }

    /** The peer told when its reply to a probe left its kernel, ns of the peer's wall clock. */
    @HotPath
    public void repliedAt(long seq, long peerKernelNs) {
        int index = claim(Observations.REPLIED_AT, Observations.REPLIED_AT_LENGTH);
        if (index > 0) {
            ring.buffer().putLong(index + Observations.SEQ, seq);
            ring.buffer().putLong(index + Observations.REPLIED_AT_KERNEL, peerKernelNs);
            ring.commit(index);
        }
    }

    /**
     * A reply arrived; stamps of this end come from the packet, those of the peer from the protocol, 0 where absent.
     *
     * @param window bit k set: the peer had received probe seq - k; 0 if the protocol does not tell
     * @param count  probes the peer had received, 0 if the protocol does not tell
     * @param flags  {@link Observations#PEER_KERNEL_RECEIVE}, {@link Observations#PEER_USER_RECEIVE} or 0
     */
    @HotPath
    public void received(long seq, Packet packet, long peerReceivedWallNs, long peerReceivedNs, long peerSentWallNs,
                         long peerSentNs, long window, int count, int flags) {
        int index = claim(Observations.RECEIVED, Observations.RECEIVED_LENGTH);
        if (index > 0) {
            var buffer = ring.buffer();
            buffer.putLong(index + Observations.SEQ, seq);
            buffer.putLong(index + Observations.RECEIVED_USER, packet.receivedUserNs());
            buffer.putLong(index + Observations.RECEIVED_WALL, packet.receivedUserWallNs());
            buffer.putLong(index + Observations.RECEIVED_KERNEL, packet.receivedKernelNs());
            buffer.putLong(index + Observations.PEER_RECEIVED_WALL, peerReceivedWallNs);
            buffer.putLong(index + Observations.PEER_RECEIVED, peerReceivedNs);
            buffer.putLong(index + Observations.PEER_SENT_WALL, peerSentWallNs);
            buffer.putLong(index + Observations.PEER_SENT, peerSentNs);
            buffer.putLong(index + Observations.WINDOW, window);
            buffer.putInt(index + Observations.COUNT, count);
            buffer.putInt(index + Observations.LENGTH, packet.length());
            buffer.putShort(index + Observations.TRAFFIC_CLASS, (short) packet.trafficClass());
            buffer.putShort(index + Observations.HOP_LIMIT, (short) packet.hopLimit());
            buffer.putInt(index + Observations.FLAGS, packet.stalled() ? flags | Observations.STALLED : flags);
            buffer.putLong(index + Observations.RECEIVED_NIC, packet.receivedNicNs());
            ring.commit(index);
        }
    }

    /** {@code slots} of the schedule were given up, the first of them meant for {@code intendedNs}. */
    @HotPath
    public void skipped(long slots, long intendedNs) {
        counters.add(Counters.Id.SKIPPED, slots);
        int index = claim(Observations.SKIPPED, Observations.SKIPPED_LENGTH);
        if (index > 0) {
            ring.buffer().putLong(index + Observations.SKIPPED_SLOTS, slots);
            ring.buffer().putLong(index + Observations.SKIPPED_INTENDED, intendedNs);
            ring.commit(index);
        }
    }

    /** The kernel refused a probe with {@code errno} (positive). */
    @HotPath
    public void refused(int errno, long intendedNs) {
        counters.increment(Counters.Id.REFUSED);
        int index = claim(Observations.REFUSED, Observations.REFUSED_LENGTH);
        if (index > 0) {
            ring.buffer().putLong(index + Observations.REFUSED_ERRNO, errno);
            ring.buffer().putLong(index + Observations.REFUSED_INTENDED, intendedNs);
            ring.commit(index);
        }
    }

    /** This host's queue dropped a probe, of this length, that was recorded as sent. */
    @HotPath
    public void withdrawn(long seq, int bytes) {
        counters.increment(Counters.Id.WITHDRAWN);
        counters.add(Counters.Id.WITHDRAWN_BYTES, bytes);
        int index = claim(Observations.WITHDRAWN, Observations.WITHDRAWN_LENGTH);
        if (index > 0) {
            ring.buffer().putLong(index + Observations.SEQ, seq);
            ring.commit(index);
        }
    }

    private int claim(int type, int length) {
        int index = ring.tryClaim(type, length);
        if (index < 0) {
            counters.increment(Counters.Id.RING_OVERRUN);
        }
        return index;
    }
}
