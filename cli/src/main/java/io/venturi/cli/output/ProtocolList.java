package io.venturi.cli.output;

import io.venturi.engine.metric.ProtocolFigure;
import io.venturi.engine.plan.ProtocolDescription;
import io.venturi.engine.plan.ProtocolOption;
import java.io.PrintWriter;
import java.util.List;

/** Protocols, their options and figures for people. 80 columns. */
public final class ProtocolList {
    private static final int WIDTH = 79;
    private static final String INDENT = " ".repeat(20);

    private ProtocolList() {
    }

    /** Print these. */
    public static void print(List<ProtocolDescription> protocols, PrintWriter out) {
        for (ProtocolDescription protocol : protocols) {
            wrap(out, "%-20s".formatted(protocol.name()), protocol.summary());
            out.println("  options (-O NAME=VALUE):");
            for (ProtocolOption option : protocol.allOptions()) {
                wrap(out, "    %-16s".formatted(option.name()), option.help() + " " + capital(option.range())
                        + "; default " + option.initial() + ".");
            }
            out.println("  figures:");
            for (ProtocolFigure figure : protocol.figures()) {
                wrap(out, "    %-16s".formatted(figure.name()), figure.help()
                        + (figure.unit().isEmpty() ? "" : " [" + figure.unit() + "]"));
            }
            out.println();
        }
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static void wrap(PrintWriter out, String first, String text) {
        StringBuilder line = new StringBuilder(first);
        if (!first.endsWith(" ")) {
            line.append("  ");
        }
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > WIDTH) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(INDENT);
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}
