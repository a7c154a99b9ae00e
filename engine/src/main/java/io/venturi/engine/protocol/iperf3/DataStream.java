package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Sleeper;
import io.venturi.engine.metric.ProtocolFigure;
import io.venturi.engine.metric.ThroughputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A stream of data, of which this end is sender or receiver. {@link #run} is a thread's work, which begins with
 * {@link #launch} and lasts until {@link #stop}; counts can be read meanwhile.
 *
 * <p>Thread: {@link #run} one, all else any other one.
 */
abstract sealed class DataStream implements Runnable permits TcpSending, TcpReceiving, UdpSending,
        UdpReceiving, ProtocolStream {
    /** Longest wait, after which a stream looks whether it is to stop. */
    static final long LONGEST_WAIT_NS = 10_000_000;
    /** Result of {@link #step}: go on at once. */
    static final long GO_ON = 0;
    /** Result of {@link #step}: wait for the peer or the kernel. */
    static final long BLOCKED = -1;
    /** Result of {@link #step}: nothing is left to do. */
    static final long DONE = -2;

    /** So much before the time of a block its sender is awake: longer than its sleeps are late. */
    private static final long LEAST_SPIN_NS = 60_000;
    private static final long MOST_SPIN_NS = 200_000;
    private static final long HEADROOM_NS = 30_000;

    private final ThroughputStream identity;
    private final Sleeper sleeper = new Sleeper();
    private long spinNs = LEAST_SPIN_NS;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong blocks = new AtomicLong();
    private final CountDownLatch launched = new CountDownLatch(1);
    private volatile boolean going;
    private volatile boolean stopped;
    private volatile long failure;

    DataStream(ThroughputStream identity) {
        this.identity = identity;
    }

    ThroughputStream identity() {
        return identity;
    }

    /**
     * One piece of work.
     *
     * @return ns to wait, {@link #GO_ON}, {@link #BLOCKED} or {@link #DONE}
     */
    abstract long step(long nowNs);

    /** Wait until {@link #step} can go on, at most {@code ns}. */
    abstract void await(long ns);

    /** The test begins; called before {@link #run}. */
    abstract void begin(long nowNs);

    /** The time that is not counted is over. */
    void omit() {
    }

    /**
     * What does not count, which {@link #counts} contains. It goes on growing behind {@link #omit} as long as this end
     * reads what had arrived before it: that it did not read it earlier is this host's doing.
     *
     * @param asRead the counts when the time ended
     */
    StreamCounts omitted(StreamCounts asRead) {
        return asRead;
    }

    /** What the stream has counted so far. */
    abstract StreamCounts counts();

    /** Close the socket; after {@link #run} has ended. */
    abstract void close();

    /** SO_SNDBUF and SO_RCVBUF, as the kernel accounts them. */
    abstract int sendBufferBytes();

    abstract int receiveBufferBytes();

    /** Congestion control in force, empty if there is none. */
    String congestionControl() {
        return "";
    }

    /** Times the kernel refused a datagram, which was sent later. */
    long refused() {
        return 0;
    }

    /** What this host lost before the stream saw it: full socket buffers. */
    long overflows() {
        return 0;
    }

    /** What {@link StreamCounts#figures} are. */
    List<ProtocolFigure> figures() {
        return List.of();
    }

    /** Why the test cannot go on, empty if it can. */
    String trouble() {
        return "";
    }

    /** What was left undone at the end, a sentence; empty if nothing was. */
    String unfinished() {
        return "";
    }

    @Override
    public final void run() {
        try {
            launched.await();
        } catch (InterruptedException _) {
            return;
        }
        if (!going) {
            return;
        }
        do { // once at least: on a busy host the test may be over before this thread has a CPU
            long waitNs = step(System.nanoTime());
            if (waitNs == DONE) {
                LockSupport.parkNanos(LONGEST_WAIT_NS);
            } else if (waitNs == BLOCKED) {
                await(LONGEST_WAIT_NS);
            } else if (waitNs > 0) {
                pause(Math.min(waitNs, LONGEST_WAIT_NS));
            }
        } while (!stopped);
        finish();
    }

    /** Wait for the time of the next block: sleep for most of it, then watch the clock, as sleeps end late. */
    void pause(long ns) {
        long untilNs = System.nanoTime() + ns;
        spinNs -= spinNs >> 10;
        if (ns > spinNs) {
            long wakeNs = untilNs - spinNs;
            sleeper.until(wakeNs);
            spinNs = Math.max(spinNs, System.nanoTime() - wakeNs + HEADROOM_NS);
        }
        spinNs = Math.clamp(spinNs, LEAST_SPIN_NS, MOST_SPIN_NS);
        while (System.nanoTime() < untilNs) {
            Thread.onSpinWait();
        }
    }

    /** {@link #stop} was called: take what is there already. */
    void finish() {
    }

    /** Go. Any thread. */
    void launch() {
        going = true;
        launched.countDown();
    }

    void stop() {
        stopped = true;
        launched.countDown();
    }

    @HotPath
    final void count(long moreBytes, long moreBlocks) {
        bytes.setRelease(bytes.getPlain() + moreBytes);
        blocks.setRelease(blocks.getPlain() + moreBlocks);
    }

    final long bytes() {
        return bytes.getAcquire();
    }

    final long blocks() {
        return blocks.getAcquire();
    }

    /** The stream is broken for good; what it says first is the reason. */
    @HotPath
    final void failed(long result) {
        if (failure == 0) {
            failure = result;
        }
    }

    /** {@code -errno} if the stream broke, 1 if the peer ended it, 0 if it goes on. */
    final long failure() {
        return failure;
    }
}
