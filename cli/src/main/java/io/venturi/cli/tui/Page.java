package io.venturi.cli.tui;

import java.util.List;

/**
 * One of the views of a screen.
 *
 * @param main panels, the most important first: what does not fit is left out
 * @param side panels that stand beside them where the screen is wide, else among them
 */
record Page(String name, List<Panel> main, List<Panel> side) {
    Page {
        main = List.copyOf(main);
        side = List.copyOf(side);
    }

    Page(String name, Panel... main) {
        this(name, List.of(main), List.of());
    }
}
