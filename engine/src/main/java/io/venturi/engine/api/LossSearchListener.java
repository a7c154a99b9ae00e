package io.venturi.engine.api;

import io.venturi.engine.metric.LossSearchResult;

/** Hears how a search for loss-free throughput goes on, on the thread that runs it; must not throw. */
public interface LossSearchListener {
    /** Listens to nothing. */
    LossSearchListener NONE = new LossSearchListener() { };

    /** A trial has ended. */
    default void onTrial(int frameBytes, LossSearchResult.Trials trial, Verdict verdict) {
    }

    /** A frame size is done. */
    default void onResult(LossSearchResult result) {
    }

    /** What came of a trial. */
    enum Verdict { PASSED, LOST, LIMITED_HERE }
}
