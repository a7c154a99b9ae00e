package io.venturi.cli.completion;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Shells that can complete commands and options. */
public enum Shell {
    BASH {
        @Override
        public String script(CommandLine program) {
            String script = AutoComplete.bash(program.getCommandName(), program);
            // Words to choose from are read in either case; people type them in small letters.
            return CANDIDATES.matcher(script).replaceAll(found ->
                    Matcher.quoteReplacement(found.group().toLowerCase(Locale.ROOT)));
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

    private static final Pattern CANDIDATES = Pattern.compile("(?<=_args=\\()\".*\"(?=\\))");

    /** The script that teaches this shell the commands and options of {@code program}. */
    public abstract String script(CommandLine program);
}
