package io.venturi.cli.tui;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Style;
import dev.tamboui.text.CharWidth;
import dev.tamboui.text.CharWidth.TruncatePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text that fits. What peers and users wrote is shown without its control characters. */
final class Texts {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long DAY_S = 86_400;

    private Texts() {
    }

    /** At most {@code width} columns, with an ellipsis if that is less than it has. */
    static String fit(String text, int width) {
        String clean = clean(text);
        if (width <= 0) {
            return "";
        }
        return width(clean) <= width ? clean
                : CharWidth.truncateWithEllipsis(clean, width, "…", TruncatePosition.END);
    }

    static int width(String text) {
        return CharWidth.of(text);
    }

    private static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return text.replaceAll("\\p{Cntrl}", "?");
            }
        }
        return text;
    }

    /** Write within the area; gives the column behind it. */
    static int put(Buffer buffer, Rect area, int x, int y, String text, Style style) {
        if (y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right()) {
            return x;
        }
        String fitting = fit(text, area.right() - x);
        buffer.setString(x, y, fitting, style);
        return x + width(fitting);
    }

    /** Write so that it ends before column {@code end}. */
    static void putRight(Buffer buffer, Rect area, int end, int y, String text, Style style) {
        String fitting = fit(text, Math.min(end, area.right()) - area.left());
        put(buffer, area, Math.min(end, area.right()) - width(fitting), y, fitting, style);
    }

    /** Lines of at most {@code width} columns, broken at blanks where there are any. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = clean(text);
        int most = Math.max(1, width);
        while (width(rest) > most) {
            String head = CharWidth.substringByWidth(rest, most);
            int taken = Math.max(1, head.length());
            int blank = rest.lastIndexOf(' ', taken);
            int end = blank > 0 ? blank : taken;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /** {@code 4.2 s}, {@code 01:05}, {@code 3:01:05}, {@code 2 d 03:01}. */
    static String time(long ns) {
        if (ns < 0) {
            return Figure.UNKNOWN;
        }
        long s = ns / SECOND_NS;
        if (s < 60) {
            return String.format(Locale.ROOT, "%.1f s", Math.floor(ns / 1e8) / 10);
        }
        if (s < 3_600) {
            return String.format(Locale.ROOT, "%02d:%02d", s / 60, s % 60);
        }
        return s < DAY_S ? String.format(Locale.ROOT, "%d:%02d:%02d", s / 3_600, s / 60 % 60, s % 60)
                : String.format(Locale.ROOT, "%d d %02d:%02d", s / DAY_S, s / 3_600 % 24, s / 60 % 60);
    }
}
