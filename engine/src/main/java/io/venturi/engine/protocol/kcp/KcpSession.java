package io.venturi.engine.protocol.kcp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.protocol.kcp.wire.KcpSegment;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One end of a KCP conversation: a reliable byte stream over datagrams, by numbers, acknowledgements and
 * retransmission. No I/O, thread or clock of its own, so two of them run against each other in virtual time. There is
 * neither opening nor closing on the wire: the ends agree elsewhere on the conversation number and on the end.
 *
 * <p>The segment format is that of the KCP reference; where kcp-go and the reference differ in when to send again, both
 * interwork, and this follows kcp-go but counts a passing-over once per datagram, as the reference does.
 *
 * <p>Thread: one owner. Times are CLOCK_MONOTONIC ns, used to the millisecond. Allocates nothing after construction.
 */
public final class KcpSession {
    /** Transmissions of one segment after which the peer is taken for gone. */
    public static final int DEAD_LINK_TRANSMISSIONS = 20;

    private static final long NS_PER_MS = 1_000_000;
    private static final int FIRST_WINDOW_PROBE_MS = 7_000;
    private static final int MOST_WINDOW_PROBE_MS = 120_000;
    private static final int FIRST_REMOTE_WINDOW = 32;

    private final int conversation;
    private final KcpOptions options;
    private final KcpOutput output;
    private final SendWindow sending;
    private final ReceiveWindow receiving;
    private final RetransmissionTimer timer;
    private final CongestionWindow congestion;
    private final KcpCounters counters = new KcpCounters();

    private final int[] ackSeqs;
    private final int[] ackTimes;
    private int acks;
    private int remoteWindow = FIRST_REMOTE_WINDOW;
    private boolean tellWindow;
    private int probeWaitMs;
    private int probeDueMs;
    private boolean dead;
    private long flushDueNs;

    // of the flush under way
    private MemorySegment datagram;
    private int filled;
    private int nowMs;
    private int earliestDueMs;

    /** @param arena holds the windows, for as long as the session is used */
    public KcpSession(int conversation, KcpOptions options, KcpOutput output, Arena arena) {
        this.conversation = conversation;
        this.options = options;
        this.output = output;
        sending = new SendWindow(options.sendWindow(), options.segmentBytes(), arena);
        receiving = new ReceiveWindow(options.receiveWindow(), options.segmentBytes(), arena);
        timer = new RetransmissionTimer(options.noDelay(), options.intervalMs());
        congestion = new CongestionWindow(options.segmentBytes());
        ackSeqs = new int[2 * options.receiveWindow()];
        ackTimes = new int[ackSeqs.length];
    }

    public KcpCounters counters() {
        return counters;
    }

    /** True once a segment has been sent {@value #DEAD_LINK_TRANSMISSIONS} times and was never acknowledged. */
    public boolean isDead() {
        return dead;
    }

    /** True if all that was written has been acknowledged. */
    public boolean isDrained() {
        return sending.held() == 0;
    }

    /** When {@link #flush} is due, CLOCK_MONOTONIC ns. */
    public long dueNs() {
        return flushDueNs;
    }

    // ---- the application's side ------------------------------------------------------------------------------------

    /**
     * Take over up to {@code bytes} to be sent; they leave with the next flush.
     *
     * @return how many were taken: fewer, or 0, while as many segments are held as both windows allow
     */
    @HotPath
    public int write(MemorySegment from, long at, int bytes) {
        return sending.append(from, at, bytes, window(), options.streamMode());
    }

    /** Bytes that {@link #write} would take now. */
    @HotPath
    public int room() {
        return sending.room(window(), options.streamMode());
    }

    /** Segments that may be held or under way, by both windows; what the congestion window says is left out. */
    @HotPath
    public int window() {
        return Math.min(options.sendWindow(), remoteWindow);
    }

    /**
     * Give out up to {@code most} bytes that have arrived in order.
     *
     * @param into where to, or null to drop them
     * @return how many, 0 if none are there
     */
    @HotPath
    public int read(MemorySegment into, long at, int most) {
        boolean full = receiving.free() == 0;
        int taken = receiving.read(into, at, most);
        tellWindow |= full && receiving.free() > 0;
        return taken;
    }

    // ---- the network's side ----------------------------------------------------------------------------------------

    /**
     * Take one datagram.
     *
     * @return false if it does not begin with a whole segment of this conversation
     */
    @HotPath
    public boolean input(MemorySegment received, int bytes, long nowNs) {
        nowMs = (int) (nowNs / NS_PER_MS);
        int firstBefore = sending.first();
        boolean advanced = false;
        boolean acknowledged = false;
        int lastAckMs = 0;
        int highestAck = 0;
        int highestAckMs = 0;
        long at = 0;
        while (KcpSegment.isWhole(received, at, bytes) && KcpSegment.conversation(received, at) == conversation) {
            remoteWindow = KcpSegment.window(received, at);
            advanced |= sending.acknowledgeBelow(KcpSegment.unacknowledged(received, at));
            int seq = KcpSegment.seq(received, at);
            int length = KcpSegment.length(received, at);
            int command = KcpSegment.command(received, at);
            if (command == KcpSegment.ACK) {
                lastAckMs = KcpSegment.time(received, at);
                if (!acknowledged || seq - highestAck > 0) {
                    highestAck = seq;
                    highestAckMs = lastAckMs;
                }
                acknowledged = true;
                sending.acknowledge(seq);
            } else if (command == KcpSegment.PUSH) {
                take(seq, KcpSegment.time(received, at), received, at + KcpSegment.HEADER_BYTES, length);
            } else if (command == KcpSegment.ASK_WINDOW) {
                tellWindow = true;
            }
            at += KcpSegment.HEADER_BYTES + length;
        }
        if (acknowledged) {
            sending.passOver(highestAck, highestAckMs);
            sampleRoundTrip(nowMs - lastAckMs);
        }
        if (sending.first() != firstBefore) {
            congestion.acknowledged(remoteWindow);
        }
        afterInput(advanced, nowNs);
        return at > 0;
    }

    private void take(int seq, int timeMs, MemorySegment received, long at, int length) {
        counters.segmentsReceived++;
        if (!receiving.admits(seq)) {
            counters.outsideWindow++;
            return;
        }
        if (!receiving.isNew(seq)) {
            counters.duplicatesReceived++;
        } else if (receiving.insert(seq, received, at, length)) {
            counters.bytesReceived += length;
        } else {
            counters.outsideWindow++;
            return;
        }
        ackSeqs[acks] = seq;
        ackTimes[acks] = timeMs;
        acks++;
        if (acks == ackSeqs.length) {
            flushAcknowledgements();
        }
    }

    private void sampleRoundTrip(int rttMs) {
        if (rttMs >= 0) {
            timer.sample(rttMs);
            counters.lastRttMs = rttMs;
            counters.rttSamples++;
            counters.smoothedRttMs = timer.smoothedMs();
            counters.rttVariationMs = timer.variationMs();
            counters.timeoutMs = timer.timeoutMs();
        }
    }

    private void afterInput(boolean advanced, long nowNs) {
        if (advanced) {
            flush(nowNs);
            return;
        }
        if (options.ackNoDelay()) {
            flushAcknowledgements();
        }
        commit();
    }

    /** Send what is to be sent at {@code nowNs}: acknowledgements, window probes, new data, data that seem lost. */
    @HotPath
    public void flush(long nowNs) {
        nowMs = (int) (nowNs / NS_PER_MS);
        earliestDueMs = nowMs + options.intervalMs();
        boolean room = flushAcknowledgements() && flushWindowMessages();
        int window = window();
        if (options.congestionWindow()) {
            window = Math.min(window, congestion.window());
        }
        boolean admitted = false;
        while (sending.waiting() > 0 && sending.underWay() < window) {
            sending.admit();
            admitted = true;
        }
        if (room) {
            transmit(admitted);
        } else {
            earliestDueMs = nowMs + 1;
        }
        commit();
        counters.underWay = sending.underWay();
        counters.congestionWindow = congestion.window();
        flushDueNs = (nowNs / NS_PER_MS + Math.max(1, earliestDueMs - nowMs)) * NS_PER_MS;
    }

    /**
     * Numbers below the one in {@code unacknowledged} need no acknowledgement of their own, except for the last time.
     */
    private boolean flushAcknowledgements() {
        int next = receiving.next();
        for (int i = 0; i < acks; i++) {
            if (ackSeqs[i] - next < 0 && i < acks - 1) {
                continue;
            }
            if (!reserve(KcpSegment.HEADER_BYTES)) {
                System.arraycopy(ackSeqs, i, ackSeqs, 0, acks - i);
                System.arraycopy(ackTimes, i, ackTimes, 0, acks - i);
                // a full list must not overflow with the next datagram: the peer sends again what is forgotten
                acks = Math.min(acks - i, ackSeqs.length - 1);
                return false;
            }
            header(KcpSegment.ACK, ackTimes[i], ackSeqs[i], 0);
            counters.acknowledgementsSent++;
        }
        acks = 0;
        return true;
    }

    private boolean flushWindowMessages() {
        boolean ask = false;
        if (remoteWindow > 0) {
            probeWaitMs = 0;
        } else if (probeWaitMs == 0) {
            probeWaitMs = FIRST_WINDOW_PROBE_MS;
            probeDueMs = nowMs + probeWaitMs;
        } else if (nowMs - probeDueMs >= 0) {
            probeWaitMs = Math.min(MOST_WINDOW_PROBE_MS, probeWaitMs + probeWaitMs / 2);
            probeDueMs = nowMs + probeWaitMs;
            ask = true;
        }
        return (!ask || message(KcpSegment.ASK_WINDOW)) && (!tellWindow || tell());
    }

    private boolean tell() {
        tellWindow = !message(KcpSegment.TELL_WINDOW);
        return !tellWindow;
    }

    private boolean message(int command) {
        if (!reserve(KcpSegment.HEADER_BYTES)) {
            return false;
        }
        header(command, nowMs, 0, 0);
        return true;
    }

    private void transmit(boolean admitted) {
        boolean passedOver = false;
        boolean timedOut = false;
        int underWay = sending.underWay();
        for (int seq = sending.first(); seq - sending.next() < 0; seq++) {
            if (sending.isAcknowledged(seq)) {
                continue;
            }
            boolean first = sending.transmissions(seq) == 0;
            boolean fast = !first && options.fastResend() > 0 && sending.passedOver(seq) >= options.fastResend();
            boolean early = !first && !fast && !admitted && sending.passedOver(seq) > 0;
            boolean late = !first && !fast && !early && nowMs - sending.dueMs(seq) >= 0;
            if (first || fast || early || late) {
                if (!reserve(KcpSegment.HEADER_BYTES + sending.length(seq))) {
                    earliestDueMs = nowMs + 1;
                    break;
                }
                transmit(seq, late ? laterTimeout(seq) : timer.timeoutMs());
                count(fast, early, late);
                passedOver |= fast || early;
                timedOut |= late;
            }
            if (sending.dueMs(seq) - earliestDueMs < 0) {
                earliestDueMs = sending.dueMs(seq);
            }
        }
        if (passedOver) {
            congestion.passedOver(underWay, options.fastResend());
        }
        if (timedOut) {
            congestion.timedOut();
        }
    }

    private int laterTimeout(int seq) {
        return sending.timeoutMs(seq) + (options.noDelay() ? timer.timeoutMs() / 2 : timer.timeoutMs());
    }

    private void transmit(int seq, int timeoutMs) {
        int length = sending.length(seq);
        int at = filled + KcpSegment.HEADER_BYTES;
        header(KcpSegment.PUSH, nowMs, seq, length);
        sending.transmit(seq, nowMs, timeoutMs, nowMs + timeoutMs, datagram, at);
        filled += length;
        counters.segmentsSent++;
        counters.bytesSent += length;
        if (sending.transmissions(seq) >= DEAD_LINK_TRANSMISSIONS) {
            dead = true;
        }
    }

    private void count(boolean fast, boolean early, boolean late) {
        if (fast) {
            counters.resentFast++;
        } else if (early) {
            counters.resentEarly++;
        } else if (late) {
            counters.resentAfterTimeout++;
        }
    }

    private void header(int command, int timeMs, int seq, int length) {
        KcpSegment.write(datagram, filled, conversation, command, receiving.free(), timeMs, seq, receiving.next(),
                length);
        filled += KcpSegment.HEADER_BYTES;
    }

    /** Have {@code bytes} of room in the datagram under way, or in a new one. */
    private boolean reserve(int bytes) {
        if (datagram != null && filled + bytes > options.mtuBytes()) {
            commit();
        }
        if (datagram == null) {
            datagram = output.claim();
            filled = 0;
        }
        return datagram != null;
    }

    private void commit() {
        if (datagram != null && filled > 0) {
            output.commit(filled);
        }
        datagram = null;
        filled = 0;
    }
}
