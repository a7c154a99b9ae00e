package io.venturi.cli.iperf3;

import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputInterval.Part;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.metric.ThroughputTcp;
import java.util.Locale;

/**
 * The lines of tables, in columns that scripts count on.
 *
 * @param unit          of rates
 * @param server        whose point of view it is
 * @param bidirectional streams go both ways, so that each line says which
 */
record Rows(char unit, boolean server, boolean bidirectional) {
    /** Between tables. */
    static final String SEPARATOR = "- - - - - - - - - - - - - - - - - - - - - - - - -";
    private static final String NO_COUNT = " ".repeat(18);
    private static final String NO_WINDOW = " ".repeat(13);
    private static final double NS_PER_MS = 1e6;

    /** From when to when, and how much. */
    record Span(double startSeconds, double endSeconds, double bytes, double bitsPerSecond) {
    }

    String heading(String columns) {
        return "[ ID]" + (bidirectional ? "[Role]" : "") + " Interval           Transfer     Bitrate" + columns;
    }

    /** {@code [  5]}, {@code [  5][TX-C]}. */
    String name(ThroughputStream stream) {
        return String.format(Locale.ROOT, "[%3d]", stream.socket()) + role(stream.sender());
    }

    String sum(boolean sender) {
        return "[SUM]" + role(sender);
    }

    private String role(boolean sender) {
        return bidirectional ? (sender ? "[TX-" : "[RX-") + (server ? "S]" : "C]") : "";
    }

    private String amount(String name, Span span) {
        return String.format(Locale.ROOT, "%s %6.2f-%-6.2f sec  %s  %s", name, span.startSeconds(),
                span.endSeconds(), Units.transfer(span.bytes()), Units.rate(span.bitsPerSecond(), unit));
    }

    /** One stream in one interval. */
    String interval(Part part, Span span, String remark) {
        String name = name(part.stream());
        if (part.datagrams().isPresent()) {
            return part.stream().sender() ? sentDatagrams(name, span, part.datagrams().get().packets(), remark)
                    : datagrams(name, span, part.datagrams().get(), remark);
        }
        return part.tcp().filter(tcp -> tcp.retransmits() >= 0).map(tcp -> tcp(name, span, tcp, remark))
                .orElseGet(() -> plain(name, span, remark));
    }

    private String tcp(String name, Span span, ThroughputTcp tcp, String remark) {
        return amount(name, span) + String.format(Locale.ROOT, "  %3d   %s       %s", tcp.retransmits(),
                Units.transfer(Math.max(0, tcp.congestionWindowBytes())), remark);
    }

    /** Without any count. */
    String plain(String name, Span span, String remark) {
        return amount(name, span) + NO_COUNT + remark;
    }

    /** With retransmits, if they are known. */
    String retransmits(String name, Span span, long retransmits, String remark) {
        return retransmits < 0 ? plain(name, span, remark)
                : amount(name, span) + String.format(Locale.ROOT, "  %3d", retransmits) + NO_WINDOW + remark;
    }

    /** What a UDP sender knows. */
    String sentDatagrams(String name, Span span, long packets, String remark) {
        return amount(name, span) + (bidirectional ? " ".repeat(12) : "  ") + packets + "  " + remark;
    }

    /** What a UDP receiver knows. */
    String datagrams(String name, Span span, ThroughputDatagrams datagrams, String remark) {
        return amount(name, span) + String.format(Locale.ROOT, "  %5.3f ms  %d/%d (%s%%)  %s",
                datagrams.jitterNs() / NS_PER_MS, datagrams.lost(), datagrams.packets(),
                Units.percent(datagrams.lostPercent()), remark);
    }

    /** Datagrams that came behind later ones. */
    static String outOfOrder(String name, Span span, long count) {
        return String.format(Locale.ROOT, "%s %4.1f-%4.1f sec  %d datagrams received out-of-order", name,
                span.startSeconds(), span.endSeconds(), count);
    }
}
