package io.venturi.cli.command;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.StampExtensions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How STAMP probes look and what they ask for. */
final class StampProbeOptions {
    private static final int ACCESS_3GPP = 1;
    private static final int ACCESS_OTHER = 2;

    /** What a reflector may be asked. */
    enum Ask { ARRIVALS, DEPARTURES, LOCATION, CLOCK, MARKS, COUNTERS, ALL }

    /** State of an access network, in the order of its codes in RFC 8972 4.6: 1, 2. */
    enum Access { AVAILABLE, UNAVAILABLE }

    @Option(names = "--tlvs", description = "Short for --ask arrivals,departures: all that makes the figures better.")
    private boolean tlvs;

    @Option(names = "--ask", split = ",", paramLabel = "WHAT",
            description = {"What the replies are to tell (RFC 8972), a list:",
                "arrivals: which probes arrived, by whose stamps (venturi only);",
                "departures: when each reply really left (follow-up telemetry);",
                "location: the addresses and ports it sees, so NAT shows;",
                "clock: what keeps its clock, how it stamps;",
                "marks: DSCP and ECN as they arrived (class of service);",
                "counters: packets it received and sent (direct measurement);",
                "all: all of these. Reflectors without such extensions may not answer."})
    private List<Ask> ask = List.of();

    @Option(names = "--reply-dscp", paramLabel = "DSCP", converter = Converters.Dscp.class,
            description = "DSCP for the replies, as in --dscp; the reflector tells the marks that arrived, and whether"
                    + " it obeys. Default: that of the probes.")
    private Integer replyDscp;

    @Option(names = "--access-report", paramLabel = "STATE",
            description = "Tell the reflector that this host's access network is available or unavailable; the report"
                    + " says whether it confirmed.")
    private Access access;

    @Option(names = "--access-3gpp", description = "The network of --access-report is one of 3GPP.")
    private boolean access3gpp;

    @Option(names = "--ssid", paramLabel = "N",
            description = "Session identifier, 1 to 65535, or 0 for none. Default: by chance.")
    private Integer ssid;

    @Option(names = "--ptp-event", description = "Send probes from and to UDP port 319, behind the 44 bytes of a PTP"
            + " event message: many network cards stamp no other packets as they arrive. The server: venturi serve"
            + " --stamp :319. Needs root or CAP_NET_BIND_SERVICE.")
    private boolean ptpEvents;

    boolean ptpEvents() {
        return ptpEvents;
    }

    /** @throws ConfigException if anything was given, for a test by another protocol */
    void requireNone() {
        List<String> given = new ArrayList<>();
        add(given, "--tlvs", tlvs);
        add(given, "--ask", !ask.isEmpty());
        add(given, "--reply-dscp", replyDscp != null);
        add(given, "--access-report", access != null);
        add(given, "--access-3gpp", access3gpp);
        add(given, "--ssid", ssid != null);
        if (!given.isEmpty()) {
            throw new ConfigException(String.join(", ", given) + (given.size() == 1 ? " goes" : " go")
                    + " with --protocol stamp only.");
        }
    }

    private static void add(List<String> names, String name, boolean given) {
        if (given) {
            names.add(name);
        }
    }

    /** @param trafficClass of the probes, whose DSCP replies are to have if nothing else was said */
    RttPlan.Stamp plan(int trafficClass) {
        if (access3gpp && access == null) {
            throw new ConfigException("--access-3gpp says of which network --access-report tells: give both.");
        }
        int dscp = replyDscp != null ? replyDscp >> 2 : wants(Ask.MARKS) ? trafficClass >> 2 : StampExtensions.NO_DSCP;
        StampExtensions extensions = new StampExtensions(wants(Ask.LOCATION), wants(Ask.CLOCK), dscp,
                wants(Ask.COUNTERS), access == null ? 0 : access.ordinal() + 1,
                access == null ? 0 : access3gpp ? ACCESS_3GPP : ACCESS_OTHER,
                tlvs || wants(Ask.DEPARTURES), tlvs || wants(Ask.ARRIVALS));
        return new RttPlan.Stamp(ssid == null ? RttPlan.Stamp.RANDOM_SSID : ssid, extensions);
    }

    private boolean wants(Ask one) {
        return ask.contains(one) || ask.contains(Ask.ALL);
    }
}
