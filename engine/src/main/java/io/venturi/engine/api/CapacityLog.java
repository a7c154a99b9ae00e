package io.venturi.engine.api;

import io.venturi.engine.metric.CapacityEvent;

/** Tells a {@link ServerListener} of capacity tests. Thread-safe as far as that is. */
final class CapacityLog implements CapacityListener {
    private final ServerListener listener;

    CapacityLog(ServerListener listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void onEvent(CapacityEvent event) {
        switch (event) {
            case CapacityEvent.Exchanged it when it.message() == CapacityEvent.Message.SETUP_REQUEST ->
                    listener.onEvent(it.from(), "CapacitySetup", "capacity test " + it.connection() + " set up, ident="
                            + it.mcIdent() + ", " + it.bandwidthMbps() + " Mbit/s asked for");
            case CapacityEvent.Activated it -> listener.onEvent(null, "CapacityBegin", "capacity test "
                    + it.connection() + " begins, " + it.agreed().direction() + " for "
                    + it.agreed().testIntervalNs() / 1_000_000_000L + " s");
            case CapacityEvent.Incident it -> listener.onEvent(null, "CapacityIncident", "capacity test "
                    + it.connection() + ": " + it.status().message());
            case CapacityEvent.Ended it -> listener.onEvent(null, "CapacityEnd", "capacity test " + it.connection()
                    + " ended");
            case CapacityEvent.Notice it -> listener.onEvent(null, "CapacityNotice", "capacity test "
                    + it.connection() + ": " + it.text());
            case CapacityEvent.Created _, CapacityEvent.Exchanged _, CapacityEvent.MinimumDelay _,
                    CapacityEvent.Trial _, CapacityEvent.SubInterval _, CapacityEvent.Interval _,
                    CapacityEvent.Stopping _ -> { } // more than a log needs
        }
    }
}
