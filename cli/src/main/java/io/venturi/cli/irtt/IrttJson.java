package io.venturi.cli.irtt;

import static io.venturi.engine.metric.StampSource.USER;

import io.venturi.cli.output.JsonFormat;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTrips;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttRun;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON document of a test, row by row from the rows of its report, so that its length does not matter.
 *
 * <p>Unlike the classic tool's, a median of 0 is written: readers fail on a test without replies when it is missing.
 */
final class IrttJson {
    /** The classic tool's number for a server that ended the test. */
    static final int SERVER_CLOSED = -2071;

    private final RttReport report;
    private final IrttStats stats;
    private final JsonGenerator json;

    private IrttJson(RttReport report, IrttStats stats, JsonGenerator json) {
        this.report = report;
        this.stats = stats;
        this.json = json;
    }

    /** Writes and closes the stream; a failed write comes as {@link tools.jackson.core.exc.JacksonIOException}. */
    static void write(RttReport report, IrttStats stats, ClientOptions options, OutputStream out) {
        try (JsonGenerator json = JsonFormat.indented(out)) {
            IrttJson document = new IrttJson(report, stats, json);
            json.writeStartObject();
            document.version();
            document.system();
            JsonConfig.write(json, report.run(), options);
            document.errors();
            document.stats();
            document.roundTrips();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void version() {
        json.writeObjectPropertyStart("version");
        json.writeStringProperty("irtt", Version.IRTT);
        json.writeNumberProperty("protocol", Version.PROTOCOL);
        json.writeNumberProperty("json_format", Version.JSON_FORMAT);
        json.writeEndObject();
    }

    private void system() {
        json.writeObjectPropertyStart("system_info");
        json.writeStringProperty("os", Version.SYSTEM);
        json.writeNumberProperty("cpus", Runtime.getRuntime().availableProcessors());
        json.writeStringProperty("go_version", Version.RUNTIME);
        json.writeStringProperty("hostname", hostname());
        json.writeEndObject();
    }

    /** Asking for the name by the usual way may ask a name server, and wait for it. */
    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return "";
        }
    }

    private void errors() {
        switch (report.run().end()) {
            case COMPLETED -> { }
            case INTERRUPTED -> {
                json.writeObjectPropertyStart("send_err");
                json.writeEndObject();
            }
            case ENDED_BY_PEER -> {
                json.writeObjectPropertyStart("receive_err");
                json.writeNumberProperty("Code", SERVER_CLOSED);
                json.writeNullProperty("LocalAddr");
                json.writeNullProperty("RemoteAddr");
                json.writeNullProperty("Detail");
                json.writeEndObject();
            }
            case SEND_FAILED -> socketError("send_err", "write");
            case RECEIVE_FAILED -> socketError("receive_err", "read");
        }
    }

    private void socketError(String name, String operation) {
        RttRun run = report.run();
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("Op", operation);
        json.writeStringProperty("Net", run.remote().getAddress() instanceof Inet6Address ? "udp6" : "udp4");
        address("Source", run.local());
        address("Addr", run.remote());
        json.writeStringProperty("Err", run.endDetail());
        json.writeEndObject();
    }

    private void address(String name, InetSocketAddress address) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("IP", Addresses.ip(address.getAddress()));
        json.writeNumberProperty("Port", address.getPort());
        json.writeStringProperty("Zone", Addresses.zone(address.getAddress()));
        json.writeEndObject();
    }

    // ---- statistics --------------------------------------------------------------------------------------------

    private void stats() {
        Totals totals = stats.totals();
        json.writeObjectPropertyStart("stats");
        stamps("start_time", report.run().startWallNs(), report.run().startNs());
        series(Series.SEND_CALL, Series.TIMER_ERROR, Series.RTT, Series.SEND_DELAY, Series.RECEIVE_DELAY);
        json.writeNumberProperty("server_packets_received", totals.serverReceived());
        json.writeNumberProperty("bytes_sent", totals.bytesSent());
        json.writeNumberProperty("bytes_received", totals.bytesReceived());
        json.writeNumberProperty("duplicates", totals.duplicates());
        json.writeNumberProperty("late_packets", totals.late());
        json.writeNumberProperty("wait", totals.waitNs());
        json.writeNumberProperty("duration", totals.durationNs());
        json.writeNumberProperty("expected_packets_sent", totals.expected());
        json.writeNumberProperty("packets_sent", totals.sent());
        json.writeNumberProperty("packets_received", totals.received());
        real("packet_loss_percent", totals.lossPercent());
        real("upstream_loss_percent", totals.upstreamLossPercent());
        real("downstream_loss_percent", totals.downstreamLossPercent());
        real("duplicate_percent", totals.duplicatePercent());
        real("late_packets_percent", totals.latePercent());
        series(Series.IPDV_SEND, Series.IPDV_RECEIVE, Series.IPDV_ROUND_TRIP, Series.SERVER_PROCESSING);
        real("timer_err_percent", totals.timerErrorPercent(stats.of(Series.TIMER_ERROR)));
        json.writeNumberProperty("timer_misses", totals.missedSlots());
        real("timer_miss_percent", totals.missPercent());
        rate("send_rate", totals.sendBps());
        rate("receive_rate", totals.receiveBps());
        json.writeEndObject();
    }

    private void series(Series... all) {
        for (Series one : all) {
            DurationStats values = stats.of(one);
            json.writeObjectPropertyStart(one.key());
            json.writeNumberProperty("total", values.total());
            json.writeNumberProperty("n", values.n());
            json.writeNumberProperty("min", values.min());
            json.writeNumberProperty("max", values.max());
            json.writeNumberProperty("mean", values.mean());
            if (one.hasMedian()) {
                json.writeNumberProperty("median", values.median());
            }
            json.writeNumberProperty("stddev", values.stddev());
            json.writeNumberProperty("variance", values.variance());
            json.writeEndObject();
        }
    }

    /** Whole numbers without a fraction, as readers of the classic form expect. */
    private void real(String name, double value) {
        json.writeName(name);
        json.writeNumber(new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString());
    }

    private void rate(String name, long bps) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("bps", bps);
        json.writeStringProperty("string", Display.bitrate(bps));
        json.writeEndObject();
    }

    // ---- rows --------------------------------------------------------------------------------------------------

    private void roundTrips() {
        json.writeArrayPropertyStart("round_trips");
        RoundTrips rows = report.roundTrips();
        RoundTrips.Cursor row = rows.cursor();
        for (long seq = rows.first(); seq < rows.first() + rows.size(); seq++) {
            row.moveTo(seq);
            if (row.sent() || row.answered()) {
                roundTrip(row);
            }
        }
        json.writeEndArray();
    }

    private void roundTrip(RoundTrip row) {
        json.writeStartObject();
        json.writeNumberProperty("seqno", row.seq());
        json.writeStringProperty("lost", lost(row.fate()));
        timestamps(row);
        json.writeObjectPropertyStart("delay");
        defined("receive", row.delayNs(Direction.REVERSE, USER));
        defined("rtt", row.delayNs(Direction.ROUND_TRIP, USER));
        defined("send", row.delayNs(Direction.FORWARD, USER));
        json.writeEndObject();
        json.writeObjectPropertyStart("ipdv");
        defined("receive", row.ipdvNs(Direction.REVERSE, USER));
        defined("rtt", row.ipdvNs(Direction.ROUND_TRIP, USER));
        defined("send", row.ipdvNs(Direction.FORWARD, USER));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String lost(Fate fate) {
        return switch (fate) {
            case ANSWERED -> "false";
            case LOST_FORWARD -> "true_up";
            case LOST_REVERSE -> "true_down";
            case UNANSWERED, NOT_RECORDED, MISSED_LAUNCH -> "true";
        };
    }

    private void timestamps(RoundTrip row) {
        json.writeObjectPropertyStart("timestamps");
        json.writeObjectPropertyStart("client");
        stamps("receive", row.answered() ? row.receivedWallNs() : 0, row.answered() ? row.receivedUserNs() : 0);
        stamps("send", row.sent() ? row.sentWallNs() : 0, row.sent() ? row.sentUserNs() : 0);
        json.writeEndObject();
        json.writeObjectPropertyStart("server");
        stamps("receive", row.peerReceivedWallNs(), row.peerReceivedNs());
        stamps("send", row.peerSentWallNs(), row.peerSentNs());
        json.writeEndObject();
        json.writeBooleanProperty("late", row.late());
        json.writeEndObject();
    }

    private void stamps(String name, long wallNs, long monotonicNs) {
        json.writeObjectPropertyStart(name);
        if (wallNs != 0) {
            json.writeNumberProperty("wall", wallNs);
        }
        if (monotonicNs != 0) {
            json.writeNumberProperty("monotonic", monotonicNs);
        }
        json.writeEndObject();
    }

    private void defined(String name, long ns) {
        if (ns != RoundTrip.ABSENT) {
            json.writeNumberProperty(name, ns);
        }
    }
}
