package io.venturi.cli.tui;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Paints panels of text. */
final class Tables {
    private static final int GAP = 2;

    private Tables() {
    }

    /** Down the first column, then the next; the last figures are left out if there is no room. */
    static void sheet(Panel.Sheet sheet, Theme theme, Buffer buffer, Rect area) {
        List<Figure> figures = sheet.figures();
        int columns = sheet.columns(area.width());
        int rows = Math.max(1, Math.min(area.height(), (figures.size() + columns - 1) / columns));
        int width = area.width() / columns;
        for (int i = 0; i < Math.min(figures.size(), rows * columns); i++) {
            figure(figures.get(i), theme, buffer,
                    new Rect(area.x() + i / rows * width + 1, area.y() + i % rows, Math.max(0, width - 2), 1));
        }
    }

    private static void figure(Figure figure, Theme theme, Buffer buffer, Rect cell) {
        String value = Texts.fit(figure.marked(), cell.width());
        int left = Math.max(0, cell.width() - Texts.width(value) - 1);
        Texts.put(buffer, new Rect(cell.x(), cell.y(), left, 1), cell.x(), cell.y(), figure.label(),
                theme.style(Tone.FAINT));
        Texts.putRight(buffer, cell, cell.right(), cell.y(), value, theme.style(figure.tone()));
    }

    /** Columns that do not fit are left out, from the right. */
    static void grid(Panel.Grid grid, Theme theme, Buffer buffer, Rect area) {
        int[] widths = widths(grid);
        int shown = 0;
        int used = 0;
        while (shown < widths.length && used + widths[shown] <= area.width() - GAP) {
            used += widths[shown++] + GAP;
        }
        shown = Math.max(1, shown);
        row(grid.head().stream().map(name -> new Figure(name, name, Tone.FAINT)).toList(), widths, shown, theme, buffer,
                area, area.y());
        int rows = Math.max(0, area.height() - 1);
        int first = Math.max(0, grid.rows().size() - rows);
        for (int i = first; i < grid.rows().size(); i++) {
            row(grid.rows().get(i), widths, shown, theme, buffer, area, area.y() + 1 + i - first);
        }
        if (grid.rows().isEmpty()) {
            Texts.put(buffer, area, area.x() + 1, area.y() + 1, Figure.UNKNOWN, theme.style(Tone.FAINT));
        }
    }

    private static int[] widths(Panel.Grid grid) {
        int[] widths = grid.head().stream().mapToInt(Texts::width).toArray();
        for (List<Figure> row : grid.rows()) {
            for (int c = 0; c < Math.min(widths.length, row.size()); c++) {
                widths[c] = Math.max(widths[c], Texts.width(row.get(c).marked()));
            }
        }
        return widths;
    }

    private static void row(List<Figure> cells, int[] widths, int shown, Theme theme, Buffer buffer, Rect area, int y) {
        int x = area.x() + 1;
        for (int c = 0; c < Math.min(shown, cells.size()); c++) {
            Figure cell = cells.get(c);
            Rect place = new Rect(x, y, Math.clamp(area.right() - x, 0, widths[c]), 1);
            if (c == 0) {
                Texts.put(buffer, place, x, y, cell.marked(), theme.style(cell.tone()));
            } else {
                Texts.putRight(buffer, place, place.right(), y, cell.marked(), theme.style(cell.tone()));
            }
            x += widths[c] + GAP;
        }
    }

    static void lines(Panel.Lines panel, Theme theme, Buffer buffer, Rect area) {
        List<String> lines = last(panel.lines(), area.width() - 2, area.height());
        if (lines.isEmpty()) {
            lines = List.of(Figure.UNKNOWN);
        }
        for (int i = 0; i < lines.size(); i++) {
            Texts.put(buffer, area, area.x() + 1, area.y() + i, lines.get(i), theme.style(Tone.PLAIN));
        }
    }

    /** The last entries that fit as a whole, folded; of one that does not fit alone, its beginning. */
    private static List<String> last(List<String> entries, int width, int height) {
        Deque<String> lines = new ArrayDeque<>();
        for (String entry : entries.reversed()) {
            List<String> folded = Texts.wrap(entry, width);
            if (lines.isEmpty()) {
                lines.addAll(folded.subList(0, Math.clamp(height, 0, folded.size())));
            } else if (lines.size() + folded.size() <= height) {
                folded.reversed().forEach(lines::addFirst);
            } else {
                break;
            }
        }
        return List.copyOf(lines);
    }
}
