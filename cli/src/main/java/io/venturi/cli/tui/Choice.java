package io.venturi.cli.tui;

/**
 * What the user chose to see.
 *
 * @param page       from 0; counts on beyond the last page
 * @param frozen     the display stands still; the test goes on
 * @param help       the keys are explained
 * @param logDelays  the axis of delays of a histogram is logarithmic
 * @param logHeights the counts of a histogram are
 */
record Choice(int page, Theme theme, boolean frozen, boolean help, boolean logDelays, boolean logHeights) {

    static Choice first(Theme theme) {
        return new Choice(0, theme, false, false, true, false);
    }

    /** After this key; the same if it means nothing here. */
    Choice after(Key key, int pages) {
        return switch (key) {
            case NEXT -> with((page + 1) % pages, false);
            case PREVIOUS -> with((page + pages - 1) % pages, false);
            case PAGE_1, PAGE_2, PAGE_3, PAGE_4, PAGE_5, PAGE_6 -> {
                int wanted = key.ordinal() - Key.PAGE_1.ordinal();
                yield wanted < pages ? with(wanted, false) : this;
            }
            case HELP -> with(page, !help);
            case CLOSE -> with(page, false);
            case FREEZE -> new Choice(page, theme, !frozen, help, logDelays, logHeights);
            case THEME -> new Choice(page, theme.next(), frozen, help, logDelays, logHeights);
            case HEIGHTS -> new Choice(page, theme, frozen, help, logDelays, !logHeights);
            case DELAYS -> new Choice(page, theme, frozen, help, !logDelays, logHeights);
            case QUIT, REDRAW, NONE, END -> this;
        };
    }

    private Choice with(int newPage, boolean newHelp) {
        return new Choice(newPage, theme, frozen, newHelp, logDelays, logHeights);
    }
}
