package io.venturi.cli.iperf3;

import io.venturi.engine.metric.ThroughputCpu;
import io.venturi.engine.metric.ThroughputDatagrams;
import io.venturi.engine.metric.ThroughputEnd;
import io.venturi.engine.metric.ThroughputEvidence;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputStreamReport;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The members of {@code end}: streams, sums by direction, CPU. What an end did not tell is 0, as readers expect. */
final class EndJson {
    private static final ThroughputEnd UNTOLD = new ThroughputEnd(0, 0, -1, ThroughputDatagrams.NONE);
    private static final ThroughputEvidence NO_EVIDENCE = new ThroughputEvidence(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final JsonGenerator json;

    EndJson(JsonGenerator json) {
        this.json = json;
    }

    void write(ThroughputReport report) {
        boolean udp = report.start().orElseThrow().settings().protocol() == ThroughputProtocol.UDP;
        List<ThroughputStreamReport> streams = report.streams();
        json.writeName("streams").writeStartArray();
        streams.forEach(stream -> {
            json.writeStartObject();
            if (udp) {
                udpStream(stream);
            } else {
                tcpStream(stream);
            }
            json.writeEndObject();
        });
        json.writeEndArray();
        if (!streams.isEmpty()) {
            boolean first = streams.getFirst().stream().sender();
            sums(streams.stream().filter(stream -> stream.stream().sender() == first).toList(), udp, "");
            sums(streams.stream().filter(stream -> stream.stream().sender() != first).toList(), udp, "_bidir_reverse");
        }
        cpu(report);
        if (!udp && !report.senderCongestion().isEmpty()) {
            json.writeStringProperty("sender_tcp_congestion", report.senderCongestion());
        }
        if (!udp && !report.receiverCongestion().isEmpty()) {
            json.writeStringProperty("receiver_tcp_congestion", report.receiverCongestion());
        }
    }

    private void cpu(ThroughputReport report) {
        json.writeName("cpu_utilization_percent").writeStartObject();
        TestJson.cpu(json, "host", report.local());
        TestJson.cpu(json, "remote", report.remote().orElse(ThroughputCpu.NONE));
        json.writeEndObject();
    }

    private void tcpStream(ThroughputStreamReport stream) {
        ThroughputEnd sent = stream.sent().orElse(UNTOLD);
        ThroughputEvidence evidence = stream.evidence().orElse(NO_EVIDENCE);
        json.writeName("sender").writeStartObject();
        json.writeNumberProperty("socket", stream.stream().socket());
        span(sent, sent.durationNs(), sent.bytes());
        if (sent.retransmits() >= 0) {
            json.writeNumberProperty("retransmits", sent.retransmits());
        }
        json.writeNumberProperty("reorder", Math.max(0, evidence.reorderings()));
        json.writeNumberProperty("max_snd_cwnd", Math.max(0, evidence.mostCongestionWindowBytes()));
        json.writeNumberProperty("max_snd_wnd", Math.max(0, evidence.mostSendWindowBytes()));
        json.writeNumberProperty("max_rtt", Math.max(0, evidence.mostRttUs()));
        json.writeNumberProperty("min_rtt", Math.max(0, evidence.leastRttUs()));
        json.writeNumberProperty("mean_rtt", Math.max(0, evidence.meanRttUs()));
        json.writeBooleanProperty("sender", stream.stream().sender());
        json.writeEndObject();
        ThroughputEnd received = stream.received().orElse(UNTOLD);
        json.writeName("receiver").writeStartObject();
        json.writeNumberProperty("socket", stream.stream().socket());
        span(received, received.durationNs(), received.bytes());
        json.writeBooleanProperty("sender", stream.stream().sender());
        json.writeEndObject();
    }

    private void udpStream(ThroughputStreamReport stream) {
        ThroughputEnd received = stream.received().orElse(UNTOLD);
        ThroughputEnd sent = stream.sent().orElse(received);
        json.writeName("udp").writeStartObject();
        json.writeNumberProperty("socket", stream.stream().socket());
        span(sent, sent.durationNs(), sent.bytes());
        datagrams(json, ofAll(received, sent));
        json.writeNumberProperty("out_of_order", received.datagrams().outOfOrder());
        json.writeBooleanProperty("sender", stream.stream().sender());
        json.writeEndObject();
    }

    /** What was lost, of all that was sent. */
    private static ThroughputDatagrams ofAll(ThroughputEnd received, ThroughputEnd sent) {
        ThroughputDatagrams counted = received.datagrams();
        return new ThroughputDatagrams(Math.max(sent.datagrams().packets(), 0), counted.lost(), counted.jitterNs(),
                counted.outOfOrder(), -1, -1);
    }

    private void sums(List<ThroughputStreamReport> streams, boolean udp, String suffix) {
        if (streams.isEmpty()) {
            return;
        }
        boolean sender = streams.getFirst().stream().sender();
        ThroughputEnd received = Sums.ends(streams.stream().map(stream -> stream.received().orElse(UNTOLD)).toList());
        ThroughputEnd sent = Sums.ends(streams.stream().map(stream -> stream.sent().orElse(
                udp ? stream.received().orElse(UNTOLD) : UNTOLD)).toList());
        if (udp) {
            long durationNs = received.durationNs() > 0 ? received.durationNs() : sent.durationNs();
            sum("sum" + suffix, sent, durationNs, ofAll(received, sent), sender);
            sum("sum_sent" + suffix, sent, sent.durationNs(),
                    new ThroughputDatagrams(sent.datagrams().packets(), 0, 0, 0, -1, -1), true);
            sum("sum_received" + suffix, received, received.durationNs(), received.datagrams(), false);
        } else {
            sum("sum_sent" + suffix, sent, sent.durationNs(), null, sender);
            sum("sum_received" + suffix, new ThroughputEnd(received.bytes(), received.durationNs(), -1,
                    ThroughputDatagrams.NONE), received.durationNs(), null, sender);
        }
    }

    private void sum(String name, ThroughputEnd end, long durationNs, ThroughputDatagrams counted, boolean sender) {
        json.writeName(name).writeStartObject();
        span(end, durationNs, end.bytes());
        if (counted != null) {
            datagrams(json, counted);
        } else if (end.retransmits() >= 0) {
            json.writeNumberProperty("retransmits", end.retransmits());
        }
        json.writeBooleanProperty("sender", sender);
        json.writeEndObject();
    }

    private void span(ThroughputEnd end, long durationNs, long bytes) {
        json.writeNumberProperty("start", 0);
        number(json, "end", durationNs / 1e9);
        number(json, "seconds", durationNs / 1e9);
        json.writeNumberProperty("bytes", bytes);
        number(json, "bits_per_second", end.bitsPerSecond());
    }

    /** What a receiver counted. */
    static void datagrams(JsonGenerator json, ThroughputDatagrams counted) {
        number(json, "jitter_ms", counted.jitterNs() / 1e6);
        json.writeNumberProperty("lost_packets", counted.lost());
        json.writeNumberProperty("packets", counted.packets());
        number(json, "lost_percent", counted.lostPercent());
    }

    /** A whole number without a fraction; what is no number is 0. */
    static void number(JsonGenerator json, String name, double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.writeNumberProperty(name, (long) value);
        } else {
            json.writeNumberProperty(name, Double.isFinite(value) ? value : 0);
        }
    }
}
