package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.venturi.engine.annotation.HotPath;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sends runs of datagrams of equal length as trains, which pass the stack as one (UDP_SEGMENT). All datagrams of a
 * train but the last have the same length, the last may be shorter. What cannot be in a train goes alone.
 *
 * <p>Slots lie one behind the other without gaps, so their starts are not aligned. A train of full slots is handed over
 * as one piece; one of shorter datagrams is gathered, which costs the kernel some 8 % more.
 *
 * <p>A train the kernel refuses was not sent, none of its datagrams. If it refuses trains as such, the datagrams go one
 * by one from then on: those of that length and longer if they do not fit the path, all if the interface cannot.
 *
 * <p>Lane thread only, but {@link #shortfall}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>
 */
final class TrainSender implements Transmitter {
    /** The largest payload of an IPv4 datagram, which bounds the whole train. */
    static final int MOST_BYTES = 65_507;
    private static final int SOL_UDP = Linux.IPPROTO_UDP();
    private static final int UDP_SEGMENT = Linux.UDP_SEGMENT();
    /** One control message with 2 bytes of data. */
    private static final int CONTROL = 24;

    private final DatagramSender datagrams;
    private final int mostSegments;
    private final int slotBytes;
    private final MessageVector slots;
    private final MessageVector trains;
    private final long[] addresses;
    private final int[] lengths;
    /** Datagrams in each message of {@link #trains}. */
    private final int[] segments;
    private long accepted;
    private int longestInTrain = MOST_BYTES;
    private volatile int refusal;

    TrainSender(DatagramSender datagrams, SocketOptions options, int mostSegments, Arena arena) {
        this.datagrams = datagrams;
        this.mostSegments = mostSegments;
        this.slotBytes = options.slotBytes();
        this.slots = datagrams.outgoing();
        int batch = options.batch();
        this.trains = new MessageVector(arena, batch, CONTROL, false);
        this.addresses = new long[batch];
        this.lengths = new int[batch];
        this.segments = new int[batch];
        for (int i = 0; i < batch; i++) {
            addresses[i] = datagrams.slot(i).address();
        }
    }

    @Override
    public int capacity() {
        return datagrams.capacity();
    }

    @Override
    public MemorySegment slot(int index) {
        return datagrams.slot(index);
    }

    @Override
    public void length(int index, int bytes) {
        lengths[index] = bytes;
        datagrams.length(index, bytes);
    }

    @HotPath
    @Override
    public int flush(int count) {
        int n = datagrams.send(trains.headers(), couple(count));
        while (n < 0 && segments[0] > 1 && refusesTrains(n)) {
            n = datagrams.send(trains.headers(), couple(count));
        }
        if (n <= 0) {
            return n;
        }
        int taken = 0;
        for (int i = 0; i < n; i++) {
            taken += segments[i];
        }
        accepted += taken;
        return taken;
    }

    /**
     * Make as few messages as can be of the first {@code count} slots. Taking each train as long as it can be is the
     * best there is, because every part of a train is one as well.
     */
    private int couple(int count) {
        int messages = 0;
        for (int first = 0; first < count; messages++) {
            int n = runFrom(first, count);
            segments[messages] = n;
            put(messages, first, n);
            first += n;
        }
        return messages;
    }

    /** How many of the slots {@code first}..{@code count}-1 make the next message. */
    private int runFrom(int first, int count) {
        int length = lengths[first];
        if (length == 0 || length > longestInTrain) {
            return 1;
        }
        int most = Math.min(Math.min(mostSegments, MOST_BYTES / length), count - first);
        int n = 1;
        while (n < most && lengths[first + n] == length) {
            n++;
        }
        boolean room = n < mostSegments && first + n < count;
        if (room && lengths[first + n] > 0 && lengths[first + n] < length
                && n * length + lengths[first + n] <= MOST_BYTES) {
            n++;
        }
        return n;
    }

    private void put(int message, int first, int n) {
        int length = lengths[first];
        trains.clearControl(message);
        if (n == 1 || length == slotBytes) {
            trains.payload(message, addresses[first], (long) length * (n - 1) + lengths[first + n - 1]);
            trains.ungather(message);
        } else {
            trains.gather(message, slots, first, n);
        }
        if (n > 1) {
            long data = trains.addControl(message, SOL_UDP, UDP_SEGMENT, Short.BYTES);
            trains.controls().set(JAVA_SHORT, data, (short) length);
        }
    }

    /** True if datagrams of the first train may still go one by one, which is what they do from now on. */
    private boolean refusesTrains(int result) {
        if (result == -Errno.EMSGSIZE || result == -Errno.EINVAL) { // older kernels say EINVAL, too
            longestInTrain = lengths[0] - 1;
        } else if (result == -Errno.EIO || result == -Errno.EOPNOTSUPP) { // no checksums by the interface, or IPsec
            longestInTrain = 0;
        } else {
            return false;
        }
        refusal = -result;
        return true;
    }

    /** What the kernel refused since the start, or nothing. Any thread. */
    String shortfall() {
        int errno = refusal;
        return errno == 0 ? "" : "The kernel refused a train of datagrams (" + Errno.describe(errno)
                + "); those as long, or all, are sent one by one.";
    }

    @Override
    public long accepted() {
        return accepted;
    }
}
