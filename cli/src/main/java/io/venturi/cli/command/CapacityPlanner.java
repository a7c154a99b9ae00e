package io.venturi.cli.command;

import io.venturi.engine.api.CapacityRates;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.CapacityPlan.Start;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.RttPlan;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From options to the plan of a capacity test. */
final class CapacityPlanner {
    private static final Pattern CONNECTIONS = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");
    private static final int SMALL_MTU = 1_250;
    private static final int TRADITIONAL_MTU = 1_500;
    private static final double MEGABIT = 1e6;

    private final CapacityOptions.Load load;
    private final CapacityOptions.Rate rate;
    private final CapacityOptions.Packets packets;
    private final CapacityOptions.Peer peer;

    CapacityPlanner(CapacityOptions.Load load, CapacityOptions.Rate rate, CapacityOptions.Packets packets,
                    CapacityOptions.Peer peer) {
        this.load = load;
        this.rate = rate;
        this.packets = packets;
        this.peer = peer;
    }

    CapacityPlan plan(List<String> targets, CapacityDirection direction, byte[] key, RttPlan.Precision precision,
                      LatencyPlan latency) {
        CapacityPlan.Connections connections = connections(targets.size());
        RttPlan.Family family = packets.ipv4 == packets.ipv6 ? RttPlan.Family.ANY
                : packets.ipv4 ? RttPlan.Family.IPV4 : RttPlan.Family.IPV6;
        return new CapacityPlan(targets, direction, connections,
                new CapacityPlan.Timing(load.durationNs, load.intervalNs, rate.feedbackNs, 0),
                search(connections.max()), datagrams(), marks(),
                new CapacityPlan.Access(key, peer.keyId, maxRateMbps()),
                new CapacityPlan.Path(family, packets.local, packets.device, packets.port, packets.socketBuffer),
                new CapacityPlan.Watch(packets.rateOf, "", false, false), precision, latency);
    }

    private CapacityPlan.Connections connections(int targets) {
        if (load.connections == null) {
            return new CapacityPlan.Connections(targets, targets);
        }
        Matcher form = CONNECTIONS.matcher(load.connections);
        if (!form.matches()) {
            throw new ConfigException("Connections are a number or a range, such as 4 or 2-4, not \""
                    + load.connections + "\".");
        }
        int min = Integer.parseInt(form.group(1));
        int max = form.group(2) == null ? Math.max(min, targets) : Integer.parseInt(form.group(2));
        return new CapacityPlan.Connections(min, max);
    }

    private CapacityPlan.Search search(int connections) {
        if (rate.fixedBitsPerSecond != null && rate.startBitsPerSecond != null) {
            throw new ConfigException("--fixed-rate and --start-rate exclude each other: a fixed rate is no search.");
        }
        Start start = rate.fixedBitsPerSecond != null ? Start.FIXED
                : rate.startBitsPerSecond != null ? Start.ROW : Start.AUTOMATIC;
        double wanted = rate.fixedBitsPerSecond != null ? rate.fixedBitsPerSecond
                : rate.startBitsPerSecond != null ? rate.startBitsPerSecond : 0;
        int row = start == Start.AUTOMATIC ? 0
                : CapacityRates.nearest(CapacityRates.table(load.jumbo, traditionalMtu(), true),
                        wanted / connections).row();
        return new CapacityPlan.Search(rate.algorithm, start, row, rate.frozen, rate.lowerNs, rate.upperNs, rate.oneWay,
                rate.sequenceErrors, !rate.countReordered, rate.slowThreshold, rate.fastStep);
    }

    private CapacityPlan.Datagrams datagrams() {
        return new CapacityPlan.Datagrams(load.jumbo, traditionalMtu(), load.randomPayload, load.spread, true);
    }

    private boolean traditionalMtu() {
        if (load.mtu != SMALL_MTU && load.mtu != TRADITIONAL_MTU) {
            throw new ConfigException("--mtu is " + SMALL_MTU + " or " + TRADITIONAL_MTU + ", the sizes both ends can"
                    + " agree on, not " + load.mtu + ".");
        }
        return load.mtu == TRADITIONAL_MTU;
    }

    private CapacityPlan.Marks marks() {
        if (packets.dscp != 0 && packets.tos != 0) {
            throw new ConfigException("--dscp and --tos exclude each other: --tos is the whole byte.");
        }
        return new CapacityPlan.Marks(packets.dscp + packets.tos, packets.ceThreshold);
    }

    private int maxRateMbps() {
        return peer.maxBitsPerSecond == null ? 0
                : (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.ceil(peer.maxBitsPerSecond / MEGABIT)));
    }
}
