package io.venturi.cli.iperf3;

import io.venturi.cli.iperf3.Options.Display;
import io.venturi.cli.iperf3.Options.Form;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ThroughputPlan;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks options against each other, and makes of them what the engine runs. */
final class Planner {
    private static final int DEFAULT_SECONDS = 10;
    private static final long MS = 1_000_000;
    private static final double NS = 1e9;

    private final Values values;

    Planner(Values values) {
        this.values = values;
    }

    /** @throws Refusal if they do not go together */
    Options options() {
        checkRole();
        checkAccess();
        checkLimits();
        if (values.absent != null) {
            throw values.absent;
        }
        Form form = values.stream != null ? values.stream : values.json ? Form.JSON : Form.TEXT;
        Display display = new Display(form, values.unit, values.verbose, values.timestamps, values.title,
                values.logFile);
        try {
            return new Options(values.server ? Optional.empty() : Optional.of(client()),
                    values.server ? Optional.of(server()) : Optional.empty(), display, values.pidFile);
        } catch (ConfigException e) {
            throw Refusal.parameter(e.getMessage());
        }
    }

    private void checkRole() {
        if (!values.server && values.client == null) {
            throw Refusal.parameter("must either be a client (-c) or server (-s)");
        }
        if (values.server && values.clientOption) {
            throw Refusal.parameter("some option you are trying to set is client only");
        }
        if (!values.server && values.serverOption) {
            throw Refusal.parameter("some option you are trying to set is server only");
        }
    }

    private void checkAccess() {
        if (values.user.isEmpty() != values.publicKey.isEmpty()) {
            throw Refusal.parameter("you must specify a username, password, and path to a valid RSA public key");
        }
        if (values.privateKey.isEmpty() != values.users.isEmpty()) {
            throw Refusal.parameter("you must specify a path to a valid RSA private key and a user credential file");
        }
    }

    private void checkLimits() {
        if (!values.udp && (values.length < 0 || values.length > 1_048_576)) {
            throw Refusal.parameter("block size too large (maximum = 1048576 bytes)");
        }
        if (values.udp && values.length != 0 && (values.length < 16 || values.length > 65_507)) {
            throw Refusal.parameter("block size invalid (minimum = 16 bytes, maximum = 65507 bytes)");
        }
        if ((values.seconds >= 0 ? 1 : 0) + (values.bytes > 0 ? 1 : 0) + (values.blocks > 0 ? 1 : 0) > 1) {
            throw Refusal.parameter("only one test end condition (-t, -n, -k) may be specified");
        }
    }

    private RttPlan.Family family() {
        return values.ipv4 ? RttPlan.Family.IPV4 : values.ipv6 ? RttPlan.Family.IPV6 : RttPlan.Family.ANY;
    }

    private RttPlan.Precision precision() {
        return new RttPlan.Precision(RttPlan.Wakeup.HYBRID, false, values.cpu, 0, false, 0);
    }

    private ThroughputPlan client() {
        ThroughputPlan.Target target = new ThroughputPlan.Target(literal(values.client), family(), values.port,
                values.bind, values.device, values.clientPort);
        ThroughputDirection direction = values.bidirectional ? ThroughputDirection.BOTH
                : values.reverse ? ThroughputDirection.DOWN : ThroughputDirection.UP;
        boolean counted = values.bytes > 0 || values.blocks > 0;
        ThroughputPlan.Limits limits = new ThroughputPlan.Limits(values.omitSeconds,
                counted ? 0 : values.seconds < 0 ? DEFAULT_SECONDS : values.seconds, values.bytes, values.blocks);
        return new ThroughputPlan(target, new ThroughputPlan.Flow(
                values.udp ? ThroughputProtocol.UDP : ThroughputProtocol.TCP, direction, values.streams), limits,
                load(), socket(),
                new ThroughputPlan.Reporting(Math.round(values.intervalSeconds * NS), values.title, values.extraData,
                        values.serverOutput, values.serverCpu),
                access(), new ThroughputPlan.Timeouts(
                        values.connectTimeoutMs > 0 ? values.connectTimeoutMs * MS
                                : ThroughputPlan.Timeouts.DEFAULT.connectNs(),
                        values.receiveTimeoutMs * MS, values.sendTimeoutMs * MS, values.keepAlive), precision());
    }

    /** An IPv6 address is no host with a port. */
    private static String literal(String host) {
        return host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private ThroughputPlan.Load load() {
        long rate = values.bitsPerSecond >= 0 ? values.bitsPerSecond
                : values.udp ? ThroughputPlan.DEFAULT_UDP_RATE : 0;
        return new ThroughputPlan.Load((int) values.length, rate, values.burst, values.fqRate, values.pacingTimerUs,
                values.zeroCopy && !values.udp, values.counters64 && values.udp, values.repeatingPayload,
                values.skipReceiveCopy && !values.udp, values.segmentation && values.udp);
    }

    private ThroughputPlan.Socket socket() {
        return new ThroughputPlan.Socket(values.noDelay, values.maxSegment, (int) values.window, values.trafficClass,
                values.congestion, values.dontFragment && values.udp, values.multipath && !values.udp,
                values.flowLabel);
    }

    private ThroughputPlan.Access access() {
        if (values.user.isEmpty()) {
            return ThroughputPlan.Access.NONE;
        }
        String wrong = "you must specify a username, password, and path to a valid RSA public key";
        return new ThroughputPlan.Access(values.user, password(wrong), read(values.publicKey, wrong), values.pkcs1);
    }

    private static String password(String wrong) {
        String given = System.getenv("IPERF3_PASSWORD");
        if (given != null) {
            return given;
        }
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("Password: ");
        if (typed == null) {
            throw Refusal.parameter(wrong);
        }
        return new String(typed);
    }

    private Options.Server server() {
        if (values.sendTimeoutMs > 0) { // the other two are always on
            throw Refusal.parameter(Flag.SEND_TIMEOUT.text() + " cannot be had of a server here");
        }
        RttPlan.Family family = family();
        ServePlan.ThroughputAccess access = ServePlan.ThroughputAccess.OPEN;
        if (!values.privateKey.isEmpty()) {
            Map<String, String> users = users(read(values.users, "cannot access authorized users file"));
            access = new ServePlan.ThroughputAccess(read(values.privateKey,
                    "you must specify a path to a valid RSA private key and a user credential file"), users,
                    values.skewSeconds * (long) NS, values.pkcs1);
        }
        ServePlan.ThroughputLimits limits = new ServePlan.ThroughputLimits(1, values.once ? 1 : 0,
                values.limitBitsPerSecond, Math.round(values.limitSeconds * NS), values.maxSeconds);
        String host = values.bind.contains(":") ? "[" + values.bind + "]" : values.bind;
        ServePlan.Throughput plan = new ServePlan.Throughput(List.of(host + ":" + values.port), access, limits,
                Math.round(values.intervalSeconds * NS), values.receiveTimeoutMs * MS, values.device);
        return new Options.Server(plan, family, values.port, values.once, values.daemon, values.idleSeconds,
                precision());
    }

    /** Lines of {@code user,hash}; comments and other lines are none. */
    private static Map<String, String> users(String text) {
        Map<String, String> users = new HashMap<>();
        for (String line : text.split("\\R")) {
            int comma = line.indexOf(',');
            if (comma > 0 && !line.startsWith("#")) {
                users.put(line.substring(0, comma).strip(), line.substring(comma + 1).strip());
            }
        }
        return users;
    }

    private static String read(String path, String otherwise) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw Refusal.parameter(otherwise);
        }
    }
}
