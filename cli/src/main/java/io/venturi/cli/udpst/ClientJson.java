package io.venturi.cli.udpst;

import io.venturi.cli.udpst.JsonText.Members;
import io.venturi.cli.udpst.Options.Format;
import io.venturi.engine.metric.CapacityConnection;
import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacitySettings;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.RttPlan.Family;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results of a test as JSON: names, order and styles of numbers are those of the classic tool. */
final class ClientJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int CONNECTIONS_MAX = 24;
    private static final int INTERVALS_MAX = 36_000;
    private static final int TIMEOUT_MS = 1_000;
    private static final int ROUND_TRIP_MAX_MS = 3_000;

    private final Options options;
    private final CapacityPlan plan;
    private final CapacityReport report;

    private ClientJson(Options options, CapacityReport report) {
        this.options = options;
        this.plan = options.client().plan();
        this.report = report;
    }

    /** Of a test that ran, however it ended. */
    static String of(Options options, CapacityReport report) {
        List<String> messages = report.incidents().stream().map(Wording::of).toList().reversed();
        return document(options, new ClientJson(options, report).results(), report.status().code(), messages);
    }

    /** Of a test that could not be started. */
    static String ofFailure(Options options, int status, String message) {
        return document(options, new Members(), status, List.of(message));
    }

    private static String document(Options options, Members results, int status, List<String> newestFirst) {
        Members top = new Members();
        boolean brief = options.display().format() == Format.JSON_BRIEF;
        if (!brief) {
            top.add("IPLayerMaxConnections", CONNECTIONS_MAX).add("IPLayerMaxIncrementalResult", INTERVALS_MAX)
                    .add("IPLayerCapSupported", new Members().add("SoftwareVersion", Banner.VERSION)
                            .add("ControlProtocolVersion", Banner.PROTOCOL)
                            .add("Metrics", "IPLR,Sampled_RTT,IPDV,IPRR,RIPR"));
        }
        top.addAll(results);
        top.add("ErrorStatus", status).add("ErrorMessage", message(newestFirst, 0))
                .add("ErrorMessage2", message(newestFirst, 1));
        return JsonText.of(top, options.display().format() == Format.JSON_FORMATTED);
    }

    private static String message(List<String> newestFirst, int at) {
        return at < newestFirst.size() ? newestFirst.get(at).lines().findFirst().orElse("").replace('"', '\'') : "";
    }

    private Members results() {
        Members results = new Members();
        Optional<CapacityConnection> activated =
                report.connections().stream().filter(connection -> connection.agreed().isPresent()).findFirst();
        activated.ifPresent(connection -> {
            CapacitySettings agreed = connection.agreed().orElseThrow();
            if (options.display().format() != Format.JSON_BRIEF) {
                results.add("Input", input(connection, agreed));
            }
            results.add("Output", output(agreed));
        });
        return results;
    }

    private Members input(CapacityConnection connection, CapacitySettings agreed) {
        Endpoint first = options.client().servers().getFirst();
        return new Members().add("Interface", plan.watch().rateOf())
                .add("Role", report.direction() == CapacityDirection.UP ? "Sender" : "Receiver")
                .add("ID", report.mcIdent()).add("Host", first.host()).add("HostIPAddress", hostAddress(0))
                .add("Port", connection.remote() == null ? 0 : connection.remote().getPort())
                .add("NumberOfHosts", options.client().servers().size()).add("HostList", hosts())
                .add("ClientIPAddress", Wording.host(connection.local()))
                .add("ClientPort", connection.local().getPort())
                .add("JumboFramesPermitted", plan.datagrams().jumbo())
                .add("NumberOfConnections", plan.connections().max())
                .add("MinNumOfConnections", plan.connections().min())
                .addAll(packets(agreed)).addAll(timing(agreed)).addAll(search(agreed));
    }

    private String hostAddress(int target) {
        return target < report.connections().size() ? Wording.host(report.connections().get(target).server()) : "";
    }

    private List<Members> hosts() {
        List<Members> hosts = new ArrayList<>();
        for (Endpoint server : options.client().servers()) {
            hosts.add(new Members().add("Host", server.host()).add("HostIPAddress", hostAddress(hosts.size()))
                    .add("ControlPort", server.port()));
        }
        return hosts;
    }

    private Members packets(CapacitySettings agreed) {
        boolean fixed = plan.search().start() == CapacityPlan.Start.FIXED;
        int ipv6 = Banner.ipv6(options);
        return new Members().add("DSCP", agreed.trafficClass() >> 2).add("ECN", agreed.trafficClass() & 3)
                .add("CEThreshold", agreed.ceThreshold())
                .add("ProtocolVersion", options.family() == Family.ANY ? "Any"
                        : options.family() == Family.IPV4 ? "IPv4" : "IPv6")
                .add("UDPPayloadMin", 52 - ipv6).add("UDPPayloadMax", Banner.largestPayload(options))
                .add("UDPPayloadDefault", Banner.defaultPayload(options))
                .add("UDPPayloadContent", agreed.randomPayload() ? "random" : "zeroes")
                .add("TestType", fixed ? "Fixed" : "Search").add("IPDVEnable", agreed.oneWayDelay())
                .add("IPRREnable", 1).add("RIPREnable", 1).add("PreambleDuration", 0)
                .add("MaxRequiredBandwidth", plan.access().maxRateMbps())
                .add("StartSendingRateIndex", plan.search().row())
                .add("SendingRateIndex", fixed ? plan.search().row() : -1);
    }

    private Members timing(CapacitySettings agreed) {
        return new Members().add("NumberTestSubIntervals", agreed.testIntervalNs() / agreed.subIntervalNs())
                .add("NumberFirstModeTestSubIntervals", plan.timing().firstModeIntervals())
                .add("NumberFirstModeSuppSubIntervals", agreed.frozenSubIntervals())
                .add("TestSubInterval", Figures.ms(agreed.subIntervalNs()))
                .add("StatusFeedbackInterval", Figures.ms(agreed.trialIntervalNs()))
                .add("TimeoutNoTestTraffic", TIMEOUT_MS).add("TimeoutNoStatusMessage", TIMEOUT_MS)
                .add("Tmax", TIMEOUT_MS).add("TmaxRTT", ROUND_TRIP_MAX_MS).add("TimestampResolution", 1);
    }

    private Members search(CapacitySettings agreed) {
        return new Members().add("SeqErrThresh", agreed.sequenceErrors())
                .add("ReordDupIgnoreEnable", agreed.ignoreReordered())
                .add("LowerThresh", Figures.ms(agreed.lowerThresholdNs()))
                .add("UpperThresh", Figures.ms(agreed.upperThresholdNs())).add("HighSpeedDelta", agreed.fastStepRows())
                .add("SlowAdjThresh", agreed.slowThreshold()).add("HSpeedThresh", 1_000_000_000L)
                .add("RateAdjAlgorithm", String.valueOf(agreed.algorithm()))
                .add("InterfaceDeterminesMax", options.client().interfaceDecides());
    }

    /** A test that died has no summary, but what was measured until then is kept. */
    private Members output(CapacitySettings agreed) {
        Members output = new Members().add("BOMTime", time(report.startWallNs())).add("TmaxUsed", TIMEOUT_MS)
                .add("TestInterval", agreed.testIntervalNs() / 1_000_000_000).add("TmaxRTTUsed", ROUND_TRIP_MAX_MS)
                .add("TimestampResolutionUsed", 1);
        if (!options.display().summaryOnly() && !report.intervals().isEmpty()) {
            output.add("IncrementalResult", report.intervals().stream().map(ClientJson::incremental).toList());
        }
        if (!report.intervals().isEmpty() && report.status().completed()) {
            List<List<CapacityInterval>> modes = ClientText.modes(options, report);
            List<Members> summaries = new ArrayList<>();
            List<Members> maxima = new ArrayList<>();
            for (List<CapacityInterval> mode : modes) {
                summaries.add(summary(mode, summaries.size() + 1));
                maxima.add(maximum(mode, maxima.size() + 1));
            }
            output.add("Summary", summaries.getFirst()).add("ModalSummary", summaries.subList(1, summaries.size()))
                    .add("AtMax", maxima.getFirst()).add("ModalResult", maxima.subList(1, maxima.size()))
                    .add("ECNBleachingDetected", report.ecnBleached());
        }
        return output.add("EOMTime", time(report.endWallNs()))
                .add("Status", report.status().code() == 0 ? "Complete" : "Error_Other");
    }

    private static Members incremental(CapacityInterval interval) {
        Figures figures = Figures.of(interval);
        return new Members().add("Interval", interval.index())
                .fixed("Seconds", Figures.ms(interval.endNs()) / 1e3, 1)
                .add("TimeOfSubInterval", time(interval.endWallNs())).addAll(counts(figures, ""))
                .fixed("IPLayerCapacity", figures.mbps(), 2).fixed("InterfaceEthMbps", figures.interfaceMbps(), 2)
                .seconds("MinOnewayDelay", figures.minOneWayMs());
    }

    private Members summary(List<CapacityInterval> mode, int number) {
        Figures figures = Figures.summary(mode);
        return new Members().add("Mode", number).add("Intervals", mode.size())
                .addAll(counts(figures, "Summary"))
                .fixed("IPLayerCapacitySummary", figures.mbps(), 2)
                .fixed("InterfaceEthMbps", figures.interfaceMbps(), 2)
                .seconds("MinOnewayDelaySummary", figures.minOneWayMs())
                .seconds("MinRTTSummary", figures.minRoundTripMs());
    }

    private Members maximum(List<CapacityInterval> mode, int number) {
        CapacityInterval greatest = ClientText.greatest(options, mode);
        Figures figures = Figures.of(greatest);
        return new Members().add("Mode", number).add("Intervals", mode.size())
                .add("TimeOfMax", time(greatest.endWallNs())).addAll(counts(figures, "AtMax"))
                .fixed("MaxIPLayerCapacity", figures.mbps(), 2).fixed("InterfaceEthMbps", figures.interfaceMbps(), 2)
                .fixed("MaxETHCapacityNoFCS", figures.ethernetMbps(), 2)
                .fixed("MaxETHCapacityWithFCS", figures.ethernetFcsMbps(), 2)
                .fixed("MaxETHCapacityWithFCSVLAN", figures.vlanMbps(), 2)
                .seconds("MinOnewayDelayAtMax", figures.minOneWayMs());
    }

    /** What all of them have in common; {@code of} ends some of the names. */
    private static Members counts(Figures figures, String of) {
        CapacityTally tally = figures.tally();
        return new Members().add("ActiveConnections", figures.activeConnections())
                .fixed("DeliveredPercent", tally.deliveredPercent(), 2).fixed("LossRatio" + of, tally.lossRatio(), 9)
                .fixed("ReorderedRatio" + of, tally.reorderedRatio(), 9)
                .fixed("ReplicatedRatio" + of, tally.duplicateRatio(), 9)
                .fixed("CEPercentOfDelivered", tally.cePercent(), 2).add("LossCount", tally.lost())
                .add("ReorderedCount", tally.reordered()).add("ReplicatedCount", tally.duplicates())
                .add("CECountOfDelivered", tally.ceMarked())
                .seconds("PDVMin", figures.oneWay().min()).seconds("PDVAvg", figures.oneWay().avg())
                .seconds("PDVMax", figures.oneWay().max()).seconds("PDVRange" + of, figures.oneWay().range())
                .seconds("RTTMin", figures.roundTrip().min()).seconds("RTTAvg", figures.roundTrip().avg())
                .seconds("RTTMax", figures.roundTrip().max()).seconds("RTTRange" + of, figures.roundTrip().range());
    }

    private static String time(long wallNs) {
        return TIME.format(Instant.ofEpochSecond(wallNs / 1_000_000_000, wallNs % 1_000_000_000));
    }
}
