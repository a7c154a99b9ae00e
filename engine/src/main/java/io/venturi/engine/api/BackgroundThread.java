package io.venturi.engine.api;

import io.venturi.engine.agent.ThreadTuning;

/** Threads that measure nothing, such as one that shows how a test goes on. */
public final class BackgroundThread {

    private BackgroundThread() {
    }

    /**
     * From now on the calling thread gives way to others, and leaves a lane its CPU.
     *
     * @param laneCpu CPU on which the lane was asked to stay, -1 for none
     */
    public static void enter(int laneCpu) {
        ThreadTuning.yieldToOthers(laneCpu);
    }
}
