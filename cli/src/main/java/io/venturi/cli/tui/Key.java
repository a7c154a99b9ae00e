package io.venturi.cli.tui;

import java.io.IOException;

/** What keys mean. */
enum Key {
    NONE, END, QUIT, HELP, CLOSE, FREEZE, THEME, NEXT, PREVIOUS, HEIGHTS, DELAYS, REDRAW,
    PAGE_1, PAGE_2, PAGE_3, PAGE_4, PAGE_5, PAGE_6;

    private static final int ESCAPE = 27;
    private static final int FIRST_FINAL = 0x40;
    private static final int LAST_FINAL = 0x7e;
    private static final int MOST_OF_SEQUENCE = 16;

    /** Where characters come from. */
    interface Input {
        /** The next one; -1 at the end, -2 if none comes within this time. */
        int read(long ms) throws IOException;
    }

    /** The next one, {@link #NONE} if none comes within this time. */
    static Key read(Input input, long waitMs) throws IOException {
        int typed = input.read(waitMs);
        return switch (typed) {
            case -1 -> END;
            case 'q', 'Q', 3 -> QUIT;
            case '?', 'H' -> HELP;
            case 'p', 'P', ' ' -> FREEZE;
            case 't', 'T' -> THEME;
            case 'h' -> HEIGHTS;
            case 'l' -> DELAYS;
            case '\t', 'n' -> NEXT;
            case 12 -> REDRAW;
            case '1', '2', '3', '4', '5', '6' -> values()[PAGE_1.ordinal() + typed - '1'];
            case ESCAPE -> sequence(input);
            default -> NONE;
        };
    }

    /** What follows an escape: arrows, F1, Shift-Tab, or nothing, if it was the key itself. */
    private static Key sequence(Input input) throws IOException {
        int kind = input.read(1);
        if (kind < 0) {
            return CLOSE;
        }
        if (kind != '[' && kind != 'O') {
            return NONE;
        }
        int last = input.read(1);
        for (int i = 0; i < MOST_OF_SEQUENCE && last >= 0 && (last < FIRST_FINAL || last > LAST_FINAL); i++) {
            last = input.read(1); // parameters
        }
        return switch (last) {
            case 'A', 'D', 'Z' -> PREVIOUS;
            case 'B', 'C' -> NEXT;
            case 'P' -> HELP;
            default -> NONE;
        };
    }
}
