package io.venturi.engine.protocol.udpst;

import io.venturi.engine.metric.CapacityHost;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityInterval.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Puts sub-intervals of the connections of one test together, each with the others of its time. Rates are added per
 * connection, because each has a clock of its own. Lane thread only.
 */
final class Aggregate {
    private final Supplier<CapacityHost> host;
    private final Consumer<CapacityInterval> listener;
    private final List<Part> pending = new ArrayList<>();
    private CapacityHost before = CapacityHost.UNKNOWN;
    private int emitted;
    private int highestRow = -1;

    /** @param host what this host did since the begin */
    Aggregate(Supplier<CapacityHost> host, Consumer<CapacityInterval> listener) {
        this.host = host;
        this.listener = listener;
    }

    /** A sender of ours is at this row of the table, -1 if that is unknown. */
    void row(int row) {
        highestRow = Math.max(highestRow, row);
    }

    /** @param active connections at work */
    void add(Part part, int active, long wallNs) {
        boolean again = pending.stream().anyMatch(other -> other.connection() == part.connection());
        if (again) { // another is late, or gone
            emit(active, wallNs);
        }
        pending.add(part);
        settle(active, wallNs);
    }

    /** Emit if nothing is missing. */
    void settle(int active, long wallNs) {
        if (!pending.isEmpty() && pending.size() >= active) {
            emit(active, wallNs);
        }
    }

    /** Emit what there is. */
    void flush(int active, long wallNs) {
        if (!pending.isEmpty()) {
            emit(active, wallNs);
        }
    }

    private void emit(int active, long wallNs) {
        CapacityHost now = host.get();
        listener.accept(new CapacityInterval(++emitted, wallNs, pending.getLast().endNs(), active, pending, 0, 0,
                highestRow < 0 ? OptionalInt.empty() : OptionalInt.of(highestRow), difference(now),
                Optional.empty()));
        before = now;
        pending.clear();
        highestRow = -1;
    }

    private CapacityHost difference(CapacityHost now) {
        return new CapacityHost(Math.max(0, now.refused() - before.refused()),
                Math.max(0, now.missedSlots() - before.missedSlots()),
                Math.max(0, now.receiveOverflow() - before.receiveOverflow()),
                Math.max(0, now.stalls() - before.stalls()), Math.max(0, now.stalledNs() - before.stalledNs()),
                now.laneBusyShare());
    }

    /** How many were emitted. */
    int emitted() {
        return emitted;
    }
}
