package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Takes received trains (UDP_GRO) apart, so that each datagram is a {@link Packet} of its own.
 *
 * <p>A payload is a view of the place where the train was received. Views are made beforehand, for one segment length:
 * the one that {@value #PATIENCE} trains on end had. Trains of another length are copied to slots of their own, so that
 * nothing is allocated per train whatever the lengths are; the first train of all has them made.
 *
 * <p>Lane thread only.
 */
final class TrainReceiver {
    /** No train is longer. */
    static final int SLOT_BYTES = 65_536;
    /** Datagrams given out at a time, at least; as many as a train has at most. */
    private static final int LEAST_PACKETS = 128;
    private static final int PATIENCE = 64;
    /** A peer that changes its lengths again and again must not make this thread allocate again and again. */
    private static final int MOST_VIEWINGS = 100;
    private static final MemorySegment[] NO_VIEWS = {};

    private final DatagramReceiver receiver;
    private final int batch;
    private final Arena arena;
    /** Null until the first train: most sockets of a server of many receive none. */
    private Packet[] segments;
    private MemorySegment[] copies;
    private final MemorySegment[][] views;
    private int viewBytes;
    private int viewings;
    private int candidateBytes;
    private int candidateSeen;

    // given out
    private final Packet[] packets;
    private final int[] messages;
    private int count;

    // received by the last system call, given out up to message next, its byte nextOffset, its segment nextSegment
    private int received;
    private int next;
    private int nextOffset;
    private int nextSegment;

    TrainReceiver(DatagramReceiver receiver, SocketOptions options, Arena arena) {
        this.receiver = receiver;
        this.arena = arena;
        this.batch = options.batch();
        int most = mostPackets(options);
        this.packets = new Packet[most];
        this.messages = new int[most];
        this.views = new MemorySegment[batch][0];
    }

    private void makeRoom() {
        segments = new Packet[packets.length];
        copies = new MemorySegment[packets.length];
        MemorySegment all = arena.allocate(startOfCopy(packets.length), 8);
        for (int i = 0; i < copies.length; i++) {
            copies[i] = all.asSlice(startOfCopy(i), copyBytes(i));
            segments[i] = new Packet(copies[i]);
        }
    }

    /** A segment that has {@code i} others before it in its train is no longer than this. */
    private static long copyBytes(int i) {
        return SLOT_BYTES / Math.max(1, i) + 7 & ~7;
    }

    private static long startOfCopy(int i) {
        long start = 0;
        for (int k = 0; k < i; k++) {
            start += copyBytes(k);
        }
        return start;
    }

    /** How many datagrams one {@link #receive} gives out at most. */
    static int mostPackets(SocketOptions options) {
        return Math.max(LEAST_PACKETS, options.batch());
    }

    /** Like {@link UdpSocket#receive()}; what one system call brought may take several of these. */
    @HotPath
    int receive() {
        if (next == received) {
            received = receiver.receive();
            next = 0;
        }
        count = 0;
        boolean room = true;
        while (room && next < received && count < packets.length) {
            Packet whole = receiver.packet(next);
            int bytes = whole.segmentBytes();
            if (bytes > 0 && bytes < whole.length()) {
                room = takeApart(whole, bytes);
            } else {
                give(whole);
                next++;
            }
        }
        return count;
    }

    private void give(Packet packet) {
        packets[count] = packet;
        messages[count++] = next;
    }

    /** False if there was no room for the rest of the train. */
    private boolean takeApart(Packet whole, int bytes) {
        if (segments == null) {
            makeRoom();
        }
        if (nextOffset == 0) {
            considerViewing(bytes);
        }
        MemorySegment[] seen = bytes == viewBytes ? views[next] : NO_VIEWS;
        int length = whole.length();
        while (nextOffset < length) {
            if (count == packets.length) {
                return false;
            }
            int segmentBytes = Math.min(bytes, length - nextOffset);
            Packet segment = segments[count];
            if (nextSegment < seen.length) {
                segment.segmentOf(whole, seen[nextSegment], segmentBytes);
            } else if (bytes <= copies[count].byteSize()) {
                MemorySegment.copy(whole.payload(), JAVA_BYTE, nextOffset, copies[count], JAVA_BYTE, 0, segmentBytes);
                segment.segmentOf(whole, copies[count], segmentBytes);
            } else {
                return false;
            }
            give(segment);
            nextOffset += segmentBytes;
            nextSegment++;
        }
        nextOffset = 0;
        nextSegment = 0;
        next++;
        return true;
    }

    private void considerViewing(int bytes) {
        candidateSeen = bytes == candidateBytes ? candidateSeen + 1 : 1;
        candidateBytes = bytes;
        if (bytes != viewBytes && candidateSeen >= PATIENCE && viewings < MOST_VIEWINGS) {
            viewings++;
            view(bytes);
        }
    }

    private void view(int bytes) {
        viewBytes = bytes;
        int each = Math.min(LEAST_PACKETS, (SLOT_BYTES + bytes - 1) / bytes);
        for (int i = 0; i < batch; i++) {
            MemorySegment slot = receiver.packet(i).payload();
            views[i] = new MemorySegment[each];
            for (int k = 0; k < each; k++) {
                views[i][k] = slot.asSlice((long) k * bytes, Math.min(bytes, SLOT_BYTES - (long) k * bytes));
            }
        }
    }

    /** Datagram {@code i} of the last {@link #receive}. */
    Packet packet(int i) {
        return packets[i];
    }

    /** The message of the {@link DatagramReceiver} that datagram {@code i} came in. */
    int message(int i) {
        return messages[i];
    }
}
