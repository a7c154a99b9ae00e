package io.venturi.cli.command;

import io.venturi.cli.config.SecretFile;
import io.venturi.cli.output.ResultFile;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ThroughputPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** From options to the plans of throughput tests. */
final class ThroughputPlanner {
    private static final Duration DEFAULT_DURATION = Duration.ofSeconds(10);
    private static final long SHORTEST_NS = 10_000_000;
    private static final double DEFAULT_UDP_RATE = 1e6;
    private static final String PASSWORD = "VENTURI_PASSWORD";

    private final ThroughputOptions.Load load;
    private final ThroughputOptions.Protocol protocol;
    private final ThroughputOptions.Limits limits;
    private final ThroughputOptions.PathOptions path;
    private final ThroughputOptions.Sockets sockets;
    private final ThroughputOptions.Peer peer;

    ThroughputPlanner(ThroughputOptions.Load load, ThroughputOptions.Protocol protocol,
                      ThroughputOptions.Limits limits, ThroughputOptions.PathOptions path,
                      ThroughputOptions.Sockets sockets, ThroughputOptions.Peer peer) {
        this.load = load;
        this.protocol = protocol;
        this.limits = limits;
        this.path = path;
        this.sockets = sockets;
        this.peer = peer;
    }

    /** A plan for each direction, in order. */
    List<ThroughputPlan> plans(String target, RttPlan.Precision precision, LatencyPlan latency) {
        return directions().stream().map(direction -> plan(target, direction, precision, latency)).toList();
    }

    private List<ThroughputDirection> directions() {
        if ((load.up ? 1 : 0) + (load.down ? 1 : 0) + (load.both ? 1 : 0) + (load.atOnce ? 1 : 0) > 1) {
            throw new ConfigException("--up, --down, --both and --at-once exclude each other.");
        }
        return load.both ? List.of(ThroughputDirection.DOWN, ThroughputDirection.UP)
                : List.of(load.atOnce ? ThroughputDirection.BOTH : load.up ? ThroughputDirection.UP
                        : ThroughputDirection.DOWN);
    }

    private ThroughputPlan plan(String target, ThroughputDirection direction, RttPlan.Precision precision,
                                LatencyPlan latency) {
        RttPlan.Family family = path.ipv4 == path.ipv6 ? RttPlan.Family.ANY
                : path.ipv4 ? RttPlan.Family.IPV4 : RttPlan.Family.IPV6;
        ThroughputPlan.Timeouts timeouts = ThroughputPlan.Timeouts.DEFAULT;
        return new ThroughputPlan(
                new ThroughputPlan.Target(target, family, path.port, path.local, path.device, path.localPort),
                new ThroughputPlan.Flow(carrier(), direction, load.streams),
                limits(), load(), socket(),
                new ThroughputPlan.Reporting(limits.intervalNs, peer.title, peer.extraData, peer.serverOutput, -1),
                access(), new ThroughputPlan.Timeouts(path.connectNs, timeouts.receiveNs(), timeouts.sendNs(),
                        timeouts.keepAlive()), precision, latency, extension());
    }

    private ThroughputProtocol carrier() {
        String name = protocol.name;
        if (load.udp && !name.isEmpty() && !name.equals("udp")) {
            throw new ConfigException("--udp and --protocol " + name + " exclude each other.");
        }
        return load.udp || name.equals("udp") ? ThroughputProtocol.UDP
                : name.isEmpty() || name.equals("tcp") ? ThroughputProtocol.TCP : ThroughputProtocol.OTHER;
    }

    private ThroughputPlan.Extension extension() {
        boolean other = carrier() == ThroughputProtocol.OTHER;
        if (!other && !protocol.options.isEmpty()) {
            throw new ConfigException("--option is of protocols that --list-protocols shows; add --protocol NAME.");
        }
        return new ThroughputPlan.Extension(other ? protocol.name : "", protocol.options, protocol.plugins);
    }

    private ThroughputPlan.Limits limits() {
        Duration omit = Duration.ofNanos(limits.omitNs);
        if (omit.isNegative() || omit.toNanosPart() != 0 || omit.toSeconds() > 600) {
            throw new ConfigException("--omit is whole seconds up to 10m, as servers count them, not "
                    + Durations.format(limits.omitNs) + ".");
        }
        boolean counted = limits.bytes > 0 || limits.blocks > 0;
        if (limits.durationNs != null && limits.durationNs < SHORTEST_NS) {
            throw new ConfigException("--duration is 10ms to 24h, not " + Durations.format(limits.durationNs) + ".");
        }
        Duration duration = limits.durationNs != null ? Duration.ofNanos(limits.durationNs)
                : counted ? Duration.ZERO : DEFAULT_DURATION;
        return new ThroughputPlan.Limits((int) omit.toSeconds(), duration, limits.bytes, limits.blocks);
    }

    private ThroughputPlan.Load load() {
        boolean udp = carrier() == ThroughputProtocol.UDP;
        boolean datagrams = carrier() != ThroughputProtocol.TCP;
        double asked = load.bitsPerSecond != null ? load.bitsPerSecond : udp ? DEFAULT_UDP_RATE : 0;
        long most = datagrams ? 65_507 : 1 << 20;
        if (load.length > most) {
            throw new ConfigException("--length is at most " + most + " bytes " + (udp ? "of UDP payload" : datagrams
                    ? "a block" : "a write") + ", not " + load.length + ".");
        }
        return new ThroughputPlan.Load((int) load.length, share(asked), load.burst, share(sockets.pacing),
                ThroughputPlan.Load.TCP.pacingTimerUs(), sockets.zeroCopy, udp, false, sockets.discard,
                sockets.segmentation);
    }

    /** Of each stream; the server is told whole bits per second. */
    private long share(double bitsPerSecond) {
        return bitsPerSecond == 0 ? 0 : Math.max(1, Math.round(bitsPerSecond / Math.max(1, load.streams)));
    }

    private ThroughputPlan.Socket socket() {
        if (path.dscp != 0 && path.tos != 0) {
            throw new ConfigException("--dscp and --tos exclude each other: --tos is the whole byte.");
        }
        return new ThroughputPlan.Socket(sockets.noDelay, sockets.mss,
                (int) Math.min(Integer.MAX_VALUE, sockets.window),
                path.dscp + path.tos, sockets.congestion, path.dontFragment, sockets.multipath,
                path.flowLabel);
    }

    private ThroughputPlan.Access access() {
        if (peer.user.isEmpty() && peer.publicKey == null) {
            return ThroughputPlan.Access.NONE;
        }
        if (peer.user.isEmpty() || peer.publicKey == null) {
            throw new ConfigException("--user and --public-key go together.");
        }
        String password = peer.passwordFile != null ? SecretFile.firstLine(peer.passwordFile, "password file")
                : System.getenv(PASSWORD);
        if (password == null) {
            throw new ConfigException("--user needs a password: --password-file or the variable " + PASSWORD + ".");
        }
        return new ThroughputPlan.Access(peer.user, password, read(peer.publicKey), peer.pkcs1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new HostException("Cannot read " + file + ": " + ResultFile.reason(e) + ".", e);
        }
    }
}
