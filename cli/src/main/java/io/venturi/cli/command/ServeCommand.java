package io.venturi.cli.command;

import io.venturi.cli.config.Planning;
import io.venturi.cli.output.Figures;
import io.venturi.cli.tui.ServeScreen;
import io.venturi.engine.api.Access;
import io.venturi.engine.api.Server;
import io.venturi.engine.api.ServerTotals;
import io.venturi.engine.api.ThroughputServer;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.Refusals;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.plan.AccessPlan;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.Protocol;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ServePlan.AllowedStamps;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Answers tests until it is stopped. */
@Command(name = "serve", sortOptions = false, mixinStandardHelpOptions = true, abbreviateSynopsis = true,
        versionProvider = VenturiCommand.Version.class,
        description = {"Answer round-trip tests of venturi and irtt clients on UDP port 2112 until Ctrl-C.",
            "With --stamp also those of STAMP and TWAMP Light senders on UDP port 862, with --udpst capacity tests of"
            + " venturi and udpst clients on UDP port 24601, with --iperf3 throughput tests of iperf3 clients on port"
            + " 5201."},
        footer = {"", "Examples:", "  venturi serve", "  venturi serve --bind 192.0.2.1 --key-file /etc/venturi.key",
            "  venturi serve --min-interval 100us --wakeup BUSY --cpu 1", "  venturi serve --stamp :8620",
            "  venturi serve --udpst --udpst-bandwidth 10Gbps", "  venturi serve --iperf3 --allow 192.0.2.0/24"})
final class ServeCommand implements Callable<Integer>, Planning {
    private static final int WARM_UP = RttPlan.Precision.DEFAULT.warmUp();

    @Option(names = {"-b", "--bind"}, split = ",", defaultValue = ":2112", paramLabel = "ADDR",
            description = "Where to listen: :port, address, address:port or %%interface; none serves no round-trip"
                    + " tests of irtt clients. Default: ${DEFAULT-VALUE}.")
    private List<String> binds;

    @Option(names = "-4", description = "IPv4 only.")
    private boolean ipv4;

    @Option(names = "-6", description = "IPv6 only.")
    private boolean ipv6;

    @Option(names = "--ttl", defaultValue = "0", paramLabel = "N", description = "TTL or hop limit of replies.")
    private int ttl;

    @Mixin(name = "Limits (0: none)")
    private final Limits limits = new Limits();

    @Mixin(name = "STAMP reflector")
    private final StampOptions stamp = new StampOptions();

    @Mixin(name = "Capacity tests (UDP speed test protocol)")
    private final UdpstOptions udpst = new UdpstOptions();

    @Mixin(name = "Throughput tests (iperf3)")
    private final Iperf3Options iperf3 = new Iperf3Options();

    @Mixin(name = "Access")
    private final AccessOptions access = new AccessOptions();

    @Mixin(name = "Metrics and discovery")
    private final PublishOptions publish = new PublishOptions();

    @Mixin(name = "This host")
    private final PrecisionOptions precision = new PrecisionOptions();

    @Option(names = {"-q", "--quiet"}, description = "Log nothing but errors.")
    private boolean quiet;

    @Mixin(name = "Screen")
    private final ScreenOptions screen = new ScreenOptions();

    @Spec
    private CommandSpec spec;

    /** Where the log goes while a screen is shown; null for standard output. */
    private volatile Consumer<String> shown;

    static final class Limits {
        @Option(names = "--min-interval", defaultValue = "10ms", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Shortest interval granted, and enforced. Default: ${DEFAULT-VALUE}.")
        private long minIntervalNs;

        @Option(names = "--burst", defaultValue = "100", paramLabel = "N",
                description = "Probes let through at once when they come faster, as where something on the way held"
                        + " them up. Default: ${DEFAULT-VALUE}.")
        private int burst;

        @Option(names = "--max-duration", defaultValue = "0", paramLabel = "DUR",
                converter = Converters.DurationNs.class, description = "Longest test granted, and enforced.")
        private long maxDurationNs;

        @Option(names = "--max-length", defaultValue = "0", paramLabel = "BYTES",
                description = "Longest probe granted.")
        private int maxLength;

        @Option(names = "--timeout", defaultValue = "1m", paramLabel = "DUR", converter = Converters.DurationNs.class,
                description = "Idle time after which a session is forgotten. Default: ${DEFAULT-VALUE}.")
        private long timeoutNs;

        @Option(names = "--max-sessions", defaultValue = "4096", paramLabel = "N",
                description = "Sessions at once on each address. Default: ${DEFAULT-VALUE}.")
        private int maxSessions;

        @Option(names = "--max-sessions-per-client", defaultValue = "64", paramLabel = "N",
                description = "Sessions at once of one client address. Default: ${DEFAULT-VALUE}.")
        private int maxSessionsPerClient;

        @Option(names = "--fill", defaultValue = "pattern:69727474", paramLabel = "FILL",
                description = "Filling of replies: none (echo), rand or pattern:HEX. Default: ${DEFAULT-VALUE}.")
        private String fill;

        @Option(names = "--allow-fills", split = ",", defaultValue = "rand", paramLabel = "GLOB",
                description = "Fillings clients may ask for. Default: ${DEFAULT-VALUE}.")
        private List<String> allowFills;

        @Option(names = "--allow-stamps", defaultValue = "DUAL", paramLabel = "WHICH",
                description = "Stamps clients may ask for: none, single or dual. Default: dual.")
        private AllowedStamps allowStamps;

        @Option(names = "--no-dscp", description = "Never mark replies as clients ask.")
        private boolean noDscp;
    }

    static final class StampOptions {
        @Option(names = "--stamp", arity = "0..1", split = ",", fallbackValue = ":862", paramLabel = "ADDR",
                description = "Reflect STAMP too, here or on UDP port 862, which needs root or CAP_NET_BIND_SERVICE."
                        + " Default: off.")
        private List<String> binds = List.of();

        @Option(names = "--stamp-stateless", description = "Copy senders' numbers instead of counting replies, so that"
                + " nothing is kept and loss has no direction.")
        private boolean stateless;

        @Option(names = "--stamp-rate", defaultValue = "1000", paramLabel = "N",
                description = "Requests answered per second for one address, 0 for all. Default: ${DEFAULT-VALUE}.")
        private int rate;
    }

    static final class UdpstOptions {
        @Option(names = "--udpst", arity = "0..1", split = ",", fallbackValue = ":24601", paramLabel = "ADDR",
                description = "Serve capacity tests too, here or on UDP port 24601; each opens a port of its own."
                        + " Default: off.")
        private List<String> binds = List.of();

        @Option(names = "--udpst-bandwidth", paramLabel = "RATE", converter = BitRate.class,
                description = "What all tests of one direction may ask for together; clients must then ask."
                        + " Default: no limit.")
        private Double bitsPerSecond;

        @Option(names = "--udpst-tests", defaultValue = "254", paramLabel = "N",
                description = "Connections at once, 1 to 254. Default: ${DEFAULT-VALUE}.")
        private int connections;

        @Option(names = "--udpst-tests-per-client", defaultValue = "0", paramLabel = "N",
                description = "Connections at once of one client address, 0 for no limit of its own."
                        + " Default: ${DEFAULT-VALUE}.")
        private int connectionsPerClient;

        @Option(names = "--udpst-max-duration", defaultValue = "1h", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Longest test granted, 5s to 1h. Default: ${DEFAULT-VALUE}.")
        private long maxDurationNs;

        @Option(names = "--udpst-jumbo", negatable = true, defaultValue = "true", fallbackValue = "true",
                description = "Datagrams above 1472 bytes; clients must agree. Default: yes.")
        private boolean jumbo;

        @Option(names = "--udpst-mtu", defaultValue = "1250", paramLabel = "BYTES",
                description = "IP packets up to 1 Gbit/s: 1250 or 1500 bytes; clients must agree."
                        + " Default: ${DEFAULT-VALUE}.")
        private int mtu;
    }

    static final class Iperf3Options {
        @Option(names = "--iperf3", arity = "0..1", split = ",", fallbackValue = ":5201", paramLabel = "ADDR",
                description = "Serve throughput tests of iperf3 clients too, here or on TCP and UDP port 5201. They ask"
                        + " for no --key, but see --iperf3-users. Default: off.")
        private List<String> binds = List.of();

        @Option(names = "--iperf3-tests", defaultValue = "1", paramLabel = "N",
                description = "At once, 1 to 64; others are told that the server is busy. Default: ${DEFAULT-VALUE}.")
        private int clients;

        @Option(names = "--iperf3-tests-per-client", defaultValue = "64", paramLabel = "N",
                description = "At once of one client address, 1 to 64. Default: ${DEFAULT-VALUE}.")
        private int clientsPerAddress;

        @Option(names = "--iperf3-streams", defaultValue = "1024", paramLabel = "N",
                description = "Streams of all tests together, 1 to 16384. Default: ${DEFAULT-VALUE}.")
        private int streams;

        @Option(names = "--iperf3-max-duration", defaultValue = "0", paramLabel = "DUR",
                converter = Converters.DurationNs.class,
                description = "Longest test granted, in whole seconds, 0 for any. Default: ${DEFAULT-VALUE}.")
        private long maxDurationNs;

        @Option(names = "--iperf3-bandwidth", paramLabel = "RATE", converter = BitRate.class,
                description = "Most that a test may carry. Default: no limit.")
        private Double bitsPerSecond;

        @Option(names = "--plugin", paramLabel = "JAR",
                description = "With --iperf3: protocols for `venturi throughput --protocol`, besides TCP, UDP and KCP.")
        private List<String> plugins = List.of();

        ServePlan.Throughput plan(ParseResult given, ServePlan.ThroughputAccess access) {
            Optional<OptionSpec> stray = given.matchedOptionsSet().stream()
                    .filter(option -> option.longestName().startsWith("--iperf3-")
                            || option.longestName().equals("--plugin")).findFirst();
            if (binds.isEmpty() && stray.isPresent()) {
                throw new ConfigException(stray.get().longestName()
                        + " is of throughput tests; add --iperf3 to serve them at all.");
            }
            if (maxDurationNs % 1_000_000_000L != 0) {
                throw new ConfigException("--iperf3-max-duration is a whole number of seconds.");
            }
            ServePlan.ThroughputLimits all = ServePlan.ThroughputLimits.DEFAULT;
            ServePlan.Throughput off = ServePlan.Throughput.OFF;
            return new ServePlan.Throughput(binds, access, new ServePlan.ThroughputLimits(clients, 0,
                    bitsPerSecond == null ? 0 : Math.round(bitsPerSecond), all.averageNs(),
                    (int) Math.min(Integer.MAX_VALUE, maxDurationNs / 1_000_000_000L), clientsPerAddress, streams,
                    all.connections(), all.connectionsPerAddress()),
                    off.intervalNs(), off.receiveTimeoutNs(), off.device(), plugins);
        }
    }

    @Override
    public List<? extends Record> plans() {
        return List.of(plan());
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stopped = new CountDownLatch(1);
        Interrupts.on(stopped::countDown);
        ServePlan plan = plan();
        Access gate = new Access(plan.access(), (peer, code, detail) -> log(out, peer, code, detail));
        if (access.isReloadable()) {
            Interrupts.onHangUp(() -> reload(gate, out));
        }
        try (Server server = serve(plan, gate, out); ThroughputServer throughput = throughput(plan, gate, out);
                PublishOptions.Published _ = publish.publish(server, throughput, gate, plan.irtt().key().length > 0,
                        out)) {
            List<String> listening = listening(server, throughput);
            listening.forEach(address -> out.println("Listening on " + address));
            if (throughput != null) {
                throughput.notices().forEach(notice -> out.println("Note: " + notice));
            }
            if (server != null) {
                server.notices().forEach(notice -> out.println("Note: " + notice));
            }
            plan.access().notices().forEach(notice -> out.println("Note: " + notice));
            out.flush();
            await(stopped, server, throughput, plan.precision().cpu(), out);
            out.println("Stopped. " + Stream.concat(
                    Stream.ofNullable(server).map(Server::totals).map(totals ->
                            Figures.count(totals.sessions(), "session") + ", " + totals.replies() + " replies ("
                            + totals.replyBytes() + " bytes), "
                            + Figures.count(totals.dropped(), "datagram") + " dropped"),
                    Stream.ofNullable(throughput).map(of -> Figures.count(of.tests(), "throughput test")))
                    .collect(Collectors.joining(", ")) + ".");
            Refusals refusals = gate.refusals();
            if (!refusals.isNone()) {
                out.printf("Refused: %d by the access list, %d by key, %d by limits.%n", refusals.list(),
                        refusals.key(), refusals.limit());
            }
            out.flush();
        }
        return ExitCode.OK;
    }

    private static List<String> listening(Server server, ThroughputServer throughput) {
        List<String> all = new ArrayList<>();
        if (server != null) {
            server.addresses(Protocol.IRTT).forEach(address -> all.add("UDP " + Figures.address(address)));
            server.addresses(Protocol.STAMP).forEach(address ->
                    all.add("UDP " + Figures.address(address) + " for STAMP"));
            server.capacityAddresses().forEach(address ->
                    all.add("UDP " + Figures.address(address) + " for capacity tests"));
        }
        if (throughput != null) {
            throughput.addresses().forEach(address ->
                    all.add("TCP and UDP " + Figures.address(address) + " for throughput tests"));
        }
        return all;
    }

    /** With a screen if one is asked for; what was logged meanwhile goes to the scroll-back behind it. */
    private void await(CountDownLatch stopped, Server server, ThroughputServer throughput, int laneCpu,
                       PrintWriter out) throws InterruptedException {
        if (!screen.isAsked() || !screen.wanted(quiet ? "--quiet" : "")) {
            stopped.await();
            return;
        }
        ServeScreen watching = screen.open(new ServeScreen.Served(
                listening(server, throughput), () -> server == null ? ServerTotals.NONE : server.totals(),
                () -> throughput == null ? OptionalLong.empty() : OptionalLong.of(throughput.tests())),
                laneCpu, ServeScreen::open);
        try (watching) {
            shown = watching::log;
            stopped.await();
        } finally {
            shown = null;
            watching.lines().forEach(out::println);
            watching.notes().forEach(note -> out.println("Note: " + note));
        }
    }

    /** Tests that run go on; a list that makes no sense changes nothing. */
    private void reload(Access gate, PrintWriter out) {
        try {
            AccessPlan plan = access.plan();
            gate.replace(plan);
            log(out, null, "Access", "access list read again: " + plan.allow().size() + " allowed, "
                    + plan.deny().size() + " denied");
            plan.notices().forEach(notice -> log(out, null, "Access", "note: " + notice));
        } catch (VenturiException e) {
            log(out, null, "Error", "the access list stays as it was: " + e.getMessage());
        }
    }

    /** Null if only throughput tests are wanted. */
    private Server serve(ServePlan plan, Access gate, PrintWriter out) {
        boolean wanted = !plan.binds().isEmpty() || !plan.stamp().binds().isEmpty() || !plan.udpst().binds().isEmpty();
        return wanted ? Server.start(plan, gate, (peer, code, detail) -> log(out, peer, code, detail)) : null;
    }

    /** Null if none is wanted. */
    private ThroughputServer throughput(ServePlan plan, Access gate, PrintWriter out) {
        return plan.throughput().binds().isEmpty() ? null
                : ThroughputServer.start(plan.throughput(), plan.family(), plan.precision(), gate,
                number -> event -> throughput(number, event, out));
    }

    private void throughput(long number, ThroughputEvent event, PrintWriter out) {
        switch (event) {
            case ThroughputEvent.Connected connected -> log(out, connected.remote(), "Throughput",
                    "throughput test " + number + " opened");
            case ThroughputEvent.Ended ended when !ended.report().failure().isNone() -> log(out, null, "Error",
                    "throughput test " + number + " failed: " + ended.report().failure().text());
            case ThroughputEvent.Ended _ -> log(out, null, "Throughput", "throughput test " + number + " ended");
            case ThroughputEvent.Notice notice -> log(out, null, "Throughput", "throughput test " + number + ": "
                    + notice.text());
            case ThroughputEvent.Started _, ThroughputEvent.Interval _ -> { }
        }
    }

    private void log(PrintWriter out, InetSocketAddress peer, String code, String detail) {
        if (!quiet || code.equals("Error")) {
            String line = LocalTime.now().truncatedTo(ChronoUnit.MILLIS)
                    + (peer == null ? "" : " " + Figures.address(peer)) + " " + detail;
            Consumer<String> instead = shown;
            if (instead != null) {
                instead.accept(line);
                return;
            }
            out.println(line);
            out.flush();
        }
    }

    private ServePlan plan() {
        RttPlan.Family family = ipv4 == ipv6 ? RttPlan.Family.ANY
                : ipv4 ? RttPlan.Family.IPV4 : RttPlan.Family.IPV6;
        ServePlan.Irtt irtt = new ServePlan.Irtt(limits.maxDurationNs, limits.minIntervalNs, limits.maxLength,
                access.irttKey(), limits.timeoutNs, limits.burst, limits.fill, limits.allowFills, limits.allowStamps,
                !limits.noDscp, limits.maxSessions, limits.maxSessionsPerClient);
        List<String> roundTrip = binds.equals(List.of("none")) ? List.of() : binds;
        ServePlan.Throughput throughput = iperf3.plan(spec.commandLine().getParseResult(),
                access.throughput());
        if (roundTrip.isEmpty() && stamp.binds.isEmpty() && udpst.binds.isEmpty()) {
            if (throughput.binds().isEmpty()) {
                throw new ConfigException("--bind none leaves nothing to serve; add --stamp, --udpst or --iperf3.");
            }
            if (access.irttKey().length > 0) {
                throw new ConfigException("A key is not asked for by throughput tests, and nothing else is served;"
                        + " --iperf3-users and --iperf3-private-key let in those who are known only.");
            }
        }
        return new ServePlan(roundTrip, family, irtt, stampPlan(), udpstPlan(), throughput, ttl,
                precision.precision(WARM_UP, false), access.plan());
    }

    private ServePlan.Udpst udpstPlan() {
        boolean limited = udpst.bitsPerSecond != null;
        if (udpst.binds.isEmpty() && limited) {
            throw new ConfigException("--udpst-bandwidth is of capacity tests; add --udpst to serve them at all.");
        }
        if (udpst.mtu != 1250 && udpst.mtu != 1500) {
            throw new ConfigException("--udpst-mtu is 1250 or 1500, not " + udpst.mtu + ".");
        }
        if (limited && udpst.bitsPerSecond < 1e6) {
            throw new ConfigException("--udpst-bandwidth is at least 1Mbps.");
        }
        ServePlan.UdpstLimits all = ServePlan.UdpstLimits.DEFAULT;
        return new ServePlan.Udpst(udpst.binds,
                new CapacityPlan.Datagrams(udpst.jumbo, udpst.mtu == 1500, true, false, true),
                new ServePlan.UdpstAccess(access.udpstKey(), Map.of()),
                new ServePlan.UdpstLimits(limited ? (int) Math.min(Integer.MAX_VALUE, udpst.bitsPerSecond / 1e6) : 0,
                        udpst.maxDurationNs, all.trafficClass(), all.row(), udpst.connections,
                        udpst.connectionsPerClient),
                ServePlan.Udpst.OFF.socketBufferBytes(), "", false, false);
    }

    private ServePlan.Stamp stampPlan() {
        if (stamp.binds.isEmpty() && stamp.stateless) {
            throw new ConfigException("--stamp-stateless says how to reflect STAMP; add --stamp to do so at all.");
        }
        return new ServePlan.Stamp(stamp.binds, !stamp.stateless, access.stampKey(), stamp.rate);
    }
}
