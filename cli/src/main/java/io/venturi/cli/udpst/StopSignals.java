package io.venturi.cli.udpst;

/** Tells a command that the user wants it to end. */
interface StopSignals {
    /**
     * From now on a first request to end runs the action, on a thread of its own; a second one ends the process at once
     * with status 255.
     */
    void onStop(Runnable action);
}
