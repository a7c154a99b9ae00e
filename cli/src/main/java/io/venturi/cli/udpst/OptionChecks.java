package io.venturi.cli.udpst;

import io.venturi.cli.udpst.Options.Display;
import io.venturi.cli.udpst.Options.Format;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.RttPlan.Family;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What options mean together. */
final class OptionChecks {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    /** A load sender wakes often; nobody expects the classic tool to ask for real time. */
    static final RttPlan.Precision PRECISION = new RttPlan.Precision(RttPlan.Wakeup.HYBRID, true, -1, 0, false, 0);

    private final Values values;

    OptionChecks(Values values) {
        this.values = values;
    }

    Options options(List<String> words) {
        List<Endpoint> endpoints = words.stream().map(word -> Endpoint.parse(word, values.port)).toList();
        int connections = connections(endpoints.size());
        outputs();
        if (values.client()) {
            intervals();
            search();
        }
        if (values.client() && values.minConnections > connections) {
            throw Refusal.usage("Minimum connection count > maximum connection count");
        }
        require(!values.interfaceDecides || !values.rateOf.isEmpty(),
                "Maximum from local interface requires local interface option");
        require(!values.client() || values.key.isEmpty() || values.keyFile.isEmpty(),
                "Authentication key and key file are mutually exclusive");
        require(values.keyId == 0 || !values.key.isEmpty() || !values.keyFile.isEmpty(),
                "Authentication key ID requires authentication key or key file");
        require(values.ceThreshold == 0 || (values.trafficClass & 3) % 3 != 0 && values.trafficClass >= 0,
                "Packet marking octet must set ECN bits to ECT(0)/Classic [10] or ECT(1)/L4S [01]");
        Map<Integer, String> keys = values.keyFile.isEmpty() ? Map.of() : KeyFile.read(values.keyFile);
        Display display = new Display(values.format, values.verbose, values.debug, values.summaryOnly,
                values.lossRatio, values.socketErrors);
        return new Options(values.client() ? client(endpoints, connections, keys) : null,
                values.client() ? null : server(endpoints, keys), family(), display, values.jumbo,
                values.traditionalMtu, values.rateTable);
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw Refusal.usage(otherwise);
        }
    }

    /** How many to attempt. */
    private int connections(int servers) {
        int most = values.maxConnections > 0 ? values.maxConnections : Math.max(values.minConnections, servers);
        require(!values.client() || values.maxConnections == 0 || most >= servers,
                "Maximum multi-connection count must be >= server count");
        return most;
    }

    private void outputs() {
        require(values.logFile.isEmpty() || values.daemon, "Log file only supported when executing as daemon");
        require(values.format == Format.TEXT || !values.verbose,
                "Verbose not available with JSON output format option");
        require(!values.debug || values.verbose, "Debug only available when used with verbose");
    }

    private void intervals() {
        require(values.subIntervalMs <= testSeconds() * 1000, "Sub-interval period is greater than test interval time");
        require(values.subIntervalMs >= 2 * values.trialMs,
                "Sub-interval period must be at least 2x status feedback/trial interval");
        require(values.subIntervalMs % values.trialMs == 0,
                "Sub-interval period must be a multiple of status feedback/trial interval");
    }

    private void search() {
        require(values.lowerMs <= values.upperMs, "Low delay variation threshold > upper delay variation threshold");
        require(values.firstMode == 0 || values.firstMode < testSeconds() * 1000 / values.subIntervalMs,
                "Bimodal count must be less than total sub-intervals");
    }

    private int testSeconds() {
        return values.testSeconds > 0 ? values.testSeconds : values.client() ? 10 : 3_600;
    }

    private Family family() {
        return values.ipv4 ? Family.IPV4 : values.ipv6 ? Family.IPV6 : Family.ANY;
    }

    private CapacityPlan.Datagrams datagrams() {
        return new CapacityPlan.Datagrams(values.jumbo, values.traditionalMtu, values.randomPayload, false,
                values.reuseRefused);
    }

    private Options.Client client(List<Endpoint> servers, int connections, Map<Integer, String> keys) {
        CapacityPlan.Start start = values.row < 0 ? CapacityPlan.Start.AUTOMATIC
                : values.startRow ? CapacityPlan.Start.ROW : CapacityPlan.Start.FIXED;
        CapacityPlan plan = new CapacityPlan(servers.stream().map(Endpoint::forEngine).toList(),
                values.up ? CapacityDirection.UP : CapacityDirection.DOWN,
                new CapacityPlan.Connections(
                        values.minConnections > 0 ? values.minConnections : connections, connections),
                new CapacityPlan.Timing(testSeconds() * SECOND, values.subIntervalMs * MS, values.trialMs * MS,
                        values.firstMode),
                new CapacityPlan.Search(values.algorithm, start, Math.max(0, values.row),
                        values.frozen ? values.firstMode : 0, values.lowerMs * MS, values.upperMs * MS,
                        values.oneWayDelay, values.sequenceErrors, values.ignoreReordered, values.slowThreshold,
                        values.fastStep),
                datagrams(), new CapacityPlan.Marks(Math.max(0, values.trafficClass), values.ceThreshold),
                access(keys),
                new CapacityPlan.Path(family(), "", "", values.port, values.socketBuffer),
                new CapacityPlan.Watch(values.rateOf, values.metadataFile, values.everyDatagram, values.debug),
                PRECISION);
        return new Options.Client(plan, servers, values.interfaceDecides);
    }

    private CapacityPlan.Access access(Map<Integer, String> keys) {
        if (keys.isEmpty()) {
            return new CapacityPlan.Access(values.key, values.key.isEmpty() ? 0 : values.keyId, values.bandwidthMbps);
        }
        int id = keys.size() == 1 && values.keyId == 0 ? keys.keySet().iterator().next() : values.keyId;
        if (!keys.containsKey(id)) {
            throw Refusal.keyFile("ERROR: Authentication key ID (" + id + ") not found in key file");
        }
        return new CapacityPlan.Access(keys.get(id), id, values.bandwidthMbps);
    }

    private Options.Server server(List<Endpoint> binds, Map<Integer, String> keys) {
        Endpoint bind = binds.isEmpty() ? new Endpoint("", values.port) : binds.getFirst();
        Map<Integer, byte[]> bytes = keys.entrySet().stream().collect(Collectors.toMap(
                Map.Entry::getKey, entry -> entry.getValue().getBytes(StandardCharsets.UTF_8)));
        ServePlan.UdpstLimits limits = new ServePlan.UdpstLimits(values.bandwidthMbps, testSeconds() * SECOND,
                values.trafficClass < 0 ? 255 : values.trafficClass,
                values.row < 0 ? CapacityPlan.TOP_ROW : values.row,
                ServePlan.UdpstLimits.DEFAULT.connections(), ServePlan.UdpstLimits.DEFAULT.connectionsPerAddress());
        return new Options.Server(new ServePlan.Udpst(
                List.of(bind.host().isEmpty() ? ":" + bind.port() : bind.forEngine()), datagrams(),
                new ServePlan.UdpstAccess(values.key.getBytes(StandardCharsets.UTF_8), bytes), limits,
                values.socketBuffer, values.metadataFile, values.everyDatagram, values.debug),
                bind, values.daemon, values.once, values.logFile, values.logKiloBytes, values.statisticsFile);
    }
}
