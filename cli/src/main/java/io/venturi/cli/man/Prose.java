package io.venturi.cli.man;

import java.util.IllegalFormatException;

/** Texts of commands and options as they are meant: without what only the renderer of the help reads. */
public final class Prose {

    private Prose() {
    }

    /** The text with {@code %%} as one percent sign and without markup. */
    public static String plain(String text) {
        String unmarked = text.replaceAll("@\\|[^ ]+ (.*?)\\|@", "$1");
        try {
            return String.format(unmarked);
        } catch (IllegalFormatException e) {
            return unmarked; // a percent sign that is one
        }
    }
}
