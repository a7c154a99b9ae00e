package io.venturi.cli.iperf3;

import io.venturi.cli.iperf3.Options.Display;
import io.venturi.cli.iperf3.Options.Form;
import io.venturi.engine.api.ThroughputListener;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputOutput;
import io.venturi.engine.metric.ThroughputReport;
import java.util.Optional;

/** A test as its server tells it, to the user and, if wanted, to the client. */
final class ServedTest implements ThroughputListener {
    private final Display display;
    private final Output output;
    private final Runnable next;
    private final long intervalNs;
    private final TestText text;
    /** All lines of this test so far. */
    private final StringBuilder told = new StringBuilder();

    /**
     * @param intervalNs between reports, 0 for none
     * @param next       runs when the test is over
     */
    ServedTest(Display display, Output output, long intervalNs, Runnable next) {
        this.intervalNs = intervalNs;
        this.display = display;
        this.output = output;
        this.next = next;
        this.text = new TestText(display, true, this::line);
    }

    private void line(String line) {
        told.append(line).append('\n');
        output.line(line);
    }

    @Override
    public void onEvent(ThroughputEvent event) {
        switch (display.form()) {
            case TEXT -> inText(event);
            case JSON -> {
                if (event instanceof ThroughputEvent.Ended ended) {
                    document(ended.report());
                }
            }
            case JSON_STREAM, JSON_STREAM_AND_DOCUMENT -> inLines(event);
        }
        if (event instanceof ThroughputEvent.Ended) {
            next.run();
        }
    }

    private void inText(ThroughputEvent event) {
        switch (event) {
            case ThroughputEvent.Connected connected -> line("Accepted connection from "
                    + TestText.host(connected.remote()) + ", port " + connected.remote().getPort());
            case ThroughputEvent.Started started -> text.started(started.start());
            case ThroughputEvent.Interval interval -> text.interval(interval.interval());
            case ThroughputEvent.Notice notice -> line("Warning:  " + notice.text());
            case ThroughputEvent.Ended ended -> {
                text.ended(ended.report());
                String failure = failure(ended.report());
                if (!failure.isEmpty()) {
                    output.error(failure);
                }
            }
        }
    }

    private void inLines(ThroughputEvent event) {
        switch (event) {
            case ThroughputEvent.Started started -> output.plain(TestJson.start(started.start(), "", intervalNs));
            case ThroughputEvent.Interval interval -> output.plain(TestJson.interval(interval.interval()));
            case ThroughputEvent.Ended ended -> {
                String failure = failure(ended.report());
                if (!failure.isEmpty()) {
                    output.plain(TestJson.line("error", Failures.plain(failure)));
                }
                output.plain(TestJson.end(Optional.of(ended.report()).filter(of -> of.start().isPresent())));
                if (display.form() == Form.JSON_STREAM_AND_DOCUMENT) {
                    document(ended.report());
                }
            }
            case ThroughputEvent.Connected _, ThroughputEvent.Notice _ -> { }
        }
    }

    private void document(ThroughputReport report) {
        output.plain(TestJson.document(Optional.of(report), "", Failures.plain(failure(report)),
                intervalNs, true));
    }

    private static String failure(ThroughputReport report) {
        return report.end() == EndState.INTERRUPTED ? "interrupt - the server has terminated" : Failures.of(report);
    }

    @Override
    public ThroughputOutput output(ThroughputReport soFar) {
        if (display.form() != Form.TEXT) {
            return new ThroughputOutput("", TestJson.document(Optional.of(soFar), "", "", intervalNs, false));
        }
        StringBuilder whole = new StringBuilder(told);
        new TestText(display, true, line -> whole.append(line).append('\n')).ended(soFar);
        return new ThroughputOutput(whole.append('\n').toString(), "");
    }
}
