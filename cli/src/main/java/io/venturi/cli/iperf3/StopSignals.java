package io.venturi.cli.iperf3;

/** Tells a command that the user wants it to end. */
@FunctionalInterface
interface StopSignals {
    /** From now on a first request to end runs the action; the process ends at once at the third. */
    void onStop(Runnable action);
}
