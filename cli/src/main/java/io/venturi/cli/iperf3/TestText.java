package io.venturi.cli.iperf3;

import io.venturi.cli.iperf3.Options.Display;
import io.venturi.cli.iperf3.Rows.Span;
import io.venturi.cli.output.Figures;
import io.venturi.engine.metric.ThroughputCpu;
import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputInterval.Part;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputSettings;
import io.venturi.engine.metric.ThroughputStart;
import io.venturi.engine.metric.ThroughputStream;
import io.venturi.engine.metric.ThroughputStreamReport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** A test as text, line by line; written by the thread that hears of its events. */
final class TestText {
    private static final double NS = 1e9;
    private static final ThroughputEnd NOTHING = new ThroughputEnd(0, 0, -1, ThroughputDatagrams.NONE);

    private final Display display;
    private final boolean server;
    private final Consumer<String> out;
    private Rows rows;
    private ThroughputSettings settings;
    private boolean headed;

    /** @param out gets each line */
    TestText(Display display, boolean server, Consumer<String> out) {
        this.display = display;
        this.server = server;
        this.out = out;
    }

    void started(ThroughputStart start) {
        settings = start.settings();
        rows = rows();
        if (display.verbose()) {
            out.accept("      Cookie: " + start.cookie());
            if (!udp()) {
                out.accept("      TCP MSS: " + (settings.maxSegment() > 0 ? String.valueOf(settings.maxSegment())
                        : start.defaultMaxSegment() + " (default)"));
            }
            if (settings.bitsPerSecond() > 0) {
                out.accept("      Target Bitrate: " + settings.bitsPerSecond());
            }
        }
        if (!server && settings.direction() == ThroughputDirection.DOWN) {
            out.accept("Reverse mode, remote host " + host(start.remote()) + " is sending");
        }
        for (ThroughputStream stream : start.streams()) {
            out.accept(String.format(Locale.ROOT, "[%3d] local %s port %d connected to %s port %d", stream.socket(),
                    host(stream.local()), stream.local().getPort(), host(stream.remote()),
                    stream.remote().getPort()));
        }
        if (display.verbose()) {
            out.accept(plan());
        }
    }

    private Rows rows() {
        return new Rows(display.unit(), server, settings.direction() == ThroughputDirection.BOTH);
    }

    private String plan() {
        String length = settings.bytes() > 0 ? settings.bytes() + " bytes to send"
                : settings.blocks() > 0 ? settings.blocks() + " blocks to send" : settings.seconds() + " second test";
        return String.format(Locale.ROOT, "Starting Test: protocol: %s, %d streams, %d byte blocks, omitting %d"
                + " seconds, %s, tos %d", settings.protocol(), settings.streams(), settings.blockBytes(),
                settings.omitSeconds(), length, settings.trafficClass());
    }

    static String host(InetSocketAddress address) {
        String full = address.getAddress().getHostAddress();
        String text = Figures.address(new InetSocketAddress(address.getAddress(), 0));
        return full.indexOf(':') < 0 ? full : text.substring(1, text.indexOf(']'));
    }

    private boolean udp() {
        return settings.protocol() == ThroughputProtocol.UDP;
    }

    /** True if this end receives only. */
    private boolean receivesOnly() {
        return settings.direction() == (server ? ThroughputDirection.UP : ThroughputDirection.DOWN);
    }

    private boolean sendsOnly() {
        return settings.direction() == (server ? ThroughputDirection.DOWN : ThroughputDirection.UP);
    }

    void interval(ThroughputInterval interval) {
        if (!headed) {
            out.accept(rows.heading(udp() ? sendsOnly() ? "         Total Datagrams"
                    : "         Jitter    Lost/Total Datagrams"
                    : server && receivesOnly() ? "" : "         Retr  Cwnd"));
        } else if (settings.streams() > 1) {
            out.accept(Rows.SEPARATOR);
        }
        headed = true;
        String remark = interval.omitted() ? "(omitted)" : "";
        groups(interval.parts(), part -> part.stream().sender(), parts -> {
            parts.forEach(part -> out.accept(rows.interval(part, span(interval, part.bytes()), remark)));
            if (parts.size() > 1) {
                out.accept(sum(interval, parts, remark));
            }
        });
    }

    private static Span span(ThroughputInterval interval, long bytes) {
        return new Span(interval.startNs() / NS, interval.endNs() / NS, bytes, interval.bitsPerSecond(bytes));
    }

    private static <T> void groups(List<T> items, Predicate<T> sender, Consumer<List<T>> each) {
        if (!items.isEmpty()) {
            boolean first = sender.test(items.getFirst());
            List<T> same = items.stream().filter(item -> sender.test(item) == first).toList();
            each.accept(same);
            if (same.size() < items.size()) {
                each.accept(items.stream().filter(item -> sender.test(item) != first).toList());
            }
        }
    }

    private String sum(ThroughputInterval interval, List<Part> parts, String remark) {
        boolean sender = parts.getFirst().stream().sender();
        Span span = span(interval, parts.stream().mapToLong(Part::bytes).sum());
        String name = rows.sum(sender);
        if (udp()) {
            ThroughputDatagrams all =
                    Sums.datagrams(parts.stream().flatMap(part -> part.datagrams().stream()).toList());
            return sender ? rows.sentDatagrams(name, span, all.packets(), remark)
                    : rows.datagrams(name, span, all, remark);
        }
        return rows.retransmits(name, span, sender ? Sums.retransmits(parts) : -1, remark);
    }

    /** The summary; at a server what it counted itself. */
    void ended(ThroughputReport report) {
        if (report.start().isEmpty() || report.streams().isEmpty()) {
            return;
        }
        settings = report.start().get().settings();
        rows = rows();
        out.accept(Rows.SEPARATOR);
        if (display.verbose()) {
            out.accept("Test Complete. Summary Results:");
        }
        out.accept(rows.heading(udp() ? "         Jitter    Lost/Total Datagrams"
                : server && receivesOnly() ? "" : "         Retr"));
        groups(report.streams(), stream -> stream.stream().sender(), streams -> {
            streams.forEach(stream -> ends(rows.name(stream.stream()), List.of(stream)));
            if (streams.size() > 1) {
                ends(rows.sum(streams.getFirst().stream().sender()), streams);
            }
        });
        if (display.verbose()) {
            cpu(report);
        }
    }

    private void ends(String name, List<ThroughputStreamReport> streams) {
        boolean sender = streams.getFirst().stream().sender();
        if (!server || sender) {
            end(name, streams, ThroughputStreamReport::sent, true);
        }
        if (!server || !sender) {
            end(name, streams, ThroughputStreamReport::received, false);
        }
    }

    private void end(String name, List<ThroughputStreamReport> streams,
                     Function<ThroughputStreamReport, Optional<ThroughputEnd>> which, boolean sent) {
        List<ThroughputEnd> ends = streams.stream().map(stream -> which.apply(stream)
                .orElse(untold(stream))).toList();
        ThroughputEnd all = Sums.ends(ends);
        Span span = new Span(0, all.durationNs() / NS, all.bytes(), all.bitsPerSecond());
        String remark = sent ? "sender" : "receiver";
        if (udp()) {
            ThroughputDatagrams counted = all.datagrams();
            out.accept(rows.datagrams(name, span, sent ? new ThroughputDatagrams(counted.packets(), 0, 0, 0, -1, -1)
                    : counted, remark));
            if (!sent && counted.outOfOrder() > 0) {
                out.accept(Rows.outOfOrder("[SUM]", span, counted.outOfOrder()));
            }
        } else {
            out.accept(rows.retransmits(name, span, sent ? all.retransmits() : -1, remark));
        }
    }

    /** Nothing, for as long as the end that tells counted. */
    private static ThroughputEnd untold(ThroughputStreamReport stream) {
        long durationNs = stream.sent().or(stream::received).orElse(NOTHING).durationNs();
        return new ThroughputEnd(0, durationNs, -1, ThroughputDatagrams.NONE);
    }

    private void cpu(ThroughputReport report) {
        boolean sends = !receivesOnly();
        report.remote().ifPresent(remote -> out.accept("CPU Utilization: local/" + (sends ? "sender" : "receiver")
                + " " + cpu(report.local()) + ", remote/" + (sends ? "receiver" : "sender") + " " + cpu(remote)));
        if (!udp() && !report.senderCongestion().isEmpty()) {
            out.accept("snd_tcp_congestion " + report.senderCongestion());
        }
        if (!udp() && !report.receiverCongestion().isEmpty()) {
            out.accept("rcv_tcp_congestion " + report.receiverCongestion());
        }
    }

    private static String cpu(ThroughputCpu cpu) {
        return String.format(Locale.ROOT, "%.1f%% (%.1f%%u/%.1f%%s)", cpu.total(), cpu.user(), cpu.system());
    }
}
