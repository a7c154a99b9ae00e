package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.venturi.engine.annotation.HotPath;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.ThreadErrno;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.sock_extended_err;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The error queue of one socket: transmit stamps, missed launch times and ICMP errors, read in batches.
 *
 * <p>A stamp is one entry with an empty payload, a SCM_TIMESTAMPING and an IP_RECVERR control message whose ee_data is
 * the running number of the datagram, and ee_info where the stamp was taken. The stamps of kernel and card are entries
 * of their own, in whatever order; which it is, only the timespec that is set tells. Stamps that do not fit the queue
 * are dropped without a word: all there is of them is a number that does not come. A missed launch time is told by
 * IP_RECVERR alone: ee_data and ee_info are the two halves of that time. The queue is asked only when something can be
 * there, because an empty look costs a system call.
 *
 * @see <a href="https://docs.kernel.org/networking/timestamping.html">kernel: timestamping, 1.4 and 2.1</a>
 */
final class ErrorQueue {
    private static final int FLAGS = Linux.MSG_ERRQUEUE() | Linux.MSG_DONTWAIT();
    private static final int SOL_SOCKET = Linux.SOL_SOCKET();
    private static final int SCM_TIMESTAMPING = Linux.SO_TIMESTAMPING();
    private static final int SOL_IP = Linux.IPPROTO_IP();
    private static final int SOL_IPV6 = Linux.IPPROTO_IPV6();
    private static final int IP_RECVERR = Linux.IP_RECVERR();
    private static final int IPV6_RECVERR = Linux.IPV6_RECVERR();
    private static final int ORIGIN_TIMESTAMPING = Linux.SO_EE_ORIGIN_TIMESTAMPING();
    private static final int ORIGIN_TXTIME = Linux.SO_EE_ORIGIN_TXTIME();
    private static final int CODE_MISSED = Linux.SO_EE_CODE_TXTIME_MISSED();
    private static final int ORIGIN_ICMP = Linux.SO_EE_ORIGIN_ICMP();
    private static final int ORIGIN_ICMP6 = Linux.SO_EE_ORIGIN_ICMP6();
    private static final long EE_ERRNO = sock_extended_err.ee_errno$offset();
    private static final long EE_ORIGIN = sock_extended_err.ee_origin$offset();
    private static final long EE_CODE = sock_extended_err.ee_code$offset();
    private static final long EE_INFO = sock_extended_err.ee_info$offset();
    private static final long EE_DATA = sock_extended_err.ee_data$offset();
    /** ee_info of a stamp of leaving; others are of entering a queue or of completion. */
    private static final int LEFT = Linux.SCM_TSTAMP_SND();
    private static final int BATCH = 32;
    private static final int CONTROL = 256;
    private static final int PAYLOAD = 64;
    /** Looks in vain before the queue is asked only now and then. */
    private static final int PATIENCE = 64;
    /** Ids remembered that no stamp will come for; more datagrams than that are not under way at once. */
    private static final int MISSES = 1024;

    private final int fd;
    private final ThreadErrno threadErrno;
    private final MessageVector entries;
    private final int stampsEach;
    private boolean expected;
    private long awaitedStamps;
    private int looksInVain;
    private long lastId = -1;
    private long issuedIds;
    private final long[] missedIds = new long[MISSES];
    private long misses;
    // of the entry being read
    private long kernelNs;
    private long nicNs;
    private int errno;
    private int origin;
    private int code;
    private long info;
    private long id;

    /** @param stampsEach entries that a datagram may give: 2 with a card that stamps, else 1 */
    ErrorQueue(int fd, Arena arena, ThreadErrno threadErrno, int stampsEach) {
        this(fd, new MessageVector(arena, BATCH, CONTROL, false), threadErrno, stampsEach);
        MemorySegment payloads = arena.allocate((long) PAYLOAD * BATCH, 64);
        for (int i = 0; i < BATCH; i++) {
            entries.payload(i, payloads.address() + (long) PAYLOAD * i, PAYLOAD);
        }
    }

    /** @param entries where the kernel, or a test, writes what {@link #dispatch} reads */
    ErrorQueue(int fd, MessageVector entries, ThreadErrno threadErrno, int stampsEach) {
        this.fd = fd;
        this.stampsEach = stampsEach;
        this.threadErrno = threadErrno;
        this.entries = entries;
    }

    /** Something is or may be on the queue. */
    void expect() {
        expected = true;
    }

    /** A datagram was sent whose stamp will come. */
    void expectStamp() {
        issuedIds++;
        awaitedStamps += stampsEach;
        looksInVain = 0;
    }

    /** A datagram was given its id and then dropped: no stamp will come, and the send call had refused it. */
    void missStamp() {
        missedIds[(int) misses++ & (MISSES - 1)] = issuedIds++;
    }

    @HotPath
    int drain(SocketEvents events) {
        if (!expected && (awaitedStamps <= 0 || ++looksInVain > PATIENCE && looksInVain % PATIENCE != 0)) {
            return 0;
        }
        int total = 0;
        int n;
        do {
            entries.resetForReceive(entries.count());
            n = Libc.recvmmsg(threadErrno.ofThisThread(), fd, entries.headers(), entries.count(), FLAGS);
            for (int i = 0; i < n; i++) {
                dispatch(i, events);
            }
            total += Math.max(0, n);
        } while (n == entries.count());
        expected = false;
        return total;
    }

    /** Tell {@code events} what entry {@code i} says. */
    void dispatch(int i, SocketEvents events) {
        kernelNs = 0;
        nicNs = 0;
        origin = -1;
        for (long at = entries.firstControl(i); at >= 0; at = entries.nextControl(i, at)) {
            readControl(entries.controlLevel(at), entries.controlType(at), MessageVector.controlData(at));
        }
        if (origin == ORIGIN_TIMESTAMPING) {
            stamp(events);
        } else if (origin == ORIGIN_TXTIME) {
            awaitedStamps -= code == CODE_MISSED ? 1 : 0; // one that was rejected had been refused: none was awaited
            events.onMissedLaunch(id << 32 | info);
        } else if (origin == ORIGIN_ICMP || origin == ORIGIN_ICMP6) {
            events.onError(errno);
        }
    }

    private void stamp(SocketEvents events) {
        awaitedStamps--;
        long accepted = acceptedBefore(extend());
        if (info != LEFT || accepted < 0) {
            return;
        }
        if (kernelNs != 0) {
            events.onTransmitStamp(accepted, kernelNs);
        }
        if (nicNs != 0) {
            events.onNicTransmitStamp(accepted, nicNs);
        }
    }

    private void readControl(int level, int type, long data) {
        MemorySegment controls = entries.controls();
        if (level == SOL_SOCKET && type == SCM_TIMESTAMPING) {
            kernelNs = ControlParser.kernelStampNs(controls, data);
            nicNs = ControlParser.nicStampNs(controls, data);
        } else if (level == SOL_IP && type == IP_RECVERR || level == SOL_IPV6 && type == IPV6_RECVERR) {
            errno = controls.get(JAVA_INT, data + EE_ERRNO);
            origin = controls.get(JAVA_BYTE, data + EE_ORIGIN);
            code = controls.get(JAVA_BYTE, data + EE_CODE);
            info = Integer.toUnsignedLong(controls.get(JAVA_INT, data + EE_INFO));
            id = Integer.toUnsignedLong(controls.get(JAVA_INT, data + EE_DATA));
        }
    }

    /** The kernel counts in 32 bits; stamps come nearly in order, so the nearest 64-bit value is the right one. */
    private long extend() {
        long extended = lastId + ((int) id - (int) lastId);
        lastId = Math.max(lastId, extended);
        return extended;
    }

    /** Datagrams accepted before the one with the kernel's number {@code kernelId}; -1 if that is too long ago. */
    private long acceptedBefore(long kernelId) {
        long missed = misses;
        while (missed > 0 && missedIds[(int) (missed - 1) & (MISSES - 1)] > kernelId) {
            missed--;
            if (misses - missed == MISSES) {
                return -1;
            }
        }
        return kernelId - missed;
    }
}
