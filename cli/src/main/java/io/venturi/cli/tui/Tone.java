package io.venturi.cli.tui;

/** What a piece of text or a curve means; a theme says how that looks. */
enum Tone {
    PLAIN, FAINT, TITLE, BORDER, KEY, GOOD, WARN, BAD, FIRST, SECOND, THIRD;

    /** Colour alone never carries a meaning: a mark goes with it. */
    String mark() {
        return switch (this) {
            case WARN -> " !";
            case BAD -> " !!";
            default -> "";
        };
    }
}
