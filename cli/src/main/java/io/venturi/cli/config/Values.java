package io.venturi.cli.config;

import picocli.CommandLine.Model.OptionSpec;

/** From {@code true} and {@code false} in files and variables to what an option takes. */
final class Values {

    private Values() {
    }

    /** A switch takes no value on the command line. */
    static boolean isSwitch(OptionSpec option) {
        return option.arity().max() == 0;
    }

    /** It may be given without its value, such as {@code --stamp}. */
    static boolean isOptionalValue(OptionSpec option) {
        return option.arity().min() == 0 && option.arity().max() > 0;
    }

    /**
     * What picocli is to read.
     *
     * @return null for "as if it were not there"
     */
    static String of(OptionSpec option, boolean value) {
        if (isOptionalValue(option)) {
            return value ? option.fallbackValue() : null;
        }
        return Boolean.toString(value);
    }
}
