package io.venturi.engine.testing;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Events in virtual time; those of one instant happen in the order in which they were planned. */
public final class Timeline {
    private record Event(long atNs, long order, Runnable action) {
    }

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNs).thenComparingLong(Event::order));
    private long planned;

    public void at(long ns, Runnable action) {
        events.add(new Event(ns, planned++, action));
    }

    /** When the next event is due, {@link Long#MAX_VALUE} if there is none. */
    public long nextNs() {
        return events.isEmpty() ? Long.MAX_VALUE : events.peek().atNs();
    }

    /** Let the next event happen. */
    public void happen() {
        events.remove().action().run();
    }
}
