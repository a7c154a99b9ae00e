package io.venturi.cli.monitor;

import io.venturi.cli.metrics.MetricsServer;
import io.venturi.cli.metrics.OtlpExport;
import io.venturi.engine.error.HostException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.HistogramIterationValue;

/** A monitor with everything around it, built from what was asked for, and taken down in order. */
public final class MonitorRun {
    private static final Duration OTLP_INTERVAL = Duration.ofSeconds(15);
    private static final long WEBHOOK_PAUSE_MS = 1_000;

    private final MonitorPlan plan;
    private final Outlets outlets;
    private final String version;
    private volatile Monitor monitor;
    private volatile boolean stopped;

    /**
     * Where what is measured goes.
     *
     * @param history    file, null for none
     * @param days       most age of the history
     * @param megabytes  most size of it
     * @param metrics    where to serve metrics, null for nowhere
     * @param otlp       collector, null for none
     * @param webhook    for alerts and changes, null for none
     * @param webhookKey to sign with, empty for none
     * @param json       lines of JSON instead of text
     * @param quiet      text without the intervals
     */
    public record Outlets(Path history, int days, int megabytes, InetSocketAddress metrics, URI otlp, String webhook,
                          byte[] webhookKey, boolean json, boolean quiet) { }

    /** What came of it. @param failed an alert of those that count fired */
    public record Result(boolean failed, boolean anyAnswer) { }

    public MonitorRun(MonitorPlan plan, Outlets outlets, String version) {
        this.plan = plan;
        this.outlets = outlets;
        this.version = version;
    }

    /** Monitor until {@link #stop}. @param talk for what is no result @param err for what goes wrong beside it */
    public Result run(PrintWriter out, PrintWriter talk, PrintWriter err) throws InterruptedException {
        HistoryUpkeep.Limits limits = HistoryUpkeep.Limits.of(outlets.days, outlets.megabytes);
        MonitorMetrics metrics = new MonitorMetrics(version, plan);
        List<Consumer<MonitorEvent>> listeners = new ArrayList<>();
        listeners.add(outlets.json ? new MonitorJson(out) : new MonitorText(out, outlets.quiet, plan.targets()));
        try (History history = outlets.history == null ? null : History.open(outlets.history);
                Webhook webhook = outlets.webhook == null ? null
                        : new Webhook(outlets.webhook, outlets.webhookKey, WEBHOOK_PAUSE_MS);
                MetricsServer server = outlets.metrics == null ? null
                        : MetricsServer.start(outlets.metrics, metrics::families, () -> !stopped);
                OtlpExport otlp = outlets.otlp == null ? null : new OtlpExport(outlets.otlp, OTLP_INTERVAL, version,
                        Arrays.stream(MonitorMetrics.BOUNDS).filter(Double::isFinite).boxed().toList(),
                        metrics::families, text -> tell(text, err))) {
            listeners.add(metrics::take);
            if (otlp != null) {
                listeners.add(event -> export(event, otlp));
            }
            if (webhook != null) {
                listeners.add(event -> notify(event, webhook));
            }
            Monitor running = new Monitor(plan, history, limits, event -> listeners.forEach(l -> l.accept(event)));
            listeners.add(event -> metrics.own(bytes(history), running.failedWrites(),
                    webhook == null ? 0 : webhook.failed()));
            enter(running);
            introduce(server, talk);
            running.run();
            return new Result(running.failed(), running.anyAnswer());
        }
    }

    /** 0 also if it cannot be told, of which the monitor itself tells. */
    private static long bytes(History history) {
        try {
            return history == null ? 0 : history.bytes();
        } catch (HostException e) {
            return 0;
        }
    }

    private void introduce(MetricsServer server, PrintWriter talk) {
        if (server != null) {
            talk.println("Metrics on http://" + server.address().getAddress().getHostAddress() + ":"
                    + server.address().getPort() + "/metrics");
        }
        if (outlets.history != null && !outlets.quiet) {
            talk.println("History in " + outlets.history);
        }
        talk.flush();
    }

    private static void tell(String text, PrintWriter err) {
        err.println(text);
        err.flush();
    }

    private static void export(MonitorEvent event, OtlpExport otlp) {
        if (event instanceof MonitorEvent.Interval interval) {
            for (HistogramIterationValue value : interval.window().delays().recordedValues()) {
                otlp.roundTrip(event.target(), value.getValueIteratedTo() / 1e9,
                        value.getCountAddedInThisIterationStep());
            }
        }
    }

    private static void notify(MonitorEvent event, Webhook webhook) {
        if (event instanceof MonitorEvent.Alert || event instanceof MonitorEvent.LevelChange) {
            webhook.send(MonitorJson.line(event));
        }
    }

    /** End it. Any thread. */
    public synchronized void stop() {
        stopped = true;
        if (monitor != null) {
            monitor.stop();
        }
    }

    private synchronized void enter(Monitor running) {
        monitor = running;
        if (stopped) {
            running.stop();
        }
    }
}
