package io.venturi.engine.host;

import java.util.Optional;
import java.util.function.Function;

/** What a question to the host brought: a value, or why there is none. */
sealed interface Answer<T> {

    /** The host told. */
    record Known<T>(T value) implements Answer<T> {}

    /**
     * The host did not tell.
     *
     * @param why for people, such as "permission denied"; no full stop
     */
    record Untold<T>(String why) implements Answer<T> {}

    /** The value, if there is one. */
    default Optional<T> found() {
        return switch (this) {
            case Known<T>(T value) -> Optional.of(value);
            case Untold<T> _ -> Optional.empty();
        };
    }

    /** The finding about {@code concern} that follows from the value, or that it is unknown and why. */
    default Finding finding(Concern concern, Function<T, Finding> of) {
        return switch (this) {
            case Known<T>(T value) -> of.apply(value);
            case Untold<T>(String why) -> new Finding.Unknown(concern, why);
        };
    }
}
