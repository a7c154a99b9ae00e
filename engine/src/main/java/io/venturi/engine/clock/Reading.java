package io.venturi.engine.clock;

import java.util.Objects;
import java.util.Optional;

/**
 * What was asked of this host, or why there is no answer.
 *
 * @param found the answer
 * @param why   why there is none, a clause for people; empty if there is one
 */
public record Reading<T>(Optional<T> found, String why) {

    public Reading {
        Objects.requireNonNull(why, "why");
        if (found.isPresent() == !why.isEmpty()) {
            throw new IllegalArgumentException("an answer, or why there is none: " + found + ", " + why);
        }
    }

    public static <T> Reading<T> of(T value) {
        return new Reading<>(Optional.of(value), "");
    }

    public static <T> Reading<T> missing(String why) {
        return new Reading<>(Optional.empty(), why);
    }

    public boolean isFound() {
        return found.isPresent();
    }

    /** The answer; only after {@link #isFound}. */
    public T get() {
        return found.orElseThrow();
    }
}
