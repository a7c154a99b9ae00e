package io.venturi.cli.command;

import io.venturi.cli.config.Planning;
import io.venturi.cli.output.Figures;
import io.venturi.cli.output.ResultFile;
import io.venturi.cli.output.RttJson;
import io.venturi.cli.output.RttProgress;
import io.venturi.cli.output.RttText;
import io.venturi.cli.output.Screen;
import io.venturi.cli.tui.RttScreen;
import io.venturi.engine.api.RttListener;
import io.venturi.engine.api.RttTest;
import io.venturi.engine.api.Server;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.Protocol;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.SendPattern;
import io.venturi.engine.plan.SendTimes;
import io.venturi.engine.plan.WaitRule;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options in, plan out, report to a renderer. */
@Command(name = "rtt", sortOptions = false, mixinStandardHelpOptions = true, abbreviateSynopsis = true,
        versionProvider = VenturiCommand.Version.class,
        description = {"Measure round-trip delay, delay variation and loss, each way where it can be told,"
            + " with probes to a host that runs `venturi serve`, `irtt server` or, with --protocol stamp,"
            + " a STAMP reflector.",
            "Without HOST it measures a server inside this process, over loopback."},
        footer = {"", "Examples:", "  venturi rtt", "  venturi rtt host -i 1ms -d 1m",
            "  venturi rtt host --dscp EF -l 200 --json -o result.json",
            "  venturi rtt --protocol stamp router"})
final class RttCommand implements Callable<Integer>, Planning {
    private static final long NOT_GIVEN = -1;
    /** From here on a hybrid wait sleeps most of the time. */
    private static final long SLEEPY_INTERVAL_NS = 2_000_000;
    private static final List<String> NOT_OF_STAMP =
            List.of("--strict", "--open-timeouts", "--server-stamps", "--server-fill");
    /** The server inside this process needs no warm-up of its own: that of the client runs both ends. */
    private static final RttPlan.Precision PRECISION_OF_OWN =
            new RttPlan.Precision(RttPlan.Wakeup.HYBRID, true, -1, 0, false, 0);
    private static final long DEFAULT_DURATION_NS = 10_000_000_000L;

    @Parameters(arity = "0..1", paramLabel = "HOST[:PORT]",
            description = "Name or address; IPv6 as ::1 or [::1]:2112. Default port: 2112, of STAMP 862.")
    private String host;

    @Option(names = "--protocol", defaultValue = "IRTT", paramLabel = "NAME",
            description = "irtt, or stamp (RFC 8762), which many routers answer; their key, if any, makes it the"
                    + " authenticated mode. Default: irtt.")
    private Protocol protocol;

    @Mixin(name = "Probes")
    private final ProbeOptions probes = new ProbeOptions();

    @Mixin(name = "Path and packets")
    private final PathOptions path = new PathOptions();

    @Mixin(name = "Server")
    private final PeerOptions peer = new PeerOptions();

    @Mixin(name = "STAMP")
    private final StampProbeOptions stamp = new StampProbeOptions();

    @Mixin(name = "Clocks")
    private final ClockOptions clocks = new ClockOptions();

    @Mixin(name = "This host")
    private final PrecisionOptions precision = new PrecisionOptions();

    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

    @Mixin(name = "Screen")
    private final ScreenOptions screen = new ScreenOptions();

    @Spec
    private CommandSpec spec;

    static final class ProbeOptions {
        @Option(names = {"-i", "--interval"}, defaultValue = "10ms", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Time between probes, such as 500us or 10ms. Default: ${DEFAULT-VALUE}.")
        private long intervalNs;

        @Option(names = {"-d", "--duration"}, paramLabel = "DUR", converter = Converters.DurationNs.class,
                description = "How long to send. Default: 10s.")
        private Long durationNs;

        @Option(names = {"-n", "--count"}, defaultValue = "-1", paramLabel = "N", hideParamSyntax = true,
                description = "Number of intervals to send in; excludes -d. What this host misses is given up.")
        private long count;

        @Option(names = "--continuous", description = "Measure until Ctrl-C; keep the last 65536 probes only.")
        private boolean continuous;

        @Option(names = "--fill", defaultValue = "none", paramLabel = "FILL",
                description = "Rest of the payload: none (zeros), rand, or pattern:HEX. Default: ${DEFAULT-VALUE}.")
        private String fill;

        @Option(names = "--wait", defaultValue = "3x4s", paramLabel = "SPEC", converter = Converters.Wait.class,
                description = "Wait for the last replies: 3x4s is 3 times the greatest round trip or 4s if there was"
                        + " none, 3r4s takes the mean, 4s is fixed. Default: ${DEFAULT-VALUE}.")
        private WaitRule wait;

        @Mixin
        private final StreamOptions stream = new StreamOptions();
    }

    static final class PathOptions {
        @Option(names = "-4", description = "IPv4 only.")
        private boolean ipv4;

        @Option(names = "-6", description = "IPv6 only.")
        private boolean ipv6;

        @Option(names = "--local", defaultValue = "", paramLabel = "ADDR[:PORT]",
                description = "Send from this address, port, or both.")
        private String local;

        @Option(names = "--interface", defaultValue = "", paramLabel = "IF",
                description = "Send through this interface.")
        private String device;

        @Option(names = "--dscp", defaultValue = "0", paramLabel = "DSCP", converter = Converters.Dscp.class,
                description = "Mark packets of both directions: EF, CS1, AF41 or 0 to 63.")
        private int dscp;

        @Option(names = "--tos", defaultValue = "0", paramLabel = "BYTE",
                description = "The whole TOS or traffic class byte instead, ECN bits included.")
        private int tos;

        @Option(names = "--ttl", defaultValue = "0", paramLabel = "N", description = "TTL or hop limit, 1 to 255.")
        private int ttl;

        @Option(names = "--df", defaultValue = "DEFAULT", paramLabel = "WHEN",
                description = "Don't-fragment bit: default, false or true. Default: the host's.")
        private RttPlan.DontFragment dontFragment;
    }

    static final class PeerOptions {
        @Option(names = "--strict", description = "Fail when the server grants less than was asked for,"
                + " instead of saying so and going on.")
        private boolean strict;

        @Option(names = "--open-timeouts", defaultValue = "1s,2s,4s,8s", split = ",", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Waits between attempts to open. Default: ${DEFAULT-VALUE}.")
        private List<Long> openTimeoutsNs;

        @Option(names = "--server-stamps", defaultValue = "BOTH", paramLabel = "WHICH",
                description = "Stamps to ask for: none, receive, send, both or midpoint. Default: both.")
        private PeerStamps stamps;

        @Option(names = "--server-fill", defaultValue = "", paramLabel = "FILL",
                description = "How the server is to fill its replies: rand or pattern:HEX, if it allows that."
                        + " Default: its own way.")
        private String fill;

        @Mixin
        private final KeyOptions key = new KeyOptions();
    }

    static final class OutputOptions {
        @Option(names = "--json",
                description = "The result as JSON on standard output, everything else on standard error.")
        private boolean json;

        @Option(names = {"-o", "--output"}, paramLabel = "FILE",
                description = "Also write the result as JSON to this file; gzip if its name ends in .gz.")
        private Path file;

        @Option(names = "--rows", description = "Put every probe into the JSON, not only the statistics.")
        private boolean rows;

        @Option(names = {"-q", "--quiet"}, description = "No progress, only the report.")
        private boolean quiet;

        @Option(names = "--warm-up", defaultValue = "5000", paramLabel = "N", hidden = true,
                description = "Round trips inside this process before the first probe.")
        private int warmUp;
    }

    @Override
    public List<RttPlan> plans() {
        requireSense();
        return List.of(plan(host == null ? "127.0.0.1" : host));
    }

    private void requireSense() {
        if (protocol == Protocol.STAMP) {
            requireStampOptions();
        } else {
            stamp.requireNone();
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        requireSense();
        try (ResultFile file = ResultFile.open(output.file);
                Server own = host == null ? embedded(protocol, peer.key.key()) : null) {
            RttPlan plan = plan(own == null ? host : Figures.address(own.addresses().getFirst()));
            PrintWriter talk = output.json ? err : out;
            if (own != null && !output.quiet) {
                talk.println("No HOST given: measuring a server inside this process, over loopback. For a real path,"
                        + " run `venturi serve` there and `venturi rtt HOST` here.");
            }
            return measure(plan, file, out, talk);
        }
    }

    private int measure(RttPlan plan, ResultFile file, PrintWriter out, PrintWriter talk) {
        talk.flush();
        String otherwise = output.json ? "--json" : output.quiet ? "--quiet" : "";
        try (Screen<RttListener, RttTest> shown = screen.wanted(otherwise)
                ? screen.open(plan, plan.precision().cpu(), RttScreen::open) : null) {
            return measure(plan, shown, file, out, talk);
        }
    }

    /** @param shown null for lines of text instead */
    private int measure(RttPlan plan, Screen<RttListener, RttTest> shown, ResultFile file, PrintWriter out,
            PrintWriter talk) {
        RttProgress progress = new RttProgress(plan, talk, output.quiet);
        try (RttTest test = RttTest.prepare(plan, shown == null ? progress : shown.listener())) {
            Interrupts.on(test::stop);
            if (shown != null) {
                shown.watch(test);
            }
            try (RttReport report = test.run()) {
                progress.finish();
                if (shown != null) {
                    shown.close();
                    shown.notes().forEach(note -> talk.println("Note: " + note));
                }
                RttText.print(report, talk);
                talk.flush();
                if (output.json) {
                    RttJson.write(report, output.rows, out);
                }
                out.flush();
                file.write(stream -> RttJson.write(report, output.rows, stream));
                requireWritten(out);
                return exitCode(report);
            }
        }
    }

    /** What was measured must not vanish without a word because the disk behind standard output is full. */
    private static void requireWritten(PrintWriter out) {
        if (out.checkError()) {
            throw new HostException("Standard output could not be written: its reader is gone, or the disk is full.",
                    null);
        }
    }

    private static int exitCode(RttReport report) {
        boolean anything = report.metric(Metric.Loss.class).map(loss -> loss.received() > 0).orElse(false);
        boolean whole = report.run().end() == EndState.COMPLETED || report.run().end() == EndState.INTERRUPTED;
        return anything && whole ? ExitCode.OK : ExitCode.DEGRADED;
    }

    /** A test by STAMP opens nothing, so there is nothing of which these could be a part. */
    private void requireStampOptions() {
        List<String> given = NOT_OF_STAMP.stream()
                .filter(spec.commandLine().getParseResult()::hasMatchedOption).toList();
        if (!given.isEmpty()) {
            throw new ConfigException("STAMP asks nothing of the other end before it measures: --protocol stamp goes"
                    + " without " + String.join(", ", given) + ".");
        }
    }

    private static Server embedded(Protocol protocol, byte[] key) {
        try {
            return embedded(protocol, key, "127.0.0.1:0");
        } catch (NativeException e) {
            return embedded(protocol, key, "[::1]:0"); // a host without IPv4
        }
    }

    private static Server embedded(Protocol protocol, byte[] key, String bind) {
        List<String> loopback = List.of(bind);
        boolean irtt = protocol == Protocol.IRTT;
        ServePlan.Irtt any = ServePlan.Irtt.DEFAULT;
        ServePlan.Irtt unrestricted = new ServePlan.Irtt(0, 0, 0, key, any.timeoutNs(), any.packetBurst(),
                any.fill(), any.allowFills(), any.allowedStamps(), true, 1, 1);
        ServePlan.Stamp stamp = new ServePlan.Stamp(irtt ? List.of() : loopback, true, key, 0);
        return Server.start(new ServePlan(irtt ? loopback : List.of(), RttPlan.Family.ANY, unrestricted, stamp, 0,
                PRECISION_OF_OWN), (who, code, detail) -> { });
    }

    private RttPlan plan(String target) {
        if (path.dscp != 0 && path.tos != 0) {
            throw new ConfigException("--dscp and --tos exclude each other: --tos is the whole byte.");
        }
        RttPlan.Family family = path.ipv4 == path.ipv6 ? RttPlan.Family.ANY
                : path.ipv4 ? RttPlan.Family.IPV4 : RttPlan.Family.IPV6;
        return new RttPlan(new RttPlan.Target(protocol, target, family, path.local, path.device),
                probes.stream.probes(durationNs(), probes.intervalNs, probes.fill), replies(),
                new RttPlan.Marks(path.dscp + path.tos, path.ttl, path.dontFragment, stamp.ptpEvents()),
                peer.openTimeoutsNs, probes.wait,
                !peer.strict, peer.key.key(),
                precision.precision(output.warmUp, probes.intervalNs >= SLEEPY_INTERVAL_NS),
                probes.continuous ? 1 << 16 : 0, clocks.choice(),
                protocol == Protocol.STAMP ? stamp.plan(path.dscp + path.tos) : RttPlan.Stamp.PLAIN);
    }

    private RttPlan.Replies replies() {
        return protocol == Protocol.IRTT
                ? new RttPlan.Replies(peer.stamps, RttPlan.PeerClock.BOTH, true, true, peer.fill)
                : new RttPlan.Replies(PeerStamps.BOTH, RttPlan.PeerClock.WALL, false, false, "");
    }

    private long durationNs() {
        boolean counted = probes.count != NOT_GIVEN;
        if ((counted ? 1 : 0) + (probes.durationNs != null ? 1 : 0) + (probes.continuous ? 1 : 0) > 1) {
            throw new ConfigException("--duration, --count and --continuous exclude each other.");
        }
        if (probes.continuous) {
            return RttPlan.ENDLESS;
        }
        if (probes.stream.pattern() instanceof SendPattern.Listed listed) {
            return durationOfFile(listed.times(), counted);
        }
        if (counted && (probes.count < 1 || probes.intervalNs > Long.MAX_VALUE / probes.count)) {
            throw new ConfigException("The number of probes must be at least 1 and fit 292 years, not " + probes.count
                    + ".");
        }
        if (counted) {
            return probes.count * Math.max(1, probes.intervalNs);
        }
        return probes.durationNs == null ? DEFAULT_DURATION_NS : probes.durationNs;
    }

    /** To the end of the file, unless told otherwise. */
    private long durationOfFile(SendTimes times, boolean counted) {
        if (counted && (probes.count < 1 || probes.count > times.count())) {
            throw new ConfigException(times.name() + " has " + times.count() + " send times, not " + probes.count
                    + ".");
        }
        int last = counted ? (int) probes.count - 1 : times.count() - 1;
        return probes.durationNs == null ? times.offsetNs(last) + 1 : probes.durationNs;
    }
}
