package io.venturi.cli.tui;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.widgets.canvas.Canvas;
import dev.tamboui.widgets.canvas.Context;
import dev.tamboui.widgets.canvas.Marker;
import dev.tamboui.widgets.canvas.shapes.Line;
import java.util.Arrays;

/** Paints curves in dots of braille and histograms in blocks. */
final class Plots {
    private static final int LABEL = 13;
    private static final int DOTS_PER_CELL = 2;
    /** A delay axis that spans more than this is logarithmic. */
    private static final double LINEAR_SPAN = 8;
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    private static final int EIGHTHS = 8;
    /** Of a linear axis; what is beyond is told in words. */
    private static final double SHOWN_SHARE = 0.999;

    private Plots() {
    }

    /** From the lowest to the highest value of an axis. */
    private record Axis(double from, double to, boolean logarithmic) {
        static Axis of(Panel.Curves curves) {
            double[] known = curves.curves().stream().flatMapToDouble(curve -> Arrays.stream(curve.values()))
                    .filter(Double::isFinite).toArray();
            if (known.length == 0) {
                return null;
            }
            double least = Arrays.stream(known).min().getAsDouble();
            double most = Arrays.stream(known).max().getAsDouble();
            if (curves.unit() != Unit.DELAY) {
                return new Axis(Math.min(0, least), most > 0 ? Math.min(Double.MAX_VALUE, most * 1.05) : 1, false);
            }
            boolean logarithmic = least > 0 && most / LINEAR_SPAN > least;
            double margin = Math.max((most - least) * 0.05, Math.max(1, Math.abs(most) * 0.01));
            return logarithmic ? new Axis(least * 0.9, Math.min(Double.MAX_VALUE, most * 1.1), true)
                    : new Axis(Math.max(0, least - margin), Math.min(Double.MAX_VALUE, most + margin), false);
        }

        /** 0 at the lower end, 1 at the upper one; never outside, as the canvas walks the whole way there. */
        double share(double value) {
            double low = scaled(from);
            double share = (scaled(value) - low) / (scaled(to) - low);
            return Double.isNaN(share) ? 0 : Math.clamp(share, 0, 1);
        }

        /** Halves, so that the distance of any two is finite. */
        private double scaled(double value) {
            return logarithmic ? Math.log(value) : value / 2;
        }

        double middle() {
            return logarithmic ? Math.sqrt(from) * Math.sqrt(to) : from / 2 + to / 2;
        }
    }

    static void curves(Panel.Curves panel, Theme theme, Buffer buffer, Rect area) {
        legend(panel, theme, buffer, area);
        Axis axis = Axis.of(panel);
        int labels = Math.min(LABEL, area.width() / 3);
        Rect plot = new Rect(area.x() + labels, area.y(), Math.max(0, area.width() - labels - 1),
                Math.max(0, area.height() - 1));
        if (axis == null || plot.isEmpty()) {
            Texts.put(buffer, area, area.x() + 1, area.y() + area.height() / 2, "– nothing yet",
                    theme.style(Tone.FAINT));
            return;
        }
        label(panel.unit().format(axis.to()), theme, buffer, area, labels, plot.top());
        if (plot.height() > 4) {
            label(panel.unit().format(axis.middle()), theme, buffer, area, labels,
                    plot.top() + plot.height() / 2);
        }
        if (plot.height() > 1) {
            label(panel.unit().format(axis.from()), theme, buffer, area, labels, plot.bottom() - 1);
        }
        times(panel, axis, theme, buffer, area, plot);
        int dots = plot.width() * DOTS_PER_CELL;
        Canvas.builder().marker(Marker.BRAILLE).xBounds(0, Math.max(1, dots - 1))
                .yBounds(0, 1)
                .paint(context -> panel.curves().forEach(curve -> draw(curve, axis, theme, dots, context)))
                .build().render(plot, buffer);
    }

    /** The greatest of the values that share a column of dots; gaps stay gaps. */
    private static void draw(Panel.Curve curve, Axis axis, Theme theme, int dots, Context context) {
        double[] values = curve.values();
        int n = Math.min(values.length, dots);
        double last = Double.NaN;
        double lastX = 0;
        for (int i = 0; i < n; i++) {
            double value = Double.NaN;
            for (int j = (int) ((long) i * values.length / n); j < (int) ((i + 1L) * values.length / n); j++) {
                value = Double.isFinite(values[j]) && !(value >= values[j]) ? values[j] : value;
            }
            double x = n < 2 ? 0 : (double) i * (dots - 1) / (n - 1);
            if (!Double.isNaN(value)) {
                double y = axis.share(value);
                context.draw(Line.of(Double.isNaN(last) ? x : lastX, Double.isNaN(last) ? y : last, x, y,
                        theme.color(curve.tone())));
                last = y;
            } else {
                last = Double.NaN;
            }
            lastX = x;
        }
        context.layer();
    }

    private static void label(String text, Theme theme, Buffer buffer, Rect area, int width, int y) {
        Texts.putRight(buffer, new Rect(area.x(), y, width, 1), area.x() + width - 1, y, text,
                theme.style(Tone.FAINT));
    }

    /** The names of the curves, in the upper border. */
    private static void legend(Panel.Curves panel, Theme theme, Buffer buffer, Rect area) {
        int x = area.right() - 1 - panel.curves().stream().mapToInt(curve -> Texts.width(curve.name()) + 4).sum();
        if (x <= area.x() + Texts.width(panel.title()) + 4) {
            return;
        }
        Rect border = new Rect(area.x(), area.y() - 1, area.width(), 1);
        for (Panel.Curve curve : panel.curves()) {
            x = Texts.put(buffer, border, x, border.y(), " • " + curve.name() + " ", theme.style(curve.tone()));
        }
    }

    private static void times(Panel.Curves panel, Axis axis, Theme theme, Buffer buffer, Rect area, Rect plot) {
        int y = area.bottom() - 1;
        Texts.put(buffer, area, plot.x(), y, seconds(panel.fromSeconds()), theme.style(Tone.FAINT));
        String end = seconds(panel.toSeconds());
        Texts.putRight(buffer, area, plot.right(), y, end, theme.style(Tone.FAINT));
        if (axis.logarithmic()) {
            Texts.put(buffer, area, area.x() + 1, y, "log", theme.style(Tone.FAINT));
        }
    }

    private static String seconds(double seconds) {
        return Double.isFinite(seconds) && seconds >= 0 && seconds < 1e9 ? Texts.time((long) (seconds * 1e9))
                : Figure.UNKNOWN;
    }

    static void histogram(Panel.Histogram panel, Choice choice, Buffer buffer, Rect area) {
        Theme theme = choice.theme();
        DelayHistogram.Counts counts = panel.counts();
        int labels = Math.min(8, area.width() / 4);
        Rect plot = new Rect(area.x() + labels, area.y(), Math.max(0, area.width() - labels - 1),
                Math.max(0, area.height() - 1));
        if (counts.isEmpty() || plot.isEmpty()) {
            Texts.put(buffer, area, area.x() + 1, area.y() + area.height() / 2, "– nothing yet",
                    theme.style(Tone.FAINT));
            return;
        }
        double low = counts.lowNs();
        double high = choice.logDelays() ? counts.highNs() : shownEnd(counts);
        double[] columns = counts.columns(plot.width(), low, high, choice.logDelays());
        double most = height(Arrays.stream(columns).max().orElse(1), choice);
        for (int c = 0; c < columns.length; c++) {
            bar(columns[c] <= 0 ? 0 : Math.max(1.0 / EIGHTHS / plot.height(), height(columns[c], choice) / most),
                    theme, buffer, plot, plot.x() + c);
        }
        label(Unit.COUNT.format(Math.ceil(Arrays.stream(columns).max().orElse(0))), theme, buffer, area, labels,
                plot.top());
        Texts.put(buffer, area, area.x() + 1, area.bottom() - 1, scales(choice), theme.style(Tone.FAINT));
        axis(panel, choice, buffer, area, plot, low, high);
    }

    private static double height(double count, Choice choice) {
        return choice.logHeights() ? Math.log1p(count) : count;
    }

    private static String scales(Choice choice) {
        return choice.logDelays() && choice.logHeights() ? "log²" : choice.logDelays() ? "log" : choice.logHeights()
                ? "log↑" : "lin";
    }

    /** Where the last of almost all values ends. */
    private static double shownEnd(DelayHistogram.Counts counts) {
        long all = Arrays.stream(counts.amounts()).sum();
        double rest = all * (1 - SHOWN_SHARE);
        int last = counts.amounts().length - 1;
        for (long above = counts.amounts()[last]; last > 0 && above <= rest; above += counts.amounts()[last]) {
            last--;
        }
        return new DelayHistogram.Counts(counts.first(), Arrays.copyOf(counts.amounts(), last + 1)).highNs();
    }

    private static void bar(double share, Theme theme, Buffer buffer, Rect plot, int x) {
        int eighths = (int) Math.round(share * plot.height() * EIGHTHS);
        for (int y = plot.bottom() - 1; y >= plot.top() && eighths > 0; y--, eighths -= EIGHTHS) {
            buffer.setString(x, y, String.valueOf(BLOCKS.charAt(Math.min(EIGHTHS, eighths))),
                    theme.style(Tone.FIRST));
        }
    }

    /** The ends of the axis, and the marks between them that do not run into each other. */
    private static void axis(Panel.Histogram panel, Choice choice, Buffer buffer, Rect area, Rect plot, double low,
                             double high) {
        int y = area.bottom() - 1;
        Theme theme = choice.theme();
        String end = (choice.logDelays() ? "" : "99.9 % below ") + Unit.DELAY.format(high);
        int right = plot.right() - Texts.width(end);
        int free = Texts.put(buffer, area, plot.x(), y, Unit.DELAY.format(low), theme.style(Tone.FAINT)) + 1;
        Texts.putRight(buffer, area, plot.right(), y, end, theme.style(Tone.FAINT));
        double from = DelayHistogram.Counts.axis(low, choice.logDelays());
        double span = DelayHistogram.Counts.axis(high, choice.logDelays()) - from;
        for (Panel.Mark mark : panel.marks()) {
            double place = (DelayHistogram.Counts.axis(mark.ns(), choice.logDelays()) - from) / span;
            String text = "↑" + mark.name();
            int x = plot.x() + (int) (place * plot.width());
            if (place >= 0 && place < 1 && x >= free && x + Texts.width(text) < right) {
                free = Texts.put(buffer, area, x, y, text, theme.style(Tone.SECOND)) + 1;
            }
        }
    }
}
