package io.venturi.cli.output;

import io.venturi.engine.metric.ReflectorReport;
import io.venturi.engine.metric.ReflectorReport.Finding;
import io.venturi.engine.metric.ReflectorReport.Method;
import io.venturi.engine.metric.RttRun;
import io.venturi.engine.metric.SyncState;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What a STAMP reflector told, for people. */
final class ReflectorText {
    private ReflectorText() {
    }

    /** What it said, a sentence each; the first is always there. */
    static List<String> told(ReflectorReport reflector) {
        List<String> told = new ArrayList<>();
        String session = reflector.ssid() == 0 ? "no session identifier" : "session " + reflector.ssid();
        ReflectorReport.HopLimits ttl = reflector.arrival();
        String arrival = ttl.least() < 0 ? "" : "; probes arrive with TTL "
                + (ttl.least() == ttl.most() ? "" : ttl.least() + " to ") + ttl.most();
        told.add((reflector.stateful() ? "counts its replies" : "is not seen to count its replies") + ", " + session
                + arrival);
        reflector.location().ifPresent(seen -> told.add("sees probes come from " + show(seen.source()) + " to "
                + show(seen.destination())));
        reflector.timeSource().ifPresent(time -> told.add(name(time.departureClock()) + " keeps its clock"
                + "; it stamps arrivals " + name(time.arrival()) + ", departures " + name(time.departure())));
        reflector.marks().ifPresent(marks -> told.add("probes arrive with DSCP " + marks.dscp() + ", ECN "
                + marks.ecn()));
        reflector.counters().ifPresent(counters -> told.add("packets: " + counters.sent() + " sent here, "
                + counters.received() + " received there, " + counters.replied() + " sent there"));
        if (reflector.departures() > 0) {
            told.add("told when " + Figures.count(reflector.departures(), "reply", "replies") + " really left");
        }
        if (reflector.accessReports() > 0) {
            told.add("confirmed the access report");
        }
        if (!reflector.unknown().isEmpty()) {
            told.add("does not know " + String.join(", ", reflector.unknown()));
        }
        return told;
    }

    /** What follows, a sentence each. */
    static List<String> findings(RttRun run) {
        return run.reflector().map(reflector -> reflector.findings(run).stream()
                .map(finding -> text(finding, reflector, run)).toList()).orElse(List.of());
    }

    private static String text(Finding finding, ReflectorReport reflector, RttRun run) {
        ReflectorReport.Oddities odd = reflector.oddities();
        return switch (finding) {
            case ADDRESS_TRANSLATED -> "address translation: probes leave as " + Figures.address(run.local())
                    + " and arrive as " + show(reflector.location().orElseThrow().source());
            case DESTINATION_TRANSLATED -> "address translation: probes are sent to " + Figures.address(run.remote())
                    + " and arrive at " + show(reflector.location().orElseThrow().destination());
            case HOP_LIMIT_CHANGED -> "the path changed: probes arrived with TTL " + reflector.arrival().least()
                    + " to " + reflector.arrival().most();
            case DSCP_CHANGED -> "the path changes marks: probes leave with DSCP " + (run.agreed().trafficClass() >> 2)
                    + " and arrive with " + reflector.marks().orElseThrow().dscp();
            case ECN_CHANGED -> "the path changes marks: probes leave with ECN " + (run.agreed().trafficClass() & 3)
                    + " and arrive with " + reflector.marks().orElseThrow().ecn();
            case REPLY_DSCP_REFUSED -> "the reflector does not mark replies as asked, "
                    + reflector.marks().orElseThrow().refused() + " of them";
            case TAI_UTC -> "the clocks are 37 s apart, which is TAI - UTC: one end stamps TAI, the other UTC; nothing"
                    + " was corrected (" + odd.taiSuspects() + " replies)";
            case UNSYNCHRONISED -> "nobody keeps the reflector's clock, it says";
            case FORMAT_MISLABELLED -> odd.mislabelled()
                    + " replies are stamped in another format than they say; the credible one is taken";
            case NO_EXTENSIONS -> "the reflector returns no session identifier: it does not know RFC 8972";
            case UNTRUSTED -> odd.untrusted() + " replies whose extensions have a wrong tag; not used";
            case MALFORMED -> odd.malformed() + " replies with an extension of a wrong length; not used";
        };
    }

    private static String show(InetSocketAddress address) {
        if (!address.getAddress().isAnyLocalAddress()) {
            return Figures.address(address);
        }
        return address.getPort() == 0 ? "where it does not say" : "port " + address.getPort();
    }

    private static String name(SyncState.Source source) {
        return switch (source) {
            case UNKNOWN -> "it does not say what";
            case FREE_RUNNING -> "nothing";
            case NTP, CHRONY -> "NTP";
            case PTP -> "PTP";
            case SSU_BITS -> "SSU or BITS";
            case GNSS -> "satellites";
            case STATED -> "what was stated";
        };
    }

    private static String name(Method method) {
        return switch (method) {
            case UNKNOWN -> "it does not say how";
            case HARDWARE -> "by hardware";
            case SOFTWARE -> "by software";
            case CONTROL_PLANE -> "in its control plane";
        };
    }
}
