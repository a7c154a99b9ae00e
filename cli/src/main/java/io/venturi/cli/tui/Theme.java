package io.venturi.cli.tui;

import dev.tamboui.style.Color;
import dev.tamboui.style.Style;
import io.venturi.engine.error.ConfigException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How tones look. Numbers are those of the usual 256 colours; the background stays the terminal's. */
enum Theme {
    /** Told apart by people with any colour vision: blues against oranges. */
    STANDARD(74, 220, 208, 74, 214, 175, 111, 245, 240),
    /** Without colours: weight and reversal only. */
    MONO(),
    /** For bright light. */
    CONTRAST(15, 11, 9, 14, 11, 15, 15, 15, 15),
    DRACULA(84, 228, 203, 141, 212, 117, 141, 103, 61),
    NORD(108, 222, 131, 110, 173, 139, 110, 103, 60),
    GRUVBOX(142, 214, 167, 109, 208, 175, 214, 246, 241);

    private final Style[] styles = new Style[Tone.values().length];

    Theme(int good, int warn, int bad, int first, int second, int third, int title, int faint, int border) {
        Arrays.fill(styles, Style.EMPTY);
        put(Tone.GOOD, Style.EMPTY.fg(Color.indexed(good)));
        put(Tone.WARN, Style.EMPTY.fg(Color.indexed(warn)).bold());
        put(Tone.BAD, Style.EMPTY.fg(Color.indexed(bad)).bold());
        put(Tone.FIRST, Style.EMPTY.fg(Color.indexed(first)));
        put(Tone.SECOND, Style.EMPTY.fg(Color.indexed(second)));
        put(Tone.THIRD, Style.EMPTY.fg(Color.indexed(third)));
        put(Tone.TITLE, Style.EMPTY.fg(Color.indexed(title)).bold());
        put(Tone.FAINT, Style.EMPTY.fg(Color.indexed(faint)));
        put(Tone.BORDER, Style.EMPTY.fg(Color.indexed(border)));
        put(Tone.KEY, Style.EMPTY.bold());
    }

    Theme() {
        Arrays.fill(styles, Style.EMPTY);
        put(Tone.WARN, Style.EMPTY.bold());
        put(Tone.BAD, Style.EMPTY.reversed());
        put(Tone.TITLE, Style.EMPTY.bold());
        put(Tone.KEY, Style.EMPTY.bold());
        put(Tone.FAINT, Style.EMPTY.dim());
        put(Tone.BORDER, Style.EMPTY.dim());
        put(Tone.SECOND, Style.EMPTY.bold());
    }

    private void put(Tone tone, Style style) {
        styles[tone.ordinal()] = style;
    }

    Style style(Tone tone) {
        return styles[tone.ordinal()];
    }

    /** Where a style has to be a colour; the terminal's own if it is none. */
    Color color(Tone tone) {
        return style(tone).fg().orElse(Color.RESET);
    }

    Theme next() {
        return values()[(ordinal() + 1) % values().length];
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one of this name.
     *
     * @param name    as the user wrote it; empty for the default, which is without colours if NO_COLOR says so
     * @param noColor the variable, null if it is not set (no-color.org)
     * @throws ConfigException if there is none
     */
    static Theme of(String name, String noColor) {
        if (name.isEmpty()) {
            return noColor == null || noColor.isEmpty() ? STANDARD : MONO;
        }
        return Arrays.stream(values()).filter(theme -> theme.title().equals(name.toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new ConfigException("There is no theme '" + name + "': --theme takes "
                        + Arrays.stream(values()).map(Theme::title).collect(Collectors.joining(", ")) + "."));
    }
}
