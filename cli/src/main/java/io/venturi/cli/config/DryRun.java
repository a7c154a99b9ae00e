package io.venturi.cli.config;

import java.util.List;

/**
 * What a command would do.
 *
 * @param command   with the names of those it belongs to
 * @param arguments words that belong to no option
 * @param options   all of them that can be configured, what was given first
 * @param plans     what follows from them; empty for commands that make no plan
 */
public record DryRun(String command, List<String> arguments, List<Choice> options, List<? extends Record> plans) {

    /**
     * The value of an option.
     *
     * @param option  its long name, with dashes
     * @param setting its value and whence it is; a secret is not in it
     */
    public record Choice(String option, Setting setting) {
    }
}
