package io.venturi.cli.man;

import java.util.Locale;

/** Writes the man macros of roff (man(7)) so that groff finds nothing to warn of. */
final class Roff {
    private final StringBuilder text = new StringBuilder();

    void title(String name, String source) {
        text.append(".TH ").append(name.toUpperCase(Locale.ROOT).replace("-", "\\-")).append(" 1 \"\" \"")
                .append(escaped(source)).append("\" \"venturi manual\"\n.nh\n.ad l\n");
    }

    void section(String heading) {
        text.append(".SH \"").append(escaped(heading)).append("\"\n");
    }

    void subsection(String heading) {
        text.append(".SS \"").append(escaped(heading)).append("\"\n");
    }

    void paragraph() {
        text.append(".PP\n");
    }

    /** Running text; what stands between backticks becomes bold. */
    void prose(String line) {
        String[] parts = line.split("`", -1);
        StringBuilder set = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            boolean code = i % 2 == 1 && parts.length % 2 == 1;
            set.append(code ? bold(parts[i]) : i > 0 && parts.length % 2 == 0 ? "\\(ga" + words(parts[i])
                    : words(parts[i]));
        }
        line(set.toString());
    }

    /** A term made with {@link #bold} and {@link #italic}, above the text that explains it. */
    void term(String term) {
        text.append(".TP\n");
        line(term);
    }

    /** Lines as they are, indented, in a fixed font. */
    void example(Iterable<String> lines) {
        text.append(".PP\n.RS 4\n.nf\n");
        lines.forEach(each -> line(code(each)));
        text.append(".fi\n.RE\n");
    }

    void line(String set) {
        text.append(set.startsWith(".") || set.startsWith("'") ? "\\&" : "").append(set).append('\n');
    }

    static String bold(String words) {
        return "\\fB" + code(words) + "\\fR";
    }

    static String italic(String words) {
        return "\\fI" + code(words) + "\\fR";
    }

    /** Hyphens of options stay the minus signs they are typed as; those of words become hyphens. */
    private static String words(String prose) {
        return escaped(prose).replaceAll("(?<![\\p{Alnum}])-", "\\\\-").replaceAll("(?<=\\d)-(?=\\d)", "\\\\-");
    }

    /** What is typed: every hyphen is a minus sign. */
    private static String code(String words) {
        return escaped(words).replace("-", "\\-");
    }

    private static String escaped(String words) {
        return words.replace("\\", "\\e").replace("\"", "\\(dq").replace("'", "\\(aq").replace("`", "\\(ga")
                .replace("^", "\\(ha").replace("~", "\\(ti");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
