package io.venturi.cli.iperf3;

import io.venturi.cli.iperf3.Options.Form;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputOutput;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.ThroughputPlan;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Runs a test and tells its result. */
final class ClientRun {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final DateTimeFormatter CALENDAR =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final ThroughputPlan plan;
    private final Options.Display display;
    private final Output output;
    private final TestText text;
    private final String host;

    private ClientRun(Options options, Output output) {
        this.plan = options.client().orElseThrow();
        this.display = options.display();
        this.output = output;
        this.text = new TestText(display, false, output::line);
        String peer = plan.target().peer();
        this.host = peer.startsWith("[") ? peer.substring(1, peer.length() - 1) : peer;
    }

    /** @return exit status */
    static int run(Options options, Engine engine, StopSignals signals, Output output) {
        return new ClientRun(options, output).run(engine, signals);
    }

    private int run(Engine engine, StopSignals signals) {
        if (display.form() == Form.TEXT) {
            opening();
        }
        try (Engine.Test test = engine.prepare(plan, this::heard)) {
            signals.onStop(test::stop);
            ThroughputReport report = test.run();
            String failure = Failures.of(report);
            tell(report, failure);
            return failure.isEmpty() ? DONE : FAILED;
        } catch (ConfigException e) {
            refuse(e.getMessage());
            return FAILED;
        } catch (VenturiException e) {
            refuse("unable to connect to server: " + Failures.reason(e));
            return FAILED;
        }
    }

    private void opening() {
        if (display.verbose()) {
            Version.text().lines().forEach(output::line);
            output.line("Time: " + CALENDAR.format(Instant.now().atZone(ZoneOffset.UTC)));
        }
        output.line("Connecting to host " + host + ", port " + plan.target().defaultPort());
    }

    private void heard(ThroughputEvent event) {
        switch (display.form()) {
            case TEXT -> {
                switch (event) {
                    case ThroughputEvent.Started started -> text.started(started.start());
                    case ThroughputEvent.Interval interval -> text.interval(interval.interval());
                    case ThroughputEvent.Notice notice -> output.line("Warning:  " + notice.text());
                    case ThroughputEvent.Connected _, ThroughputEvent.Ended _ -> { }
                }
            }
            case JSON_STREAM, JSON_STREAM_AND_DOCUMENT -> {
                switch (event) {
                    case ThroughputEvent.Started started -> output.plain(TestJson.start(started.start(), host,
                            plan.reporting().intervalNs()));
                    case ThroughputEvent.Interval interval -> output.plain(TestJson.interval(interval.interval()));
                    case ThroughputEvent.Connected _, ThroughputEvent.Notice _, ThroughputEvent.Ended _ -> { }
                }
            }
            case JSON -> { }
        }
    }

    private void tell(ThroughputReport report, String failure) {
        switch (display.form()) {
            case TEXT -> summary(report, failure);
            case JSON -> document(report, failure);
            case JSON_STREAM -> endOfStream(Optional.of(report), failure);
            case JSON_STREAM_AND_DOCUMENT -> {
                endOfStream(Optional.of(report), failure);
                document(report, failure);
            }
        }
    }

    private void summary(ThroughputReport report, String failure) {
        text.ended(report);
        ThroughputOutput theirs = report.serverOutput();
        if (!theirs.text().isEmpty() || !theirs.json().isEmpty()) {
            boolean readable = !theirs.text().isEmpty();
            output.line("");
            output.line(readable ? "Server output:" : "Server JSON output:");
            (readable ? theirs.text() : theirs.json()).lines().forEach(output::line);
        }
        if (failure.isEmpty()) {
            output.line("");
            output.line("iperf Done.");
        } else {
            output.error(failure);
        }
    }

    private void document(ThroughputReport report, String failure) {
        output.plain(TestJson.document(Optional.of(report), host, Failures.plain(failure),
                plan.reporting().intervalNs(), true));
    }

    private void endOfStream(Optional<ThroughputReport> report, String failure) {
        if (!failure.isEmpty()) {
            output.plain(TestJson.line("error", Failures.plain(failure)));
        }
        report.map(ThroughputReport::serverOutput).ifPresent(theirs -> {
            if (!theirs.json().isEmpty()) {
                output.plain(TestJson.rawLine("server_output_json", theirs.json()));
            } else if (!theirs.text().isEmpty()) {
                output.plain(TestJson.line("server_output_text", theirs.text()));
            }
        });
        output.plain(TestJson.end(report.filter(of -> of.start().isPresent())));
    }

    private void refuse(String message) {
        switch (display.form()) {
            case TEXT -> output.error("error - " + message);
            case JSON -> output.plain(TestJson.document(Optional.empty(), host, message, 0, true));
            case JSON_STREAM, JSON_STREAM_AND_DOCUMENT -> endOfStream(Optional.empty(), message);
        }
    }
}
