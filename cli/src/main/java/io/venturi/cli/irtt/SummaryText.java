package io.venturi.cli.irtt;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report at the end of a test: a table of delays and some lines of totals. */
final class SummaryText {
    private static final List<List<Series>> GROUPS = List.of(
            List.of(Series.RTT, Series.SEND_DELAY, Series.RECEIVE_DELAY),
            List.of(Series.IPDV_ROUND_TRIP, Series.IPDV_SEND, Series.IPDV_RECEIVE),
            List.of(Series.SEND_CALL, Series.TIMER_ERROR, Series.SERVER_PROCESSING));
    private static final List<String> HEAD = List.of("", "Min", "Mean", "Median", "Max", "Stddev");
    private static final List<String> RULE = List.of("", "---", "----", "------", "---", "------");
    private static final List<String> BLANK = List.of("", "", "", "", "", "");

    private SummaryText() {
    }

    static void print(IrttStats stats, PrintStream out) {
        StringBuilder text = new StringBuilder("\n");
        termination(text, stats);
        table(text, rows(stats));
        text.append('\n');
        totals(text, stats);
        out.print(text);
        out.flush();
    }

    /** Of a test without summary: only why it ended, if it should not have. */
    static void printEnd(IrttStats stats, PrintStream out) {
        StringBuilder text = new StringBuilder();
        termination(text, stats);
        out.print(text);
        out.flush();
    }

    private static void termination(StringBuilder text, IrttStats stats) {
        terminated(text, "send", stats.sendError());
        terminated(text, "receive", stats.receiveError());
    }

    private static void terminated(StringBuilder text, String side, String error) {
        if (!error.isEmpty()) {
            text.append("Terminated due to ").append(side).append(" error: ").append(error).append("\n\n");
        }
    }

    private static List<List<String>> rows(IrttStats stats) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD, RULE));
        for (List<Series> group : GROUPS) {
            if (group != GROUPS.getFirst()) {
                rows.add(BLANK);
            }
            group.stream().filter(one -> stats.of(one).n() > 0).map(one -> row(one, stats.of(one))).forEach(rows::add);
        }
        return rows;
    }

    private static List<String> row(Series one, DurationStats stats) {
        return List.of(one.label(), Display.duration(stats.min()), Display.duration(stats.mean()),
                one.hasMedian() ? Display.duration(stats.median()) : "", Display.duration(stats.max()),
                Display.duration(stats.stddev()));
    }

    /** Each column as wide as its widest cell, cells to the right. */
    private static void table(StringBuilder text, List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                text.repeat(' ', 2 + widths[i] - row.get(i).length()).append(row.get(i));
            }
            text.append('\n');
        }
    }

    private static void totals(StringBuilder text, IrttStats stats) {
        Totals totals = stats.totals();
        line(text, "duration", "%s (wait %s)", Display.duration(totals.durationNs()),
                Display.duration(totals.waitNs()));
        line(text, "packets sent/received", "%d/%d (%s loss)", totals.sent(), totals.received(),
                Display.percent(totals.lossPercent()));
        if (totals.replies() > 0 && totals.serverReceived() > 0) {
            line(text, "server packets received", "%d/%d (%s/%s loss up/down)", totals.serverReceived(), totals.sent(),
                    Display.percent(totals.upstreamLossPercent()), Display.percent(totals.downstreamLossPercent()));
        }
        exceptions(text, totals);
        line(text, "bytes sent/received", "%d/%d", totals.bytesSent(), totals.bytesReceived());
        line(text, "send/receive rate", "%s / %s", Display.bitrate(totals.sendBps()),
                Display.bitrate(totals.receiveBps()));
        line(text, "packet length", "%d bytes", totals.lengthBytes());
        line(text, "timer stats", "%d/%d (%s) missed, %s error", totals.missedSlots(), totals.expected(),
                Display.percent(totals.missPercent()),
                Display.percent(totals.timerErrorPercent(stats.of(Series.TIMER_ERROR))));
    }

    private static void exceptions(StringBuilder text, Totals totals) {
        if (totals.duplicates() > 0) {
            line(text, "*** DUPLICATES", "%d (%s)", totals.duplicates(), Display.percent(totals.duplicatePercent()));
        }
        if (totals.late() > 0) {
            line(text, "late (out-of-order) pkts", "%d (%s)", totals.late(), Display.percent(totals.latePercent()));
        }
        if (totals.unobserved() > 0) {
            line(text, "*** NOT OBSERVED", "%d (not counted as lost)", totals.unobserved());
        }
        if (totals.refused() > 0) {
            line(text, "*** REFUSED BY KERNEL", "%d (not counted as sent)", totals.refused());
        }
    }

    private static void line(StringBuilder text, String label, String format, Object... values) {
        text.repeat(' ', 24 - label.length()).append(label).append(": ")
                .append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
