package io.venturi.engine.api;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.protocol.udpst.LoadLog;
import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Writes the stamps of received load to a CSV file per connection, on a thread of its own: a lane puts them into a
 * ring, and what a full ring has no room for is counted and told.
 *
 * <p>Thread-safe. Runs from its making until {@link #close}.
 */
final class CapacityMetadata implements LoadLog.Opener, AutoCloseable {
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int RING_OF_ALL = 1 << 21;
    private static final int RING_OF_SAMPLES = 1 << 16;
    private static final int ROW = 1;
    // layout of a row in the ring
    private static final int SEQ = 0;
    private static final int SENT = 8;
    private static final int ARRIVED = 16;
    private static final int STATUS_TIME = 24;
    private static final int RTT = 32;
    private static final int PAYLOAD = 40;
    private static final int ECN = 44;
    private static final int RESPONSE_DELAY = 48;
    private static final int STATUS_ERROR = 52;
    private static final int ROW_BYTES = 56;

    private final String template;
    private final boolean everyDatagram;
    private final List<String> servers;
    private final InterfaceMeter meter;
    private final Consumer<CapacityEvent> events;
    private final List<Log> logs = new CopyOnWriteArrayList<>();
    private final Thread writer;
    private volatile boolean closing;

    /**
     * @param template      of the names of the files, see {@link MetadataName}
     * @param everyDatagram a row for each datagram, else for each with a sample of the round trip
     * @param servers       as the user wrote them, at least one, over which the connections are dealt out
     * @param meter         of the interface whose rates are written, too
     * @param events        told what could not be written
     */
    CapacityMetadata(String template, boolean everyDatagram, List<String> servers, InterfaceMeter meter,
                     Consumer<CapacityEvent> events) {
        this.template = template;
        this.everyDatagram = everyDatagram;
        this.servers = List.copyOf(servers);
        this.meter = meter;
        this.events = events;
        writer = Thread.ofPlatform().daemon().name("venturi-capacity-metadata").start(this::write);
    }

    @Override
    public LoadLog open(LoadLog.Source source) {
        Log log = new Log(source);
        logs.add(log);
        return log;
    }

    private void write() {
        boolean last;
        do {
            last = closing;
            for (Log log : logs) {
                if (log.write(last)) {
                    logs.remove(log);
                }
            }
            LockSupport.parkNanos(POLL_NS);
        } while (!last);
    }

    /** Write what there is. Lanes must have ended. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(writer);
        try {
            writer.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of one connection: the lane writes to the ring, {@link #writer} reads it. */
    private final class Log implements LoadLog {
        private static final String HEADER = "SeqNo,PayLoad,ECNValue,SrcTxTime,DstRxTime,OWD,IntfMbps,IntfMbpsAlt,"
                + "RTTTxTime,RTTRxTime,RTTRespDelay,RTT,StatusLoss\n";

        private final Source source;
        private final ZonedDateTime opened = ZonedDateTime.now();
        private final OneToOneRingBuffer ring;
        private final MetadataRow row = new MetadataRow();
        private long dropped; // written by the lane, read once it is closed
        private volatile boolean closed;
        private Path path;
        private Writer file;
        private boolean failed;

        Log(Source source) {
            this.source = source;
            int bytes = (everyDatagram ? RING_OF_ALL : RING_OF_SAMPLES) + RingBufferDescriptor.TRAILER_LENGTH;
            ring = new OneToOneRingBuffer(new UnsafeBuffer(Arena.ofAuto().allocate(bytes, 64).asByteBuffer()));
        }

        @HotPath
        @Override
        public void datagram(LoadPdu load, int ecn, long arrivedWallNs, long rttMs) {
            if (rttMs == NO_SAMPLE && !everyDatagram) {
                return;
            }
            int at = ring.tryClaim(ROW, ROW_BYTES);
            if (at <= 0) {
                dropped++;
                return;
            }
            var buffer = ring.buffer();
            buffer.putLong(at + SEQ, load.seq());
            buffer.putLong(at + SENT, load.time());
            buffer.putLong(at + ARRIVED, arrivedWallNs);
            buffer.putLong(at + STATUS_TIME, load.statusTime());
            buffer.putLong(at + RTT, rttMs);
            buffer.putInt(at + PAYLOAD, load.payload());
            buffer.putInt(at + ECN, ecn);
            buffer.putInt(at + RESPONSE_DELAY, load.responseDelayMs());
            buffer.putInt(at + STATUS_ERROR, load.statusError());
            ring.commit(at);
        }

        @Override
        public void close() {
            closed = true;
        }

        /** @return true if that was all */
        boolean write(boolean last) {
            boolean ends = last || closed;
            open();
            row.rates(meter.mainMbps(), meter.otherMbps());
            boolean padding = false; // at the end of the ring a read may give nothing, once
            while (ring.size() > 0) {
                boolean nothing = ring.read(this::append) == 0;
                if (nothing && padding) {
                    break;
                }
                padding = nothing;
                flush();
            }
            if (ends) {
                end();
            }
            return ends;
        }

        private void open() {
            if (path != null) {
                return;
            }
            path = Path.of(MetadataName.of(template, source,
                    servers.get(source.index() % servers.size()), meter.name(), opened));
            try {
                file = Files.newBufferedWriter(path);
                file.write(HEADER);
            } catch (IOException e) {
                fail(e);
            }
        }

        private void append(int type, DirectBuffer buffer, int at, int length) {
            row.datagram(buffer.getLong(at + SEQ), buffer.getInt(at + PAYLOAD), buffer.getInt(at + ECN),
                    buffer.getLong(at + SENT), buffer.getLong(at + ARRIVED));
            long rttMs = buffer.getLong(at + RTT);
            if (rttMs == NO_SAMPLE) {
                row.noSample();
            } else {
                row.sample(buffer.getLong(at + STATUS_TIME), buffer.getLong(at + ARRIVED),
                        buffer.getInt(at + RESPONSE_DELAY), rttMs, buffer.getInt(at + STATUS_ERROR));
            }
        }

        private void flush() {
            try {
                if (!failed) {
                    file.append(row.text());
                }
            } catch (IOException e) {
                fail(e);
            }
            row.clear();
        }

        private void end() {
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                fail(e);
            }
            if (dropped > 0) {
                tell(dropped + " rows are missing in " + path + ": this host did not come to write them in time.");
            }
        }

        private void fail(IOException e) {
            if (!failed) {
                failed = true;
                tell("The stamps of received load cannot be written to " + path + " (" + e + "); the test goes on"
                        + " without.");
            }
        }

        private void tell(String text) {
            events.accept(new CapacityEvent.Notice(source.connection(), text));
        }
    }
}
