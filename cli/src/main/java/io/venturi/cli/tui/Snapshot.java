package io.venturi.cli.tui;

import java.util.List;

/**
 * All a screen has to show at one moment.
 *
 * @param command   such as {@code rtt}
 * @param target    whom it is about
 * @param what      protocol and settings, a few words
 * @param phase     what is going on, a word or two
 * @param elapsedNs since it began, -1 if it has not
 * @param totalNs   how long it will take, -1 if that is not known or has no end
 * @param pages     at least one
 */
record Snapshot(String command, String target, String what, String phase, long elapsedNs, long totalNs,
                List<Page> pages) {
    Snapshot {
        pages = List.copyOf(pages);
        if (pages.isEmpty()) {
            throw new IllegalArgumentException("no page");
        }
    }
}
