package io.venturi.cli.command;

import io.venturi.cli.config.Planning;
import io.venturi.cli.output.CapacityCsv;
import io.venturi.cli.output.CapacityJson;
import io.venturi.cli.output.CapacityProgress;
import io.venturi.cli.output.CapacityText;
import io.venturi.cli.output.Figures;
import io.venturi.cli.output.ResultFile;
import io.venturi.cli.output.Screen;
import io.venturi.cli.tui.CapacityScreen;
import io.venturi.engine.api.CapacityListener;
import io.venturi.engine.api.CapacityServer;
import io.venturi.engine.api.CapacityTest;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.error.PeerException;
import io.venturi.engine.metric.CapacityConnection;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options in, plan out, report to a renderer. */
@Command(name = "capacity", sortOptions = false, mixinStandardHelpOptions = true, abbreviateSynopsis = true,
        versionProvider = VenturiCommand.Version.class,
        description = {"Measure how many bits per second a path carries (IP-layer capacity, RFC 9097), with load to or"
            + " from hosts that run `venturi serve --udpst` or the udpst server. The test fills the path: others on it"
            + " will feel it.",
            "With --search loss it finds the highest rate at which nothing is lost, for each size of Ethernet frames"
            + " (RFC 2544), to a host that runs `venturi serve --min-interval 0`; frames are sent back, so both ways"
            + " are loaded at once.",
            "Without HOST it measures a server inside this process, over loopback: what this host can do."},
        footer = {"", "Examples:", "  venturi capacity", "  venturi capacity host --both",
            "  venturi capacity host --up --connections 4 --duration 30s --algorithm C",
            "  venturi capacity host --latency on --dscp EF",
            "  venturi capacity host --search loss --frame-sizes 64,512,1518 --repeat 3",
            "  venturi capacity host --fixed-rate 875Mbps --csv result.csv",
            "  venturi capacity host --no-jumbo --mtu 1500 --key-file key -o result.json"})
final class CapacityCommand implements Callable<Integer>, Planning {

    @Parameters(arity = "0..*", paramLabel = "HOST[:PORT]",
            description = "Names or addresses; connections are dealt out to them in turn. IPv6 as ::1 or [::1]:24601.")
    private List<String> hosts = List.of();

    @Mixin(name = "Load")
    private final CapacityOptions.Load load = new CapacityOptions.Load();

    @Mixin(name = "Rate")
    private final CapacityOptions.Rate rate = new CapacityOptions.Rate();

    @Mixin(name = "Path and packets")
    private final CapacityOptions.Packets packets = new CapacityOptions.Packets();

    @Mixin(name = "Server")
    private final CapacityOptions.Peer peer = new CapacityOptions.Peer();

    @Mixin(name = "Latency under load")
    private final CapacityOptions.Latency latency = new CapacityOptions.Latency();

    @Mixin(name = "Loss-free throughput (--search loss)")
    private final CapacityOptions.LossFree lossFree = new CapacityOptions.LossFree();

    @Mixin(name = "This host")
    private final PrecisionOptions precision = new PrecisionOptions();

    @Mixin(name = "Output")
    private final CapacityOptions.Output output = new CapacityOptions.Output();

    @Mixin(name = "Screen")
    private final ScreenOptions screen = new ScreenOptions();

    @Spec
    private CommandSpec spec;

    private final AtomicReference<CapacityTest> running = new AtomicReference<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    @Override
    public Integer call() {
        LossSearching.requireUnmixed(spec, rate.method);
        return rate.method == CapacityOptions.Method.LOSS ? lossSearching().run(hosts) : capacity();
    }

    @Override
    public List<? extends Record> plans() {
        LossSearching.requireUnmixed(spec, rate.method);
        return rate.method == CapacityOptions.Method.LOSS ? List.of(lossSearching().plan(hosts))
                : plans(hosts.isEmpty() ? List.of("127.0.0.1") : hosts, peer.key.key());
    }

    private LossSearching lossSearching() {
        return new LossSearching(spec, lossFree, rate, packets, output, precision.precision(0, false),
                peer.key.key());
    }

    private int capacity() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter talk = output.json ? spec.commandLine().getErr() : out;
        byte[] key = peer.key.key();
        List<CapacityPlan> checked = plans(hosts.isEmpty() ? List.of("127.0.0.1") : hosts, key);
        try (ResultFile file = ResultFile.open(output.file); ResultFile csv = ResultFile.open(output.csv);
                ResultFile lines = ResultFile.open(output.jsonLines);
                CapacityServer own = hosts.isEmpty() ? embedded(checked.getFirst(), key) : null) {
            if (own != null && !output.quiet) {
                talk.println("No HOST given: measuring a server inside this process, over loopback. For a real path,"
                        + " run `venturi serve --udpst` there and `venturi capacity HOST` here.");
            }
            List<CapacityPlan> plans = own == null ? checked
                    : plans(List.of(Figures.address(own.addresses().getFirst())), key);
            List<CapacityReport> reports = measure(plans, talk);
            if (output.json) {
                CapacityJson.write(plans, reports, own != null, out);
            }
            out.flush();
            file.write(stream -> CapacityJson.write(plans, reports, own != null, stream));
            csv.write(stream -> CapacityCsv.write(reports, stream));
            lines.write(stream -> CapacityJson.writeLines(plans, reports, own != null, stream));
            if (out.checkError()) {
                throw new HostException("Standard output could not be written: its reader is gone, or the disk is"
                        + " full.", null);
            }
            return reports.stream().mapToInt(CapacityCommand::exitCode).max().orElse(ExitCode.DEGRADED);
        }
    }

    private List<CapacityReport> measure(List<CapacityPlan> plans, PrintWriter talk) {
        List<CapacityReport> reports = new ArrayList<>();
        Interrupts.on(this::stop);
        for (CapacityPlan plan : plans) {
            if (!stopped.get()) {
                CapacityReport report = measure(plan, talk);
                CapacityText.print(plan, report, hosts.isEmpty(), talk);
                talk.flush();
                reports.add(report);
            }
        }
        return reports;
    }

    private CapacityReport measure(CapacityPlan plan, PrintWriter talk) {
        talk.flush();
        String otherwise = output.json ? "--json" : output.quiet ? "--quiet" : "";
        Screen<CapacityListener, CapacityTest> shown = screen.wanted(otherwise)
                ? screen.open(plan, plan.precision().cpu(), CapacityScreen::open) : null;
        if (shown == null) {
            return measureInLines(plan, talk);
        }
        try (shown; CapacityTest test = CapacityTest.prepare(plan, shown.listener())) {
            enter(test);
            shown.watch(test);
            CapacityReport report = test.run();
            requireOpened(report);
            return report;
        } finally {
            shown.notes().forEach(note -> talk.println("Note: " + note));
        }
    }

    private CapacityReport measureInLines(CapacityPlan plan, PrintWriter talk) {
        CapacityProgress progress = CapacityProgress.of(plan, talk, output.quiet, !output.json);
        try (CapacityTest test = CapacityTest.prepare(plan, progress)) {
            enter(test);
            progress.watch(test::live);
            CapacityReport report = test.run();
            progress.close();
            requireOpened(report);
            return report;
        } finally {
            progress.close();
        }
    }

    private void enter(CapacityTest test) {
        running.set(test);
        if (stopped.get()) { // before there was anything to stop
            test.stop();
        }
    }

    private void stop() {
        stopped.set(true);
        CapacityTest test = running.get();
        if (test != null) {
            test.stop();
        }
    }

    /** A test that no server took part in has no result. */
    private static void requireOpened(CapacityReport report) {
        if (report.agreed().isEmpty() && report.status() != CapacityStatus.INTERRUPTED) {
            CapacityStatus why = report.connections().stream().map(CapacityConnection::status)
                    .filter(status -> !status.completed() && status != CapacityStatus.FAILED
                            || status == CapacityStatus.SERVER_SILENT).findFirst().orElse(report.status());
            CapacityConnection first = report.connections().getFirst();
            throw new PeerException(Figures.address(first.server()) + ": " + why.message() + ". "
                    + CapacityText.remedy(why));
        }
    }

    private static int exitCode(CapacityReport report) {
        boolean whole = report.status().completed() || report.status() == CapacityStatus.INTERRUPTED;
        return whole && !report.intervals().isEmpty() ? ExitCode.OK : ExitCode.DEGRADED;
    }

    /** For measuring loopback: on any free port, with what the client wants agreed. */
    private static CapacityServer embedded(CapacityPlan plan, byte[] key) {
        CapacityPlan.Datagrams both = new CapacityPlan.Datagrams(plan.datagrams().jumbo(),
                plan.datagrams().traditionalMtu(), true, plan.datagrams().spread(), true);
        String any = plan.path().family() == RttPlan.Family.IPV6 ? "[::1]:0" : "127.0.0.1:0";
        ServePlan.Udpst serving = new ServePlan.Udpst(List.of(any), both,
                new ServePlan.UdpstAccess(key, Map.of()), ServePlan.UdpstLimits.DEFAULT,
                plan.path().socketBufferBytes(), "", false, false);
        return CapacityServer.start(serving, RttPlan.Family.ANY,
                new RttPlan.Precision(RttPlan.Wakeup.HYBRID, true, -1, 0, false, 0), event -> { });
    }

    private List<CapacityPlan> plans(List<String> targets, byte[] key) {
        if ((load.up ? 1 : 0) + (load.down ? 1 : 0) + (load.both ? 1 : 0) > 1) {
            throw new ConfigException("--up, --down and --both exclude each other.");
        }
        List<CapacityDirection> directions = load.both ? List.of(CapacityDirection.DOWN, CapacityDirection.UP)
                : List.of(load.up ? CapacityDirection.UP : CapacityDirection.DOWN);
        CapacityPlanner planner = new CapacityPlanner(load, rate, packets, peer);
        return directions.stream().map(direction ->
                planner.plan(targets, direction, key, precision.precision(0, false), latencyPlan())).toList();
    }

    private LatencyPlan latencyPlan() {
        if (hosts.isEmpty() && latency.mode == LatencyPlan.Mode.ON) {
            throw new ConfigException("--latency on needs a HOST: inside this process there is no queue to find.");
        }
        return LatencyPlan.DEFAULT.with(hosts.isEmpty() ? LatencyPlan.Mode.OFF : latency.mode, latency.port);
    }
}
