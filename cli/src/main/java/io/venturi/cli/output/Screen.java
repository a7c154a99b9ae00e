package io.venturi.cli.output;

import java.util.List;

/**
 * A live screen as commands see it. The fields and signatures of commands are read at every start, so they name this
 * and nothing of {@code cli.tui}.
 *
 * @param <L> what a test tells how it goes on
 * @param <T> the test
 */
public interface Screen<L, T> extends AutoCloseable {
    /** What the test is to be given. */
    L listener();

    /** From now on show this test. */
    void watch(T test);

    /** What is to be said after the screen is gone, a sentence each. */
    List<String> notes();

    /** The terminal is as before when this returns; no effect the second time. */
    @Override
    void close();

    /**
     * How a screen is wanted.
     *
     * @param theme   its name, empty for the default
     * @param quit    asked when the user wants to end the test
     * @param laneCpu CPU that measures, -1 for any
     */
    record Setup(String theme, Runnable quit, int laneCpu) {
    }
}
