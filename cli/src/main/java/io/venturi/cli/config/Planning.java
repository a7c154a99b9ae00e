package io.venturi.cli.config;

import java.util.List;

/** A command that can say what it would do. */
public interface Planning {

    /**
     * The plans that follow from its options; concluding them sends nothing and opens nothing.
     *
     * @throws io.venturi.engine.error.ConfigException if they make no sense
     */
    List<? extends Record> plans();
}
