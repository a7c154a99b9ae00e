package io.venturi.cli.udpst;

import io.venturi.engine.metric.CapacityServerTotals;
import io.venturi.engine.metric.CapacityServerTotals.Allocated;
import io.venturi.engine.metric.CapacityTally;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What a server did in 10 s: the difference of two totals, and the most that was allocated meanwhile. */
final class PerformanceRecord {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");

    private final CapacityServerTotals before;
    private final Instant start;
    private int connections;
    private int downMbps;
    private int upMbps;

    PerformanceRecord(CapacityServerTotals before, Instant start) {
        this.before = before;
        this.start = start;
    }

    void see(Allocated allocated) {
        connections = Math.max(connections, allocated.connections());
        downMbps = Math.max(downMbps, allocated.downMbps());
        upMbps = Math.max(upMbps, allocated.upMbps());
    }

    /** As JSON. */
    String end(CapacityServerTotals after, Instant end) {
        double seconds = Math.max(1e-3, ChronoUnit.MICROS.between(start, end) / 1e6);
        return "{\n" + field("start_timestamp", epoch(start)) + field("start_datetime", dateTime(start))
                + maximum() + average(after, seconds) + field("end_timestamp", epoch(end))
                + "\t\"end_datetime\": " + dateTime(end) + "\n}";
    }

    private String maximum() {
        return "\t\"maximum\": {\n" + group("allocated", "connection_count", connections, "downstream_bandwidth",
                downMbps, "upstream_bandwidth", upMbps) + ",\n"
                + group("system", "tx_overrun_size", 0, "tx_burst_size", 0, "rx_burst_size", 0, "fd_ready_size", 0,
                        "timer_coalesce_size", 0) + "\n\t},\n";
    }

    private String average(CapacityServerTotals after, double seconds) {
        var load = after.load();
        var old = before.load();
        CapacityTally sent = load.sent();
        CapacityTally received = load.received();
        double refusals = load.refusals() - old.refusals();
        double sends = load.sendCalls() - old.sendCalls();
        double receives = load.receiveCalls() - old.receiveCalls();
        double wakes = load.wakeUps() - old.wakeUps();
        double missed = load.missedSlots() - old.missedSlots();
        return "\t\"average\": {\n" + group("queued",
                "tx_ip_rate_mbps", mbps(load.queuedIpBytes() - old.queuedIpBytes(), seconds),
                "tx_datagram_rate", f2((load.queuedDatagrams() - old.queuedDatagrams()) / seconds)) + ",\n"
                + group("delivered", "tx_ip_rate_mbps", mbps(load.sentIpBytes() - old.sentIpBytes(), seconds),
                "tx_datagram_rate", f2((sent.datagrams() - old.sent().datagrams()) / seconds),
                "tx_loss_rate", f2((sent.lost() - old.sent().lost()) / seconds),
                "tx_ooo_dup_rate", f2((disordered(sent) - disordered(old.sent())) / seconds),
                "rx_ip_rate_mbps", mbps(load.receivedIpBytes() - old.receivedIpBytes(), seconds),
                "rx_datagram_rate", f2((received.datagrams() - old.received().datagrams()) / seconds),
                "rx_loss_rate", f2((received.lost() - old.received().lost()) / seconds),
                "rx_ooo_dup_rate", f2((disordered(received) - disordered(old.received())) / seconds)) + ",\n"
                + group("system", "tx_overrun_rate", f2(refusals / seconds),
                "tx_overrun_size", mean(load.refusedDatagrams() - old.refusedDatagrams(), refusals),
                "tx_burst_rate", f2(sends / seconds),
                "tx_burst_size", mean(load.queuedDatagrams() - old.queuedDatagrams(), sends),
                "rx_burst_rate", f2(receives / seconds),
                "rx_burst_size", mean(received.datagrams() - old.received().datagrams(), receives),
                "fd_ready_rate", f2(wakes / seconds), "fd_ready_size", mean(receives, wakes),
                "timer_coalesce_rate", f2(missed / seconds), "timer_coalesce_size", mean(missed, missed)) + ",\n"
                + status(after, seconds) + "\n\t},\n";
    }

    private String status(CapacityServerTotals after, double seconds) {
        var messages = after.messages();
        var old = before.messages();
        return group("status", "tx_message_rate", f2((messages.sent() - old.sent()) / seconds),
                "rx_message_rate", f2((messages.received() - old.received()) / seconds),
                "loc_message_loss_rate", f2((messages.lostHere() - old.lostHere()) / seconds),
                "rem_message_loss_rate", f2((messages.lostThere() - old.lostThere()) / seconds),
                "loc_traffic_stop_rate", f2((messages.stoppedHere() - old.stoppedHere()) / seconds),
                "rem_traffic_stop_rate", f2((messages.stoppedThere() - old.stoppedThere()) / seconds));
    }

    private static long disordered(CapacityTally tally) {
        return tally.reordered() + tally.duplicates();
    }

    private static String mbps(long bytes, double seconds) {
        return f2(8e-6 * bytes / seconds);
    }

    private static String mean(double sum, double n) {
        return f2(n == 0 ? 0 : sum / n);
    }

    private static String f2(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String field(String name, String value) {
        return "\t\"" + name + "\": " + value + ",\n";
    }

    /** Counters of the whole time, as JSON. */
    static String counters(CapacityServerTotals totals) {
        var setups = totals.setups();
        var activations = totals.activations();
        var invalid = totals.invalid();
        return "{\n" + group("setup", "requests_received", setups.requests(), "accepts_sent", setups.accepted(),
                "rejects_sent", setups.rejected(), "invalid_protocol_ver", setups.badVersion(),
                "invalid_setup_option", setups.badOption(), "bandwidth_exceeded", setups.bandwidthExceeded(),
                "connection_create_fail", setups.noConnection(), "legacy_protocol_ver", setups.legacy()) + ",\n"
                + group("activation", "timeout_waiting", activations.timeouts(), "requests_received",
                activations.requests(), "accepts_sent", activations.accepted(), "rejects_sent",
                activations.rejected(), "bad_parameter", activations.badParameter()) + ",\n"
                + group("control", "invalid_size", invalid.controlSize(), "invalid_format", invalid.controlFormat(),
                "invalid_checksum", invalid.controlChecksum(), "auth_failure", setups.authenticationFailed(),
                "bad_auth_time", setups.authenticationTime()) + ",\n"
                + group("data", "load_invalid_size", invalid.loadSize(), "load_invalid_format", invalid.loadFormat(),
                "load_invalid_checksum", invalid.loadChecksum(), "status_invalid_size", invalid.statusSize(),
                "status_invalid_format", invalid.statusFormat(), "status_invalid_checksum",
                invalid.statusChecksum()) + "\n}";
    }

    /** Names and values in turn. */
    private static String group(String name, Object... members) {
        StringBuilder text = new StringBuilder("\t\t\"").append(name).append("\": {\n");
        for (int i = 0; i < members.length; i += 2) {
            text.append("\t\t\t\"").append(members[i]).append("\": ").append(members[i + 1])
                    .append(i + 2 < members.length ? ",\n" : "\n");
        }
        return text.append("\t\t}").toString();
    }

    static String epoch(Instant time) {
        return String.format(Locale.ROOT, "%d.%06d", time.getEpochSecond(), time.getNano() / 1000);
    }

    static String dateTime(Instant time) {
        return quoted(ISO.format(time.atZone(ZoneId.systemDefault())));
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
