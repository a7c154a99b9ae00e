package io.venturi.engine.api;

import org.agrona.concurrent.AgentRunner;

/** The end of a thread that runs an agent. */
final class AgentEnd {
    private static final int FOREVER = 0;

    private AgentEnd() {
    }

    /**
     * Ask the agent's thread to end and wait until it has. On a host without CPU to spare that may take seconds;
     * Agrona's own way would complain on standard error after five, and interrupt a thread that only waits for its
     * turn.
     */
    static void await(AgentRunner runner) {
        runner.close(FOREVER, _ -> { });
    }
}
