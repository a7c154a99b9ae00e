package io.venturi.cli.command;

import io.venturi.cli.config.Planning;
import io.venturi.cli.output.Figures;
import io.venturi.cli.output.ProtocolList;
import io.venturi.cli.output.ResultFile;
import io.venturi.cli.output.Screen;
import io.venturi.cli.output.ThroughputCsv;
import io.venturi.cli.output.ThroughputJson;
import io.venturi.cli.output.ThroughputProgress;
import io.venturi.cli.output.ThroughputText;
import io.venturi.cli.tui.ThroughputScreen;
import io.venturi.engine.api.ThroughputListener;
import io.venturi.engine.api.ThroughputProtocols;
import io.venturi.engine.api.ThroughputServer;
import io.venturi.engine.api.ThroughputTest;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.error.PeerException;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.ThroughputInterval;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.ProtocolDescription;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ThroughputPlan;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options in, plans out, reports to renderers. */
@Command(name = "throughput", sortOptions = false, mixinStandardHelpOptions = true, abbreviateSynopsis = true,
        versionProvider = VenturiCommand.Version.class,
        description = {"Measure what TCP or UDP streams carry of payload (goodput), and say what limited them, with"
            + " hosts that run `venturi serve --iperf3` or `iperf3 -s`. TCP fills the path: others on it will feel it.",
            "Without HOST it measures a server inside this process, over loopback: what this host can do."},
        footer = {"", "Examples:", "  venturi throughput host", "  venturi throughput host --both -P 4",
            "  venturi throughput host --up --congestion bbr --omit 2s -d 20s",
            "  venturi throughput host --udp --rate 50Mbps --length 1200",
            "  venturi throughput host --protocol kcp -O interval=5 --rate 50Mbps",
            "  venturi throughput host --bytes 1GB --json > result.json",
            "  venturi throughput host -i 10ms --csv rows.csv --jsonl live.jsonl",
            "  venturi throughput [2001:db8::1]:5201 --at-once --latency on"})
final class ThroughputCommand implements Callable<Integer>, Planning {
    /** ENETUNREACH, ECONNRESET, ETIMEDOUT, ECONNREFUSED, EHOSTUNREACH: the peer's, not this host's. */
    private static final Map<Integer, String> OF_THE_PEER = Map.of(101, "there is no route to its network",
            104, "it closed the connection at once", 110, "it does not answer", 111, "nothing listens on that port",
            113, "there is no route to it");

    @Parameters(arity = "0..1", paramLabel = "HOST[:PORT]",
            description = "Name or address; IPv6 as ::1 or [::1]:5201.")
    private String host;

    @Mixin(name = "Load")
    private final ThroughputOptions.Load load = new ThroughputOptions.Load();

    @Mixin(name = "Protocol")
    private final ThroughputOptions.Protocol protocol = new ThroughputOptions.Protocol();

    @Mixin(name = "Time and amount")
    private final ThroughputOptions.Limits limits = new ThroughputOptions.Limits();

    @Mixin(name = "Path and packets")
    private final ThroughputOptions.PathOptions path = new ThroughputOptions.PathOptions();

    @Mixin(name = "Sockets")
    private final ThroughputOptions.Sockets sockets = new ThroughputOptions.Sockets();

    @Mixin(name = "Server")
    private final ThroughputOptions.Peer peer = new ThroughputOptions.Peer();

    @Mixin(name = "Latency under load")
    private final ThroughputOptions.Latency latency = new ThroughputOptions.Latency();

    @Mixin(name = "This host")
    private final PrecisionOptions precision = new PrecisionOptions();

    @Mixin(name = "Output")
    private final ThroughputOptions.Output output = new ThroughputOptions.Output();

    @Mixin(name = "Screen")
    private final ScreenOptions screen = new ScreenOptions();

    @Spec
    private CommandSpec spec;

    private final AtomicReference<ThroughputTest> running = new AtomicReference<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    @Override
    public List<ThroughputPlan> plans() {
        return plans(host == null ? "127.0.0.1" : host);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (protocol.list) {
            return list(out);
        }
        PrintWriter talk = output.json ? spec.commandLine().getErr() : out;
        List<ThroughputPlan> checked = plans();
        try (ResultFile file = ResultFile.open(output.file); ResultFile csv = ResultFile.open(output.csv);
                ResultFile lines = ResultFile.open(output.jsonLines);
                ThroughputServer own = host == null ? embedded() : null) {
            if (own != null && !output.quiet) {
                talk.println("No HOST given: measuring a server inside this process, over loopback. For a real path,"
                        + " run `venturi serve --iperf3` there and `venturi throughput HOST` here.");
            }
            List<ThroughputPlan> plans = own == null ? checked : plans(Figures.address(own.addresses().getFirst()));
            List<ThroughputReport> reports = measure(plans, talk, lines);
            if (output.json) {
                ThroughputJson.write(plans, reports, host == null, out);
            }
            out.flush();
            file.write(stream -> ThroughputJson.write(plans, reports, host == null, stream));
            csv.write(stream -> ThroughputCsv.write(reports, stream));
            if (out.checkError()) {
                throw new HostException("Standard output could not be written: its reader is gone, or the disk is"
                        + " full.", null);
            }
            return IntStream.range(0, reports.size()).map(i -> exitCode(plans.get(i), reports.get(i))).max()
                    .orElse(ExitCode.DEGRADED);
        }
    }

    private int list(PrintWriter out) {
        List<ProtocolDescription> all = ThroughputProtocols.describe(protocol.plugins);
        List<ProtocolDescription> wanted = all.stream()
                .filter(it -> protocol.name.isEmpty() || it.name().equals(protocol.name)).toList();
        if (wanted.isEmpty()) {
            throw new ConfigException("There is no protocol '" + protocol.name + "' with options; there are "
                    + all.stream().map(ProtocolDescription::name).collect(Collectors.joining(", ")) + ".");
        }
        ProtocolList.print(wanted, out);
        out.flush();
        return ExitCode.OK;
    }

    private List<ThroughputReport> measure(List<ThroughputPlan> plans, PrintWriter talk, ResultFile lines) {
        List<ThroughputReport> reports = new ArrayList<>();
        Interrupts.on(this::stop);
        for (ThroughputPlan plan : plans) {
            if (!stopped.get()) {
                ThroughputReport report = measure(plan, talk, lines);
                ThroughputText.print(plan, report, host == null, talk);
                talk.flush();
                lines.append(stream -> ThroughputJson.writeLine(plan, report, host == null, stream));
                reports.add(report);
            }
        }
        return reports;
    }

    private ThroughputReport measure(ThroughputPlan plan, PrintWriter talk, ResultFile lines) {
        talk.flush();
        String otherwise = output.json ? "--json" : output.quiet ? "--quiet" : "";
        Consumer<ThroughputInterval> each = interval ->
                lines.append(stream -> ThroughputJson.writeLine(interval, stream));
        Screen<ThroughputListener, ThroughputTest> shown = screen.wanted(otherwise) ? screen.open(plan,
                plan.precision().cpu(), (asked, setup) -> ThroughputScreen.open(asked, each, setup)) : null;
        if (shown == null) {
            return measureInLines(plan, talk, each);
        }
        try (shown) {
            return run(plan, shown.listener(), shown::watch);
        } finally {
            shown.notes().forEach(note -> talk.println("Note: " + note));
        }
    }

    private ThroughputReport measureInLines(ThroughputPlan plan, PrintWriter talk, Consumer<ThroughputInterval> each) {
        ThroughputProgress progress = ThroughputProgress.of(plan, talk, output.quiet, !output.json, each);
        try {
            return run(plan, progress, test -> progress.watch(test::live));
        } finally {
            progress.close();
        }
    }

    private ThroughputReport run(ThroughputPlan plan, ThroughputListener listener, Consumer<ThroughputTest> watch) {
        try (ThroughputTest test = ThroughputTest.prepare(plan, listener)) {
            running.set(test);
            watch.accept(test);
            if (stopped.get()) { // before there was anything to stop
                test.stop();
            }
            ThroughputReport report = test.run();
            requireBegun(plan, report);
            return report;
        } catch (NativeException e) {
            String why = OF_THE_PEER.get(e.errno());
            if (why == null) {
                throw e;
            }
            String target = plan.target().peer();
            boolean named = target.matches("[^:]*:\\d+|\\[.*]:\\d+");
            throw new PeerException("No throughput server at " + target + (named ? "" : ", port "
                    + plan.target().defaultPort()) + ": " + why + ". Run `venturi serve --iperf3` or `iperf3 -s` there,"
                    + " and let TCP and UDP through.", e);
        }
    }

    private void stop() {
        stopped.set(true);
        ThroughputTest test = running.get();
        if (test != null) {
            test.stop();
        }
    }

    /** A test that the server refused has no result. */
    private static void requireBegun(ThroughputPlan plan, ThroughputReport report) {
        if (report.start().isEmpty() && report.end() != EndState.INTERRUPTED) {
            throw new PeerException(plan.target().peer() + " did not begin a test: " + report.failure().text() + ".");
        }
    }

    private static int exitCode(ThroughputPlan plan, ThroughputReport report) {
        boolean moved = report.intervals().stream().flatMap(interval -> interval.parts().stream())
                .anyMatch(part -> part.bytes() > 0);
        boolean whole = report.end() == EndState.COMPLETED && ThroughputText.hasCarried(plan, report)
                || report.end() == EndState.INTERRUPTED;
        return whole && moved ? ExitCode.OK : ExitCode.DEGRADED;
    }

    /** For measuring loopback, on any free port. */
    private ThroughputServer embedded() {
        ServePlan.Throughput plan = ServePlan.Throughput.at(List.of(path.ipv6 ? "[::1]:0" : "127.0.0.1:0"));
        return ThroughputServer.start(plan.with(protocol.plugins),
                RttPlan.Family.ANY, new RttPlan.Precision(RttPlan.Wakeup.HYBRID, true, -1, 0, false, 0),
                _ -> _ -> { });
    }

    private List<ThroughputPlan> plans(String target) {
        if (host == null && latency.mode == LatencyPlan.Mode.ON) {
            throw new ConfigException("--latency on needs a HOST: inside this process there is no queue to find.");
        }
        return new ThroughputPlanner(load, protocol, limits, path, sockets, peer).plans(target,
                precision.precision(RttPlan.Precision.DEFAULT.warmUp(), false),
                LatencyPlan.DEFAULT.with(host == null ? LatencyPlan.Mode.OFF : latency.mode, latency.port)
                        .with(peer.key.key()));
    }
}
