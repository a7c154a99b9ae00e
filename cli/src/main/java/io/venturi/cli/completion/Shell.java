package io.venturi.cli.completion;

import picocli.AutoComplete;
import picocli.CommandLine;

/** Shells that can complete commands and options. */
public enum Shell {
    BASH {
        @Override
        public String script(CommandLine program) {
            return AutoComplete.bash(program.getCommandName(), program);
        }
    },
    ZSH {
        @Override
        public String script(CommandLine program) {
            return new ZshScript(program).text();
        }
    },
    FISH {
        @Override
        public String script(CommandLine program) {
            return new FishScript(program).text();
        }
    };

    /** The script that teaches this shell the commands and options of {@code program}. */
    public abstract String script(CommandLine program);
}
