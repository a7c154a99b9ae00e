package io.venturi.cli.tui;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import java.util.ArrayList;
import java.util.List;

/** A screen as a function of what there is to show, what the user chose, and the size. No state, clock or terminal. */
final class View {
    /** From here on the side panels stand beside the others. */
    private static final int WIDE = 100;
    private static final int HEADER_ROWS = 2;
    private static final int FOOTER_ROWS = 1;
    private static final int LEAST_WIDTH = 24;
    private static final int LEAST_HEIGHT = HEADER_ROWS + FOOTER_ROWS + Panel.FRAME + 1;
    private static final int LEAST_BAR = 8;
    private static final int MOST_BAR = 40;
    private static final String[][] KEYS = {{"q", "quit"}, {"p", "freeze"}, {"tab", "view"}, {"?", "help"},
        {"t", "theme"}, {"h l", "log scales"}};
    private static final List<String> HELP = List.of(
            "q, Ctrl-C    end and print the summary; again: at once",
            "p, space     freeze the display; the test goes on",
            "tab, arrows  next view, view before; 1 to 6: that view",
            "t            next theme",
            "h, l         histogram: heights, delays as logarithms",
            "Ctrl-L       draw everything anew",
            "?, F1        this help; Esc closes it");
    private static final List<String> MARKS = List.of(
            "Instrument shows what this host missed or did late, so that the path is not blamed for it.",
            "– is not known, never 0; ! and !! deserve a look.");

    private View() {
    }

    /** Draw it all over the buffer. */
    static void draw(Snapshot snapshot, Choice choice, Buffer buffer) {
        Rect area = buffer.area();
        buffer.clear();
        if (area.width() < LEAST_WIDTH || area.height() < LEAST_HEIGHT) {
            tiny(snapshot, choice, buffer, area);
            return;
        }
        Page page = snapshot.pages().get(Math.floorMod(choice.page(), snapshot.pages().size()));
        header(snapshot, choice, buffer, new Rect(area.x(), area.y(), area.width(), 1));
        tabs(snapshot, page, choice, buffer, new Rect(area.x(), area.y() + 1, area.width(), 1));
        Rect body = new Rect(area.x(), area.y() + HEADER_ROWS, area.width(),
                area.height() - HEADER_ROWS - FOOTER_ROWS);
        body(choice.help() ? new Page("Help", new Panel.Lines("Keys", HELP), new Panel.Lines("Marks", MARKS)) : page, choice, buffer, body);
        footer(choice, buffer, new Rect(area.x(), area.bottom() - 1, area.width(), 1));
    }

    private static void tiny(Snapshot snapshot, Choice choice, Buffer buffer, Rect area) {
        List<String> lines = List.of(snapshot.command() + " " + progress(snapshot), snapshot.target(),
                snapshot.phase(), "window too small");
        for (int i = 0; i < Math.min(lines.size(), area.height()); i++) {
            Texts.put(buffer, area, area.x(), area.y() + i, lines.get(i), choice.theme().style(Tone.PLAIN));
        }
    }

    private static String progress(Snapshot snapshot) {
        if (snapshot.totalNs() < 0) {
            return Texts.time(snapshot.elapsedNs());
        }
        // Before the test begins there is nothing to count, and what follows the last moment of it is not part of it.
        return snapshot.elapsedNs() < 0 ? "" : Texts.time(Math.min(snapshot.elapsedNs(), snapshot.totalNs())) + " of "
                + Texts.time(snapshot.totalNs());
    }

    private static void header(Snapshot snapshot, Choice choice, Buffer buffer, Rect row) {
        Theme theme = choice.theme();
        String right = (choice.frozen() ? "FROZEN at " : snapshot.phase() + " ");
        right = (right + progress(snapshot)).strip() + " ";
        int end = row.right() - Texts.width(right);
        Texts.putRight(buffer, row, row.right(), row.y(), right,
                theme.style(choice.frozen() ? Tone.BAD : Tone.PLAIN));
        Rect left = new Rect(row.x(), row.y(), Math.max(0, end - row.x() - 1), 1);
        int x = Texts.put(buffer, left, left.x() + 1, row.y(), "venturi " + snapshot.command(),
                theme.style(Tone.TITLE));
        x = Texts.put(buffer, left, x + 1, row.y(), snapshot.target(), theme.style(Tone.KEY));
        if (left.right() - x > Texts.width(snapshot.what()) + 1) {
            Texts.put(buffer, left, x + 2, row.y(), snapshot.what(), theme.style(Tone.FAINT));
        }
    }

    private static void tabs(Snapshot snapshot, Page shown, Choice choice, Buffer buffer, Rect row) {
        int x = row.x() + 1;
        for (int i = 0; i < snapshot.pages().size(); i++) {
            Page page = snapshot.pages().get(i);
            boolean here = page == shown && !choice.help();
            x = Texts.put(buffer, row, x, row.y(), here ? "[" + (i + 1) + " " + page.name() + "]"
                    : " " + (i + 1) + " " + page.name() + " ",
                    choice.theme().style(here ? Tone.TITLE : Tone.FAINT));
        }
        if (snapshot.totalNs() > 0 && snapshot.elapsedNs() >= 0) {
            int width = Math.min(MOST_BAR, row.right() - x - 3);
            if (width >= LEAST_BAR) {
                double share = Math.clamp((double) snapshot.elapsedNs() / snapshot.totalNs(), 0, 1);
                int done = (int) Math.round(share * width);
                Texts.put(buffer, row, row.right() - width - 1, row.y(), "━".repeat(done),
                        choice.theme().style(Tone.FIRST));
                Texts.put(buffer, row, row.right() - width - 1 + done, row.y(), "╌".repeat(width - done),
                        choice.theme().style(Tone.BORDER));
            }
        }
    }

    private static void footer(Choice choice, Buffer buffer, Rect row) {
        int x = row.x() + 1;
        for (String[] key : KEYS) {
            String name = choice.frozen() && key[0].equals("p") ? "go on" : key[1];
            if (x + Texts.width(key[0]) + Texts.width(name) + 1 < row.right()) {
                x = Texts.put(buffer, row, x, row.y(), key[0], choice.theme().style(Tone.KEY));
                x = Texts.put(buffer, row, x + 1, row.y(), name, choice.theme().style(Tone.FAINT)) + 2;
            }
        }
        String theme = choice.theme().title() + " ";
        if (row.right() - x > Texts.width(theme) + 2) {
            Texts.putRight(buffer, row, row.right(), row.y(), theme, choice.theme().style(Tone.FAINT));
        }
    }

    private static void body(Page page, Choice choice, Buffer buffer, Rect body) {
        if (body.width() >= WIDE && !page.side().isEmpty()) {
            int side = Math.clamp(body.width() * 2L / 5, Panel.Sheet.COLUMN + Panel.FRAME,
                    2 * Panel.Sheet.COLUMN + Panel.FRAME);
            stack(page.main(), choice, buffer, new Rect(body.x(), body.y(), body.width() - side, body.height()));
            stack(page.side(), choice, buffer, new Rect(body.right() - side, body.y(), side, body.height()));
        } else {
            stack(interleaved(page), choice, buffer, body);
        }
    }

    /** The first at the side, the first of the others, and so on. */
    private static List<Panel> interleaved(Page page) {
        List<Panel> all = new ArrayList<>();
        for (int i = 0; i < Math.max(page.side().size(), page.main().size()); i++) {
            if (i < page.side().size()) {
                all.add(page.side().get(i));
            }
            if (i < page.main().size()) {
                all.add(page.main().get(i));
            }
        }
        return all;
    }

    /** One below the other; the last ones are left out if there is no room. */
    private static void stack(List<Panel> panels, Choice choice, Buffer buffer, Rect area) {
        int[] rows = rows(panels, area.width(), area.height());
        int y = area.y();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] > 0) {
                paint(panels.get(i), choice, buffer, new Rect(area.x(), y, area.width(), rows[i]));
                y += rows[i];
            }
        }
    }

    /** Rows of each panel: first what it needs, then what it wants, and what is left for those that want all. */
    static int[] rows(List<Panel> panels, int width, int height) {
        int[] rows = new int[panels.size()];
        int left = height;
        int greedy = 0;
        for (int i = 0; i < rows.length && panels.get(i).least(width) <= left; i++) {
            rows[i] = panels.get(i).least(width);
            left -= rows[i];
            greedy += panels.get(i).wanted(width) == Integer.MAX_VALUE ? 1 : 0;
        }
        for (int i = 0; i < rows.length; i++) {
            int wanted = panels.get(i).wanted(width);
            if (rows[i] > 0 && wanted != Integer.MAX_VALUE) {
                int more = Math.clamp(wanted - rows[i], 0, left);
                rows[i] += more;
                left -= more;
            }
        }
        for (int i = 0; i < rows.length && greedy > 0; i++) {
            if (rows[i] > 0 && panels.get(i).wanted(width) == Integer.MAX_VALUE) {
                int more = left / greedy--;
                rows[i] += more;
                left -= more;
            }
        }
        return rows;
    }

    private static void paint(Panel panel, Choice choice, Buffer buffer, Rect area) {
        Theme theme = choice.theme();
        Rect inner = frame(panel.title(), theme, buffer, area);
        switch (panel) {
            case Panel.Sheet sheet -> Tables.sheet(sheet, theme, buffer, inner);
            case Panel.Grid grid -> Tables.grid(grid, theme, buffer, inner);
            case Panel.Lines lines -> Tables.lines(lines, theme, buffer, inner);
            case Panel.Curves curves -> Plots.curves(curves, theme, buffer, inner);
            case Panel.Histogram histogram -> Plots.histogram(histogram, choice, buffer, inner);
        }
    }

    /** A border with a title; gives what is inside. */
    private static Rect frame(String title, Theme theme, Buffer buffer, Rect area) {
        Style style = theme.style(Tone.BORDER);
        String across = "─".repeat(area.width() - 2);
        Texts.put(buffer, area, area.x(), area.y(), "╭" + across + "╮", style);
        Texts.put(buffer, area, area.x(), area.bottom() - 1, "╰" + across + "╯", style);
        for (int y = area.y() + 1; y < area.bottom() - 1; y++) {
            Texts.put(buffer, area, area.x(), y, "│", style);
            Texts.put(buffer, area, area.right() - 1, y, "│", style);
        }
        Texts.put(buffer, new Rect(area.x() + 2, area.y(), area.width() - 4, 1), area.x() + 2, area.y(),
                " " + title + " ", theme.style(Tone.TITLE));
        return new Rect(area.x() + 1, area.y() + 1, area.width() - Panel.FRAME, area.height() - Panel.FRAME);
    }
}
