package io.venturi.engine.host;

/** Asks who keeps the wall clock. */
final class Synchronisation {

    private Synchronisation() {
    }

    static Answer<SyncState> read() {
        return new Answer.Untold<>("not asked");
    }
}
