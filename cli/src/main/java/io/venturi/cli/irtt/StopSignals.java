package io.venturi.cli.irtt;

import java.util.function.Consumer;

/** Tells a command that the user wants it to end. */
interface StopSignals {
    /**
     * From now on a first request to end runs the action, on a thread of its own; a second one ends the process at once
     * with status 3.
     *
     * @param action gets the name of the signal, for people
     */
    void onStop(Consumer<String> action);
}
