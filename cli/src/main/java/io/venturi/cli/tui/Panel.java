package io.venturi.cli.tui;

import java.util.List;

/** A part of a page: what it shows, not how. */
sealed interface Panel {
    /** Rows of a border. */
    int FRAME = 2;

    String title();

    /** Rows below which it is not worth showing in this width. */
    int least(int width);

    /** Rows it would like to have in this width; {@link Integer#MAX_VALUE} for all there are. */
    int wanted(int width);

    /** Names and values, in columns. */
    record Sheet(String title, List<Figure> figures) implements Panel {
        /** Width of a name and its value. */
        static final int COLUMN = 26;
        private static final int LEAST_ROWS = 3;

        public Sheet {
            figures = List.copyOf(figures);
        }

        @Override
        public int least(int width) {
            return Math.min(FRAME + LEAST_ROWS, wanted(width));
        }

        @Override
        public int wanted(int width) {
            int columns = columns(width - FRAME);
            return FRAME + Math.max(1, (figures.size() + columns - 1) / columns);
        }

        /** Columns that fit, no more than there are figures. */
        int columns(int width) {
            return Math.clamp(width / COLUMN, 1, Math.max(1, figures.size()));
        }
    }

    /**
     * A table.
     *
     * @param head of the columns; the first one is to the left, the others to the right
     * @param rows of as many cells; where there are too many, the last ones are shown
     */
    record Grid(String title, List<String> head, List<List<Figure>> rows) implements Panel {
        public Grid {
            head = List.copyOf(head);
            rows = List.copyOf(rows);
        }

        @Override
        public int least(int width) {
            return FRAME + 2;
        }

        @Override
        public int wanted(int width) {
            return FRAME + 1 + Math.max(1, rows.size());
        }
    }

    /**
     * Curves over time.
     *
     * @param fromSeconds of the first values
     * @param toSeconds   of the last ones
     */
    record Curves(String title, Unit unit, double fromSeconds, double toSeconds, List<Curve> curves)
            implements Panel {
        public Curves {
            curves = List.copyOf(curves);
        }

        @Override
        public int least(int width) {
            return FRAME + 3;
        }

        @Override
        public int wanted(int width) {
            return Integer.MAX_VALUE;
        }
    }

    /**
     * One curve.
     *
     * @param values evenly spaced; NaN where there is none
     */
    record Curve(String name, Tone tone, double[] values) {
    }

    /**
     * How often which delay occurred.
     *
     * @param marks values worth a name, ns
     */
    record Histogram(String title, DelayHistogram.Counts counts, List<Mark> marks) implements Panel {
        public Histogram {
            marks = List.copyOf(marks);
        }

        @Override
        public int least(int width) {
            return FRAME + 3;
        }

        @Override
        public int wanted(int width) {
            return Integer.MAX_VALUE;
        }
    }

    /** A name for a delay, ns. */
    record Mark(String name, long ns) {
    }

    /** Sentences, the last of them if there are too many. */
    record Lines(String title, List<String> lines) implements Panel {
        public Lines {
            lines = List.copyOf(lines);
        }

        @Override
        public int least(int width) {
            return FRAME + 1;
        }

        @Override
        public int wanted(int width) {
            return FRAME + Math.max(1, lines.stream().mapToInt(line -> Texts.wrap(line, width - FRAME).size()).sum());
        }
    }
}
