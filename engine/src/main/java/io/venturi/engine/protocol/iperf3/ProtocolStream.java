package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.ProtocolFigure;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Datagram;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketEvents;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.spi.DatagramEndpoint;
import io.venturi.engine.spi.StreamHost;
import io.venturi.ffi.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stream carried by a protocol of the service provider interface: its endpoint on a UDP socket. What the endpoint
 * throws ends the stream and stays here.
 */
final class ProtocolStream extends DataStream implements StreamHost {
    private static final SocketEvents NOBODY = new SocketEvents() { };
    private static final int GREETING_BYTES = 4;
    private static final int MOST_BLOCKS_AT_ONCE = 64;
    private static final long FULL_QUEUE_NS = 100_000;
    private static final long PUBLISH_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long NEVER = Long.MAX_VALUE;

    private final UdpSocket socket;
    private final Poller poller;
    private final Carrier carrier;
    private final long token;
    private final int blockBytes;
    private final Pace pace;
    private final Budgets budgets;
    private final StreamPattern pattern;
    private final boolean server;
    private final List<ProtocolFigure> declared;
    private final PublishedNumbers published;
    private final DatagramEndpoint endpoint;
    private final AtomicLong refusals = new AtomicLong();
    private volatile boolean omitAsked;
    private volatile boolean entered;
    private volatile boolean left;
    private volatile String trouble = "";
    private volatile String unfinished = "";

    // owned by the thread of the stream
    private final DatagramAccount account = new DatagramAccount();
    private final RoundTripTally roundTrips = new RoundTripTally();
    private final double[] figures;
    private final int[] lengths;
    private long nowNs;
    private long publishedNs;
    private long payloadDueNs;
    private long number;
    private long position;
    private int blockLeft;
    private int grantLeft;
    private long delivered;
    private long highestSent;
    private long verifiedBytes;
    private long corruptPieces;
    private int filled;
    private boolean blocked;

    /** @param socket connected, its slots as large as the protocol's datagrams */
    ProtocolStream(ThroughputStream identity, UdpSocket socket, Carrier carrier, long token, int blockBytes, Pace pace,
                   Budgets budgets, boolean server) {
        super(identity);
        this.socket = socket;
        this.carrier = carrier;
        this.token = token;
        this.blockBytes = blockBytes;
        this.pace = pace;
        this.budgets = budgets;
        this.server = server;
        poller = new Poller(List.of(socket));
        pattern = new StreamPattern(token);
        declared = carrier.figures();
        figures = new double[carrier.description().figures().size()];
        lengths = new int[socket.capacity()];
        published = new PublishedNumbers(AccountFields.COUNT + declared.size());
        endpoint = carrier.protocol().open(this, carrier.options());
    }

    /** The protocol numbers its datagrams. */
    boolean isNumbered() {
        return carrier.description().numbered();
    }

    @Override
    List<ProtocolFigure> figures() {
        return declared;
    }

    @Override
    String trouble() {
        return trouble;
    }

    @Override
    String unfinished() {
        return unfinished;
    }

    // ---- the stream's thread ---------------------------------------------------------------------------------------

    @Override
    void begin(long atNs) {
        pace.begin(atNs);
    }

    @HotPath
    @Override
    long step(long atNs) {
        if (!trouble.isEmpty()) {
            return DONE;
        }
        try {
            return work(atNs);
        } catch (Throwable e) { // whatever another's code may throw
            broke(e);
            return DONE;
        }
    }

    @HotPath
    private long work(long atNs) {
        if (!entered) {
            entered = true;
        }
        nowNs = atNs;
        if (omitAsked) {
            omitAsked = false;
            account.omit();
            roundTrips.clear();
        }
        int n = socket.receive();
        for (int i = 0; i < n; i++) {
            Packet packet = socket.packet(i);
            nowNs = Math.max(nowNs, packet.receivedUserNs());
            if (!packet.truncated() && !isGreeting(packet)) {
                endpoint.onDatagram(packet.payload(), packet.length(), nowNs);
            }
        }
        if (n <= 0) {
            socket.drainErrors(NOBODY);
        }
        payloadDueNs = NEVER;
        grantLeft = MOST_BLOCKS_AT_ONCE * blockBytes;
        endpoint.advance(nowNs);
        flush();
        if (nowNs - publishedNs >= PUBLISH_NS) {
            publish();
        }
        return n > 0 ? GO_ON : waitNs();
    }

    @HotPath
    private long waitNs() {
        if (blocked) {
            return FULL_QUEUE_NS;
        }
        long dueNs = Math.min(endpoint.dueNs(), payloadDueNs);
        return dueNs == NEVER ? BLOCKED : Math.max(GO_ON, dueNs - nowNs);
    }

    /** The words by which a stream is opened, doubled or late. */
    private static boolean isGreeting(Packet packet) {
        if (packet.length() != GREETING_BYTES) {
            return false;
        }
        int word = Iperf3Datagram.word(packet.payload());
        return Iperf3Datagram.isHello(word) || Iperf3Datagram.isAnswer(word);
    }

    private void broke(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        trouble = "protocol " + carrier.name() + " failed: " + (e instanceof VenturiException ? e.getMessage()
                : e + (trace.length == 0 ? "" : " at " + trace[0]));
    }

    /** What was queued leaves; what this host does not take now stays and is tried again. */
    @HotPath
    private void flush() {
        blocked = false;
        while (filled > 0 && !blocked) {
            int n = socket.flush(filled);
            if (n > 0) {
                keepBehind(n);
            } else if (isPassing(n)) {
                refusals.setRelease(refusals.getPlain() + 1);
                blocked = true;
            } else {
                refused(n);
            }
        }
    }

    private static boolean isPassing(int result) {
        return result == 0 || result == -Errno.EAGAIN || result == -Errno.ENOBUFS || result == -Errno.EINTR
                || result == -Errno.ECONNREFUSED;
    }

    private void refused(int result) {
        filled = 0;
        trouble = "this host refused to send a datagram of " + lengths[0] + " bytes: " + Errno.describe(-result);
    }

    @HotPath
    private void keepBehind(int taken) {
        for (int i = taken; i < filled; i++) {
            MemorySegment.copy(socket.slot(i), 0, socket.slot(i - taken), 0, lengths[i]);
            lengths[i - taken] = lengths[i];
            socket.length(i - taken, lengths[i]);
        }
        filled -= taken;
    }

    @HotPath
    private void publish() {
        publishedNs = nowNs;
        endpoint.figures(figures);
        published.begin();
        published.put(AccountFields.PACKETS, sends() ? highestSent : account.packets());
        published.put(AccountFields.ERRORS, account.errors());
        published.put(AccountFields.OUT_OF_ORDER, account.everOutOfOrder());
        published.put(AccountFields.RECEIVED, account.everReceived());
        published.put(AccountFields.DUPLICATES, account.everDuplicates());
        published.put(AccountFields.JITTER, Double.doubleToRawLongBits(account.jitterNs()));
        int at = AccountFields.COUNT;
        for (double figure : figures) {
            published.put(at++, Double.doubleToRawLongBits(figure));
        }
        if (carrier.description().roundTrips()) {
            at = roundTrips.publish(published, at);
        }
        if (at < AccountFields.COUNT + declared.size()) {
            published.put(at++, Double.doubleToRawLongBits(verifiedBytes));
            published.put(at, Double.doubleToRawLongBits(corruptPieces));
        }
        published.end();
    }

    @Override
    void pause(long ns) {
        poller.await(ns);
    }

    @Override
    void await(long ns) {
        poller.await(ns);
    }

    @Override
    void finish() {
        try {
            if (sends() && budgets.areSpent()) {
                drain();
            }
            for (int i = 0; server && i < 1024 && step(System.nanoTime()) == GO_ON; i++) {
                continue;
            }
            if (trouble.isEmpty()) {
                publish();
            }
        } catch (RuntimeException | LinkageError e) {
            broke(e);
        }
        left = true;
    }

    /** All that was to be sent was taken: stay until it has arrived. */
    private void drain() {
        long endNs = System.nanoTime() + DRAIN_NS;
        while (trouble.isEmpty() && !endpoint.isDrained()) {
            long leftNs = endNs - System.nanoTime();
            if (leftNs <= 0) {
                unfinished = "Stream " + identity().id() + ": not everything that was sent was acknowledged within "
                        + TimeUnit.NANOSECONDS.toSeconds(DRAIN_NS) + " s.";
                return;
            }
            long waitNs = step(System.nanoTime());
            if (waitNs != GO_ON) {
                poller.await(Math.min(leftNs, waitNs < 0 ? LONGEST_WAIT_NS : Math.min(waitNs, LONGEST_WAIT_NS)));
            }
        }
    }

    // ---- what the endpoint may ask ---------------------------------------------------------------------------------

    @Override
    public boolean sends() {
        return identity().sender();
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public int blockBytes() {
        return blockBytes;
    }

    @HotPath
    @Override
    public int take(MemorySegment into, long at, int most) {
        int taken = 0;
        while (taken < most && sends() && (blockLeft > 0 || nextBlock())) {
            int n = Math.min(most - taken, blockLeft);
            pattern.write(position, into, at + taken, n);
            position += n;
            blockLeft -= n;
            taken += n;
            count(n, blockLeft == 0 ? 1 : 0);
        }
        return taken;
    }

    /** A block that may be sent now, by rate and by what may be sent in all. */
    @HotPath
    private boolean nextBlock() {
        if (pace.isLimited() && pace.dueNs(number) > nowNs) {
            payloadDueNs = pace.dueNs(number);
            return false;
        }
        if (grantLeft <= 0) { // the socket must not starve
            payloadDueNs = nowNs;
            return false;
        }
        if (budgets.blocks().take(1) == 0) {
            return false;
        }
        blockLeft = (int) budgets.bytes().take(blockBytes);
        if (blockLeft == 0) {
            budgets.blocks().giveBack(1);
            return false;
        }
        grantLeft -= blockLeft;
        number++;
        return true;
    }

    @HotPath
    @Override
    public void deliver(long from, MemorySegment payload, long at, int bytes) {
        long whole = delivered / blockBytes;
        long counted = budgets.bytes().take(bytes);
        delivered += counted;
        count(counted, delivered / blockBytes - whole);
        if (carrier.verifies()) {
            verifiedBytes += bytes;
            corruptPieces += pattern.matches(from, payload, at, bytes) ? 0 : 1;
        }
    }

    @HotPath
    @Override
    public MemorySegment claim() {
        if (filled == lengths.length) {
            flush();
        }
        return filled == lengths.length ? null : socket.slot(filled);
    }

    @HotPath
    @Override
    public void commit(int bytes) {
        lengths[filled] = bytes;
        socket.length(filled, bytes);
        filled++;
    }

    @HotPath
    @Override
    public void sent(long datagram) {
        highestSent = Math.max(highestSent, datagram);
    }

    @HotPath
    @Override
    public void arrived(long datagram, int bytes, long sentNs) {
        account.received(datagram, bytes, sentNs == 0 ? nowNs : sentNs, nowNs);
    }

    @HotPath
    @Override
    public void roundTrip(long ns) {
        roundTrips.add(ns);
    }

    // ---- others' threads -------------------------------------------------------------------------------------------

    @Override
    StreamCounts counts() {
        long[] read = published.read();
        List<Double> values = new ArrayList<>();
        for (int i = AccountFields.COUNT; i < read.length; i++) {
            values.add(Double.longBitsToDouble(read[i]));
        }
        return new StreamCounts(bytes(), blocks(), read[AccountFields.PACKETS], read[AccountFields.ERRORS],
                read[AccountFields.OUT_OF_ORDER], read[AccountFields.RECEIVED], read[AccountFields.DUPLICATES],
                Double.longBitsToDouble(read[AccountFields.JITTER]), Optional.empty(), values);
    }

    @Override
    void omit() {
        omitAsked = true;
    }

    @Override
    long refused() {
        return refusals.getAcquire();
    }

    @Override
    long overflows() {
        return socket.overflowsNow();
    }

    @Override
    int sendBufferBytes() {
        return socket.sendBufferBytes();
    }

    @Override
    int receiveBufferBytes() {
        return socket.receiveBufferBytes();
    }

    /** An endpoint whose call never returned is left as it is. */
    @Override
    void close() {
        socket.close();
        if (!entered || left) {
            try {
                endpoint.close();
            } catch (Exception e) {
                broke(e);
            }
        }
    }

    /** Places of what a {@link DatagramAccount} tells among the published numbers. */
    private static final class AccountFields {
        static final int PACKETS = 0;
        static final int ERRORS = 1;
        static final int OUT_OF_ORDER = 2;
        static final int RECEIVED = 3;
        static final int DUPLICATES = 4;
        static final int JITTER = 5;
        static final int COUNT = 6;
    }

    /** Least, mean and most, in ms. */
    private static final class RoundTripTally {
        private static final double NS_PER_MS = 1e6;
        private long least;
        private long most;
        private double sum;
        private long count;

        @HotPath
        void add(long ns) {
            least = count == 0 ? ns : Math.min(least, ns);
            most = Math.max(most, ns);
            sum += ns;
            count++;
        }

        void clear() {
            most = 0;
            least = 0;
            sum = 0;
            count = 0;
        }

        @HotPath
        int publish(PublishedNumbers into, int at) {
            into.put(at, Double.doubleToRawLongBits(least / NS_PER_MS));
            into.put(at + 1, Double.doubleToRawLongBits(count == 0 ? 0 : sum / count / NS_PER_MS));
            into.put(at + 2, Double.doubleToRawLongBits(most / NS_PER_MS));
            return at + 3;
        }
    }
}
