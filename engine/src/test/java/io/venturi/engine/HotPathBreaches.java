package io.venturi.engine;

import io.venturi.engine.annotation.HotPath;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Each way to breach the rules for hot methods, once; and what is allowed. Never run. */
@SuppressWarnings("unused")
final class HotPathBreaches {
    private final IllegalStateException prepared = new IllegalStateException();
    private Object kept;

    @HotPath
    void array() {
        kept = new long[1];
    }

    @HotPath
    void arrayOfObjects() {
        kept = new Object[1];
    }

    @HotPath
    void arrayOfArrays() {
        kept = new int[1][1];
    }

    @HotPath
    void varargs(Object value) {
        Objects.hash(value);
    }

    @HotPath
    void boxed(long value) {
        kept = value;
    }

    @HotPath
    void concatenated(long value) {
        kept = "value " + value;
    }

    @HotPath
    LongSupplier lambda(long value) {
        return () -> value;
    }

    @HotPath
    void locked() {
        synchronized (prepared) {
            kept = null;
        }
    }

    @HotPath
    synchronized void synchronizedMethod() {
        kept = null;
    }

    @HotPath
    void thrown(boolean anew) {
        if (anew) {
            throw new IllegalStateException();
        }
    }

    @HotPath
    void thrown() {
        throw made();
    }

    @HotPath
    void allowed(long value) {
        try {
            made();
            Long.toString(value);
        } finally {
            kept = null; // rethrows what was caught
        }
    }

    @HotPath
    void allowedToThrowWhatThereIs() {
        throw prepared;
    }

    @HotPath
    int allowedToSwitch(Thread.State state) {
        return switch (state) {
            case NEW -> 1;
            case RUNNABLE -> 2;
            default -> 3;
        };
    }

    IllegalStateException made() {
        return new IllegalStateException("not hot: " + kept);
    }
}
