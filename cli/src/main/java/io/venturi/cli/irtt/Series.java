package io.venturi.cli.irtt;

import static io.venturi.engine.metric.Direction.FORWARD;
import static io.venturi.engine.metric.Direction.REVERSE;
import static io.venturi.engine.metric.Direction.ROUND_TRIP;
import static io.venturi.engine.metric.StampSource.USER;

import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.Metric.DelayVariation.Form;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.Summary;
import java.util.Optional;
import java.util.function.Function;

/** The samples of a report in the order of its table. */
enum Series {
    RTT("rtt", "RTT", true, delay(ROUND_TRIP)),
    SEND_DELAY("send_delay", "send delay", true, delay(FORWARD)),
    RECEIVE_DELAY("receive_delay", "receive delay", true, delay(REVERSE)),
    IPDV_ROUND_TRIP("ipdv_round_trip", "IPDV (jitter)", true, ipdv(ROUND_TRIP)),
    IPDV_SEND("ipdv_send", "send IPDV", true, ipdv(FORWARD)),
    IPDV_RECEIVE("ipdv_receive", "receive IPDV", true, ipdv(REVERSE)),
    SEND_CALL("send_call", "send call time", false, report -> Optional.of(report.instrument().sendCall())),
    TIMER_ERROR("timer_error", "timer error", false, report -> Optional.of(report.instrument().timerError())),
    SERVER_PROCESSING("server_processing_time", "server proc. time", false,
            report -> report.metric(Metric.PeerResidence.class).map(Metric.PeerResidence::ns));

    private final String key;
    private final String label;
    private final boolean median;
    private final Function<RttReport, Optional<Summary>> source;

    Series(String key, String label, boolean median, Function<RttReport, Optional<Summary>> source) {
        this.key = key;
        this.label = label;
        this.median = median;
        this.source = source;
    }

    /** Name in the JSON. */
    String key() {
        return key;
    }

    /** Name in the table. */
    String label() {
        return label;
    }

    boolean hasMedian() {
        return median;
    }

    DurationStats of(RttReport report) {
        return source.apply(report).map(ns -> DurationStats.of(ns, median)).orElse(DurationStats.NONE);
    }

    private static Function<RttReport, Optional<Summary>> delay(Direction direction) {
        return report -> report.delay(direction, USER).map(Metric.Delay::ns);
    }

    private static Function<RttReport, Optional<Summary>> ipdv(Direction direction) {
        return report -> report.variation(Form.IPDV, direction, USER).map(Metric.DelayVariation::ns);
    }
}
