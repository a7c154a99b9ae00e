package io.venturi.engine.protocol.kcp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.error.PeerException;
import io.venturi.engine.spi.DatagramEndpoint;
import io.venturi.engine.spi.StreamHost;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One end of a stream: payload into the session as its windows allow, or out of it as it comes in order. */
final class KcpEndpoint implements DatagramEndpoint {
    private static final long NS_PER_MS = 1_000_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private final StreamHost host;
    private final Arena arena = Arena.ofShared();
    private final KcpSession session;
    private final MemorySegment buffer;
    private final int mostTaken;
    private long position;
    private long rttSamples;
    private double windowUse;
    private long flushes;

    KcpEndpoint(StreamHost host, KcpOptions options) {
        this.host = host;
        session = new KcpSession(Long.hashCode(host.token()), options, new Datagrams(host), arena);
        buffer = arena.allocate(BUFFER_BYTES);
        mostTaken = Math.min(BUFFER_BYTES, options.streamMode() ? BUFFER_BYTES : host.blockBytes());
    }

    /** Where the session puts its datagrams. */
    private record Datagrams(StreamHost host) implements KcpOutput {
        @Override
        public MemorySegment claim() {
            return host.claim();
        }

        @Override
        public void commit(int bytes) {
            host.commit(bytes);
        }
    }

    @HotPath
    @Override
    public void advance(long nowNs) {
        if (host.sends()) {
            fill();
        }
        if (nowNs >= session.dueNs()) {
            session.flush(nowNs);
            flushes++;
            windowUse += (double) session.counters().underWay() / Math.max(1, session.window());
        }
        if (session.isDead()) {
            giveUp();
        }
    }

    @HotPath
    private void fill() {
        int taken = 1;
        while (taken > 0) {
            int room = Math.min(mostTaken, session.room());
            taken = room == 0 ? 0 : host.take(buffer, 0, room);
            session.write(buffer, 0, taken);
        }
    }

    private static void giveUp() {
        throw new PeerException("the peer did not acknowledge a segment that was sent "
                + KcpSession.DEAD_LINK_TRANSMISSIONS + " times");
    }

    @HotPath
    @Override
    public void onDatagram(MemorySegment datagram, int bytes, long nowNs) {
        session.input(datagram, bytes, nowNs);
        int read = session.read(buffer, 0, BUFFER_BYTES);
        while (read > 0) {
            host.deliver(position, buffer, 0, read);
            position += read;
            read = session.read(buffer, 0, BUFFER_BYTES);
        }
        KcpCounters counters = session.counters();
        if (counters.rttSamples() != rttSamples) {
            rttSamples = counters.rttSamples();
            host.roundTrip(counters.lastRttMs() * NS_PER_MS);
        }
    }

    @Override
    public long dueNs() {
        return session.dueNs();
    }

    @Override
    public boolean isDrained() {
        return session.isDrained();
    }

    @HotPath
    @Override
    public void figures(double[] values) {
        KcpCounters counters = session.counters();
        int i = 0;
        values[i++] = counters.segmentsSent();
        values[i++] = counters.resent();
        values[i++] = counters.resentFast();
        values[i++] = counters.resentEarly();
        values[i++] = counters.resentAfterTimeout();
        values[i++] = counters.segmentsReceived();
        values[i++] = counters.duplicatesReceived();
        values[i++] = counters.outsideWindow();
        values[i++] = counters.acknowledgementsSent();
        values[i++] = counters.smoothedRttMs();
        values[i++] = counters.rttVariationMs();
        values[i++] = counters.timeoutMs();
        values[i++] = flushes == 0 ? 0 : 100 * windowUse / flushes;
        values[i] = counters.congestionWindow();
    }

    @Override
    public void close() {
        arena.close();
    }
}
