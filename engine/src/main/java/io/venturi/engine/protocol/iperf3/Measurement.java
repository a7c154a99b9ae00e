package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.metric.ThroughputCpu;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputStreamReport;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Error;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Transport;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Results;
import io.venturi.ffi.linux.Errno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The streams of a test while they run: their threads, the time omitted, the intervals.
 *
 * <p>Thread: the one of the conversation; {@link #bytesNow} and {@link #elapsedNs} any.
 */
final class Measurement {
    private static final long LIMIT_POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_TICK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration JOIN = Duration.ofSeconds(12);
    /** For the other end to say why a stream broke. */
    private static final long REASON_NS = TimeUnit.SECONDS.toNanos(2);
    private static final double LEAST_PART_OF_INTERVAL = 0.1;
    /** Parts of intervals that are kept for the report: a test may go on for a day and longer, with 256 streams. */
    private static final int MOST_PARTS = 200_000;

    private final Iperf3Parameters parameters;
    private final long intervalNs;
    private long limitNs;
    private final Clock clock;
    private final ThreadFactory threads;
    private final Consumer<ThroughputEvent> events;
    private final Budgets budgets;
    private final List<StreamTally> tallies = new ArrayList<>();
    private final List<Thread> running = new ArrayList<>();
    private final List<ThroughputInterval> intervals = new ArrayList<>();
    private volatile long beginNs;
    private volatile boolean begun;
    private long countFromNs;
    private long intervalFromNs;
    private long nextReportNs = Long.MAX_VALUE;
    private boolean omitting;
    private boolean ended;
    private boolean overdue;
    private long endNs;
    private long quietFromNs;
    private long quietBytes = -1;
    private boolean broken;
    private long brokenNs;
    private Cpu cpuBefore;
    private ThroughputCpu cpu = ThroughputCpu.NONE;
    private String congestion = "";
    private long overflows;
    private long refused;
    private long forgotten;

    Measurement(Iperf3Parameters parameters, long intervalNs, Budgets budgets, Clock clock, ThreadFactory threads,
                Consumer<ThroughputEvent> events) {
        this.parameters = parameters;
        this.intervalNs = intervalNs;
        this.budgets = budgets;
        this.clock = clock;
        this.threads = threads;
        this.events = events;
        limitNs = TimeUnit.SECONDS.toNanos(parameters.limits().seconds());
    }

    /** To the nanosecond, where the parameters know whole seconds; 0 for no limit. */
    void lasting(long ns) {
        limitNs = ns;
    }

    Budgets budgets() {
        return budgets;
    }

    /** A stream of this test; its thread starts now, so that it is there when the test begins. */
    void add(DataStream stream) {
        synchronized (this) {
            tallies.add(new StreamTally(stream, stream instanceof ProtocolStream other ? other.isNumbered()
                    : parameters.transport() == Transport.UDP));
        }
        Thread thread = threads.newThread(stream);
        thread.start();
        running.add(thread);
    }

    synchronized List<StreamTally> tallies() {
        return List.copyOf(tallies);
    }

    /** The clock runs from here, until {@link #launch} sets it again. */
    void begin() {
        startClock();
        omitting = parameters.limits().omitSeconds() > 0;
        begun = true;
        if (!omitting) {
            budgets.open();
        }
    }

    private void startClock() {
        long nowNs = clock.nanoTime();
        cpuBefore = Cpu.now();
        countFromNs = nowNs;
        intervalFromNs = nowNs;
        quietFromNs = nowNs;
        nextReportNs = intervalNs > 0 ? nowNs + intervalNs : Long.MAX_VALUE;
        beginNs = nowNs;
        tallies().forEach(tally -> tally.stream().begin(nowNs));
    }

    /**
     * The streams start, and the time that counts with them: what passed since {@link #begin}, because an end had no
     * CPU, is none in which something could be carried.
     */
    void launch() {
        startClock();
        tallies().forEach(tally -> tally.stream().launch());
    }

    boolean hasBegun() {
        return begun;
    }

    /** Since the beginning, ns. */
    long elapsedNs() {
        return begun ? clock.nanoTime() - beginNs : 0;
    }

    /** Close the intervals that are over; how long until there is something to do again, ns. */
    long tick() {
        long nowNs = clock.nanoTime();
        long omitEndNs = beginNs + TimeUnit.SECONDS.toNanos(parameters.limits().omitSeconds());
        if (omitting && nowNs >= omitEndNs) {
            List<ThroughputInterval.Part> parts = read();
            tallies.forEach(StreamTally::omit);
            long fromNs = clock.nanoTime(); // what counts begins now, however long that first reading took
            budgets.open();
            closeInterval(fromNs, parts);
            omitting = false;
            countFromNs = fromNs;
            nextReportNs = intervalNs > 0 ? fromNs + intervalNs : Long.MAX_VALUE;
        } else if (nowNs >= nextReportNs) {
            closeInterval(nowNs, read());
            nextReportNs += intervalNs * (1 + (nowNs - nextReportNs) / intervalNs); // those slept through are one
        }
        long dueNs = Math.min(nextReportNs, omitting ? omitEndNs : endByTimeNs());
        Iperf3Parameters.Limits limits = parameters.limits();
        long longestNs = limits.bytes() > 0 || limits.blocks() > 0 ? LIMIT_POLL_NS : LONGEST_TICK_NS;
        return Math.clamp(dueNs - nowNs, 1, longestNs);
    }

    private long endByTimeNs() {
        return limitNs == 0 ? Long.MAX_VALUE
                : beginNs + TimeUnit.SECONDS.toNanos(parameters.limits().omitSeconds()) + limitNs;
    }

    /** True if the client has what it wanted. */
    boolean isComplete() {
        if (omitting) {
            return false;
        }
        if (clock.nanoTime() >= endByTimeNs()) {
            return true;
        }
        Iperf3Parameters.Limits limits = parameters.limits();
        boolean down = parameters.flow().reverse();
        long bytes = 0;
        long blocks = 0;
        for (StreamTally tally : tallies) {
            if (tally.isSender() != down) {
                bytes += tally.countedBytesNow();
                blocks += tally.countedBlocksNow();
            }
        }
        return limits.bytes() > 0 && bytes >= limits.bytes() || limits.blocks() > 0 && blocks >= limits.blocks();
    }

    private List<ThroughputInterval.Part> read() {
        return tallies.stream().map(StreamTally::read).toList();
    }

    private void closeInterval(long nowNs, List<ThroughputInterval.Part> parts) {
        ThroughputInterval interval = new ThroughputInterval(intervalFromNs - countFromNs, nowNs - countFromNs,
                omitting, parts);
        boolean empty = parts.stream().allMatch(part -> part.bytes() == 0);
        intervalFromNs = nowNs;
        if (!empty || interval.durationNs() >= LEAST_PART_OF_INTERVAL * intervalNs) {
            if ((intervals.size() + 1L) * parts.size() <= MOST_PARTS) {
                intervals.add(interval);
            } else {
                forgotten++;
            }
            events.accept(new ThroughputEvent.Interval(interval));
        }
    }

    /** Stop the streams and close the last interval, if there was one. Once. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        tallies.forEach(tally -> tally.stream().stop());
        awaitStreams();
        if (!begun) {
            return;
        }
        endNs = clock.nanoTime();
        cpu = Cpu.now().since(cpuBefore, endNs - beginNs);
        closeInterval(endNs, read());
        congestion = tallies.isEmpty() ? "" : tallies.getFirst().stream().congestionControl();
        overflows = tallies.stream().mapToLong(tally -> tally.stream().overflows()).sum();
        refused = tallies.stream().mapToLong(tally -> tally.stream().refused()).sum();
    }

    /** Only another's code can fail to return; it does not hold up the end for ever. */
    private void awaitStreams() {
        long deadlineNs = clock.nanoTime() + JOIN.toNanos();
        for (Thread thread : running) {
            try {
                if (!thread.join(Duration.ofNanos(Math.max(1, deadlineNs - clock.nanoTime())))) {
                    overdue = true;
                    thread.interrupt();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Only a protocol's own code can make the streams fail in a way that ends the test. */
    void requireSound() throws ControlException {
        for (StreamTally tally : tallies) {
            if (!tally.stream().trouble().isEmpty()) {
                throw new ControlException(Iperf3Error.PROTOCOL_FAILED, tally.stream().trouble());
            }
        }
        if (overdue) {
            throw new ControlException(Iperf3Error.PROTOCOL_FAILED, "a call to the protocol did not return for "
                    + JOIN.toSeconds() + " s");
        }
    }

    /**
     * True if a stream of this end broke: nothing is left but to wait a while for what the other end says of it.
     *
     * @throws ControlException if it has said nothing
     */
    boolean isBroken() throws ControlException {
        Optional<DataStream> stream = tallies.stream().map(StreamTally::stream).filter(it -> it.failure() < 0)
                .findFirst();
        if (stream.isEmpty()) {
            return false;
        }
        long nowNs = clock.nanoTime();
        if (!broken) {
            broken = true;
            brokenNs = nowNs;
        }
        if (nowNs - brokenNs < REASON_NS) {
            return true;
        }
        boolean sender = stream.get().identity().sender();
        throw new ControlException(sender ? Iperf3Error.STREAM_WRITE : Iperf3Error.STREAM_READ, "stream "
                + stream.get().identity().id() + " could not be " + (sender ? "written" : "read") + ": "
                + Errno.describe((int) -stream.get().failure()));
    }

    /**
     * A test in which nothing was sent has measured this end, or the other one, and no path.
     *
     * @throws ControlException if nothing was sent, though nothing was said to be wrong
     */
    void requireCarried(Iperf3Results peer) throws ControlException {
        if (bytesNow(true) + bytesNow(false) > 0) {
            return;
        }
        if (tallies().stream().anyMatch(StreamTally::isSender)) {
            long times = refused();
            throw new ControlException(Iperf3Error.STREAM_WRITE, "nothing was sent: " + (times == 0
                    ? "this host gave the streams no time to send" : "this host's kernel refused datagrams "
                    + times + " times, because a queue was full or nobody listens there"));
        }
        if (peer.streams().stream().allMatch(told -> told.bytes() == 0)) {
            throw new ControlException(Iperf3Error.STREAM_READ, "the server sent nothing, by its own word too");
        }
    }

    /** What was left undone, a sentence each. */
    List<String> unfinished() {
        return tallies().stream().map(tally -> tally.stream().unfinished()).filter(text -> !text.isEmpty()).toList();
    }

    /** True if nothing has moved for {@code ns}: not a byte was sent or received by this end. */
    boolean isQuietFor(long ns) {
        long bytes = bytesNow(true) + bytesNow(false);
        long nowNs = clock.nanoTime();
        if (bytes != quietBytes) {
            quietBytes = bytes;
            quietFromNs = nowNs;
        }
        return nowNs - quietFromNs >= ns;
    }

    /** Bytes so far of the streams on which this end sends, or on which it receives. */
    long bytesNow(boolean sender) {
        return tallies().stream().filter(tally -> tally.isSender() == sender).mapToLong(StreamTally::bytesNow).sum();
    }

    /** Length of the test behind the time omitted. */
    private long durationNs() {
        return endNs - countFromNs;
    }

    /** What this end tells the other one. */
    Iperf3Results results(String serverOutput, String serverJson) {
        boolean receivesOnly = tallies.stream().noneMatch(StreamTally::isSender);
        boolean known = tallies.stream().filter(StreamTally::isSender).allMatch(StreamTally::knowsRetransmits);
        return new Iperf3Results(cpu.total(), cpu.user(), cpu.system(), receivesOnly ? -1 : known ? 1 : 0,
                congestionControl(), tallies.stream().map(tally -> tally.toTell(durationNs())).toList(),
                serverOutput, serverJson);
    }

    /** Congestion control of the first stream, once it has ended. */
    String congestionControl() {
        return congestion;
    }

    ThroughputCpu cpu() {
        return cpu;
    }

    List<ThroughputInterval> intervals() {
        return List.copyOf(intervals);
    }

    /** Intervals that were told but not kept, because there were so many. */
    long forgottenIntervals() {
        return forgotten;
    }

    /** The streams as both ends counted them. */
    List<ThroughputStreamReport> streams(Optional<Iperf3Results> peer) {
        return tallies().stream().map(tally -> report(tally, peer)).toList();
    }

    private ThroughputStreamReport report(StreamTally tally, Optional<Iperf3Results> peer) {
        Optional<ThroughputEnd> own =
                begun ? Optional.of(tally.own(durationNs())) : Optional.empty();
        Optional<ThroughputEnd> other = peer.flatMap(results -> results.streams().stream()
                .filter(stream -> stream.id() == tally.stream().identity().id()).findFirst())
                .map(told -> tally.other(told, durationNs()));
        return new ThroughputStreamReport(tally.stream().identity(), tally.isSender() ? own : other,
                tally.isSender() ? other : own, tally.evidence());
    }

    /** True if the other end tells of a stream that is not one of this test. */
    boolean isStrange(Iperf3Results peer) {
        return peer.streams().stream().anyMatch(told -> tallies.stream()
                .noneMatch(tally -> tally.stream().identity().id() == told.id()));
    }

    /** Datagrams this host dropped because a buffer was full, once the streams have ended. */
    long overflows() {
        return overflows;
    }

    /** Times this host's kernel refused a datagram, once the streams have ended. */
    long refused() {
        return refused;
    }

    /** Close the sockets; {@link #end} was called. */
    void close() {
        tallies().forEach(tally -> tally.stream().close());
    }
}
