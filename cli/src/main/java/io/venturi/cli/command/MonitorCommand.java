package io.venturi.cli.command;

import io.venturi.cli.config.Planning;
import io.venturi.cli.metrics.MetricsAddress;
import io.venturi.cli.monitor.AlertRule;
import io.venturi.cli.monitor.MonitorFile;
import io.venturi.cli.monitor.MonitorPlan;
import io.venturi.cli.monitor.MonitorPlan.LoadKind;
import io.venturi.cli.monitor.MonitorPlan.LoadPlan;
import io.venturi.cli.monitor.MonitorRun;
import io.venturi.cli.monitor.MonitorTarget;
import io.venturi.cli.output.BuildInfo;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.Protocol;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options in, monitor out. */
@Command(name = "monitor", sortOptions = false, mixinStandardHelpOptions = true, abbreviateSynopsis = true,
        versionProvider = VenturiCommand.Version.class, subcommands = HistoryCommand.class,
        description = {"Watch round trips to many hosts without a break, and load the paths to them now and then, until"
            + " Ctrl-C; keep a history, tell alerts.",
            "The hosts run `venturi serve`, `irtt server` or, with --protocol stamp, a STAMP reflector."},
        footer = {"", "Examples:", "  venturi monitor 192.0.2.1 dns=192.0.2.53",
            "  venturi monitor --config targets.toml --metrics 9470",
            "  venturi monitor host --alert \"p99 > 50ms for 5m\" --webhook https://host/hook",
            "  venturi monitor host --once --fail-on \"loss > 1%%\"", "  venturi monitor history --since 24h", "",
            "Exit status:", "  0 watched   1 an alert of --fail-on fired   2 wrong usage",
            "  3 this host cannot do it   4 no target ever answered"})
final class MonitorCommand implements Callable<Integer>, Planning {
    @Parameters(arity = "0..*", paramLabel = "[NAME=]HOST[:PORT]",
            description = "Up to 64 hosts, with the names they are to have in lines, metrics and history.")
    private List<String> hosts = List.of();

    @Option(names = "--config", paramLabel = "FILE",
            description = "Targets and alert rules from this TOML file, besides those given here.")
    private Path config;

    @Mixin(name = "Probes")
    private final ProbeOptions probes = new ProbeOptions();

    @Mixin(name = "Load tests")
    private final LoadOptions load = new LoadOptions();

    @Mixin(name = "Alerts")
    private final AlertOptions alert = new AlertOptions();

    @Mixin(name = "History")
    private final HistoryOptions history = new HistoryOptions();

    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec;

    static final class ProbeOptions {
        @Option(names = "--protocol", defaultValue = "IRTT", paramLabel = "NAME",
                description = "irtt or stamp, of targets given here. Default: irtt.")
        private Protocol protocol;

        @Option(names = {"-i", "--interval"}, defaultValue = "200ms", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Time between probes to one target, 10ms or more. Default: ${DEFAULT-VALUE}.")
        private long probeIntervalNs;

        @Option(names = "--every", defaultValue = "10s", paramLabel = "DUR", converter = Converters.DurationNs.class,
                description = "Time of one result, 5s to 1h. Default: ${DEFAULT-VALUE}.")
        private long intervalNs;

        @Option(names = "-4", description = "IPv4 only.")
        private boolean ipv4;

        @Option(names = "-6", description = "IPv6 only.")
        private boolean ipv6;

        @Mixin
        private final KeyOptions key = new KeyOptions();
    }

    static final class LoadOptions {
        @Option(names = "--load", paramLabel = "KIND", description = "Load the path to each target now and then:"
                + " capacity (`serve --udpst` there) or throughput (`serve --iperf3` or iperf3 there), down, then up."
                + " Default: off.")
        private LoadKind kind;

        @Option(names = "--load-every", defaultValue = "1h", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Between two load tests of a target; those of several targets never overlap."
                        + " Default: ${DEFAULT-VALUE}.")
        private long everyNs;

        @Option(names = "--load-jitter", defaultValue = "10", paramLabel = "PERCENT",
                description = "Of that time, by which they come sooner or later, 0 to 50. Default: ${DEFAULT-VALUE}.")
        private double jitter;

        @Option(names = "--load-duration", defaultValue = "5s", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Of one direction, 5s to 1m. Default: ${DEFAULT-VALUE}.")
        private long durationNs;

        Optional<LoadPlan> plan() {
            return kind == null ? Optional.empty() : Optional.of(new LoadPlan(kind, everyNs, jitter / 100, durationNs));
        }
    }

    static final class AlertOptions {
        @Option(names = "--alert", paramLabel = "RULE", description = "Tell when this holds: \"loss > 1%% for 1m\","
                + " \"p99 > 50ms for 5m\" (p50, p90, p95, max too), \"silent for 30s\", \"change\", \"rate < 50Mbps\"."
                + " Can be given several times.")
        private List<String> rules = List.of();

        @Option(names = "--fail-on", paramLabel = "RULE",
                description = "The same, and end with exit status 1 if it ever held.")
        private List<String> failOn = List.of();

        @Option(names = "--once", description = "One result per target, then end; rules hold at once.")
        private boolean once;

        @Option(names = "--webhook", paramLabel = "URL",
                description = "POST alerts and new levels there, as the JSON lines of --json.")
        private String webhook;

        @Option(names = "--webhook-key-file", paramLabel = "FILE",
                description = "Sign them: HMAC-SHA256 with the first line of this file.")
        private Path webhookKey;
    }

    static final class HistoryOptions {
        @Option(names = "--history", paramLabel = "FILE",
                description = "Default: venturi/monitor.db in $XDG_STATE_HOME or ~/.local/state.")
        private Path file;

        @Option(names = "--no-history", description = "Keep nothing.")
        private boolean off;

        @Option(names = "--history-days", defaultValue = "400", paramLabel = "N",
                description = "Most age. Default: ${DEFAULT-VALUE}.")
        private int days;

        @Option(names = "--history-mb", defaultValue = "500", paramLabel = "N",
                description = "Most size, MiB; the oldest goes first. Default: ${DEFAULT-VALUE}.")
        private int megabytes;
    }

    static final class OutputOptions {
        @Option(names = "--json", description = "Lines of JSON on standard output, everything else on standard error.")
        private boolean json;

        @Option(names = {"-q", "--quiet"}, description = "Only what is worth attention, and the end.")
        private boolean quiet;

        @Option(names = "--metrics", paramLabel = "[ADDR:]PORT",
                description = "Serve /metrics for Prometheus and /health there, on loopback unless an address is given;"
                        + " :PORT is every address.")
        private String metrics;

        @Option(names = "--otlp", paramLabel = "URL",
                description = "Send metrics to this OpenTelemetry collector every 15s (OTLP over HTTP), such as"
                        + " http://127.0.0.1:4318.")
        private String otlp;
    }

    @Override
    public List<? extends Record> plans() {
        return List.of(plan(), outlets());
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        MonitorRun run = new MonitorRun(plan(), outlets(), BuildInfo.text());
        Interrupts.on(run::stop);
        PrintWriter err = spec.commandLine().getErr();
        MonitorRun.Result result = run.run(out, output.json ? err : out, err);
        if (out.checkError()) {
            throw new HostException("Standard output could not be written: its reader is gone, or the disk is full.",
                    null);
        }
        return result.failed() ? ExitCode.DEGRADED : result.anyAnswer() ? ExitCode.OK : ExitCode.PEER;
    }

    private MonitorPlan plan() {
        byte[] key = probes.key.key();
        MonitorFile file = config == null ? MonitorFile.NONE : MonitorFile.read(config, key);
        List<MonitorTarget> targets = new ArrayList<>(file.targets());
        hosts.forEach(host -> targets.add(MonitorTarget.parse(host, probes.protocol, key)));
        List<AlertRule> failures = Stream.concat(file.failOn().stream(), alert.failOn.stream().map(AlertRule::parse))
                .distinct().toList();
        List<AlertRule> alerts = Stream.of(file.alerts(), alert.rules.stream().map(AlertRule::parse).toList(), failures)
                .flatMap(List::stream).distinct().toList();
        RttPlan.Family family = probes.ipv4 == probes.ipv6 ? RttPlan.Family.ANY
                : probes.ipv4 ? RttPlan.Family.IPV4 : RttPlan.Family.IPV6;
        return new MonitorPlan(targets, family, probes.intervalNs, probes.probeIntervalNs, alerts, failures,
                load.plan(), alert.once);
    }

    private MonitorRun.Outlets outlets() {
        if (history.off && history.file != null) {
            throw new ConfigException("--history and --no-history exclude each other.");
        }
        if (alert.webhookKey != null && alert.webhook == null) {
            throw new ConfigException("--webhook-key-file signs what goes to a --webhook; there is none.");
        }
        Path file = history.off ? null : HistoryCommand.file(history.file);
        byte[] webhookKey = alert.webhookKey == null ? new byte[0] : KeyOptions.read(alert.webhookKey);
        return new MonitorRun.Outlets(file, history.days, history.megabytes,
                output.metrics == null ? null : MetricsAddress.parse(output.metrics), otlp(), alert.webhook, webhookKey,
                output.json, output.quiet);
    }

    private URI otlp() {
        try {
            URI url = output.otlp == null ? null : URI.create(output.otlp);
            if (url == null || url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new ConfigException("\"" + output.otlp + "\" is no address of a collector: http://HOST:4318.");
    }
}
