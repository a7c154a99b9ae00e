package io.venturi.engine.protocol.udpst;

import io.venturi.engine.protocol.udpst.wire.Fault;
import java.util.concurrent.atomic.AtomicLongArray;

/** What a server has done so far. Thread-safe: all its lanes count here, but seldom per datagram. */
public final class UdpstCounters {

    /** What is counted; nothing ever decreases. */
    public enum Id {
        SETUPS, SETUPS_ACCEPTED, SETUPS_REJECTED, BAD_VERSION, BAD_OPTION, BANDWIDTH_EXCEEDED, NO_CONNECTION, LEGACY,
        AUTH_FAILED, AUTH_TIME, ACTIVATION_TIMEOUTS, ACTIVATIONS, ACTIVATIONS_ACCEPTED,
        CONTROL_SIZE, CONTROL_FORMAT, CONTROL_CHECKSUM, LOAD_SIZE, LOAD_FORMAT, LOAD_CHECKSUM, STATUS_SIZE,
        STATUS_FORMAT, STATUS_CHECKSUM,
        /** Of load sent, as receivers told. */
        DELIVERED, DELIVERED_BYTES, DELIVERED_HEADER_BYTES, DELIVERED_LOST, DELIVERED_REORDERED, DELIVERED_DUPLICATE,
        /** Of load that arrived here. */
        RECEIVED, RECEIVED_BYTES, RECEIVED_HEADER_BYTES, RECEIVED_LOST, RECEIVED_REORDERED, RECEIVED_DUPLICATE,
        STATUS_SENT, STATUS_RECEIVED, STATUS_LOST_HERE, STATUS_LOST_THERE, STOPPED_HERE, STOPPED_THERE,
        DELIVERED_MARKED, RECEIVED_MARKED,
        /** Calls that brought datagrams of tests. */
        RECEIVE_CALLS
    }

    private final AtomicLongArray values = new AtomicLongArray(Id.values().length);

    void add(Id id, long amount) {
        values.getAndAdd(id.ordinal(), amount);
    }

    void increment(Id id) {
        add(id, 1);
    }

    /** @param size the counter of lengths, which those of format and checksum follow */
    void fault(Id size, Fault fault) {
        if (fault != Fault.NONE) {
            values.getAndAdd(size.ordinal() + fault.ordinal() - Fault.SIZE.ordinal(), 1);
        }
    }

    /** Any thread. */
    public long get(Id id) {
        return values.getAcquire(id.ordinal());
    }
}
