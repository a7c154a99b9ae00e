package io.venturi.engine.metric;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a STAMP reflector told of itself and of how probes arrived, by its packets and by the extensions that it was
 * asked for. Of what may change from reply to reply, the last that was told.
 *
 * @param ssid      session identifier of the probes, 0 for none
 * @param stateful  it counts its replies
 * @param clock     by its error estimate
 * @param arrival   TTL or hop limit with which probes arrived
 * @param location  as it sees it, if it told
 * @param timeSource where its time comes from, if it told
 * @param marks     with which probes arrived, if it told
 * @param counters  of packets, if it told
 * @param accessReports that it confirmed
 * @param departures    of replies that it told afterwards
 * @param unknown   extensions that it does not know, by their RFC's names
 * @param oddities  what was wrong with replies
 */
public record ReflectorReport(int ssid, boolean stateful, SyncState clock, HopLimits arrival,
                              Optional<Location> location, Optional<TimeSource> timeSource, Optional<Marks> marks,
                              Optional<Counters> counters, long accessReports, long departures, List<String> unknown,
                              Oddities oddities) {

    /** The least and the greatest TTL or hop limit, -1 if no reply told it. */
    public record HopLimits(int least, int most) { }

    /**
     * Both ends of the session in the reflector's eyes; an unspecified address where only the port was told.
     *
     * @param source      of the probes
     * @param destination of the probes
     */
    public record Location(InetSocketAddress source, InetSocketAddress destination) { }

    /** How a stamp is taken, RFC 8972 4.3. */
    public enum Method { UNKNOWN, HARDWARE, SOFTWARE, CONTROL_PLANE }

    /** Where the time of its stamps comes from and how they are taken, on arrival and on departure. */
    public record TimeSource(SyncState.Source arrivalClock, Method arrival, SyncState.Source departureClock,
                           Method departure) { }

    /**
     * With which DSCP 0..63 and ECN 0..3 the last probe arrived.
     *
     * @param refused replies for which the DSCP asked for might not be used
     */
    public record Marks(int dscp, int ecn, long refused) { }

    /** Packets sent here, received there and sent there, up to the last probe that was answered. */
    public record Counters(long sent, long received, long replied) { }

    /**
     * Replies, of each kind.
     *
     * @param mislabelled      that stamp in another format than they say
     * @param taiSuspects      by which the two clocks are 37 s apart, TAI - UTC
     * @param withoutSsid      that lack the probe's SSID
     * @param untrusted        whose extensions have a wrong tag, here or there
     * @param malformed        with an extension that cannot be read, here or there
     */
    public record Oddities(long mislabelled, long taiSuspects, long withoutSsid, long untrusted, long malformed) { }

    /** What a reader should know before trusting the figures, or the path. */
    public enum Finding {
        /** Probes arrive from another address or port than they are sent from. */
        ADDRESS_TRANSLATED,
        /** Probes arrive at another address than they are sent to. */
        DESTINATION_TRANSLATED,
        /** The TTL on arrival changed, and so the path. */
        HOP_LIMIT_CHANGED,
        /** Another DSCP arrives than is sent. */
        DSCP_CHANGED,
        /** A probe arrived with an ECN mark that it was not sent with. */
        ECN_CHANGED,
        /** The DSCP asked for is not used on replies. */
        REPLY_DSCP_REFUSED,
        /** One end stamps TAI and the other UTC. */
        TAI_UTC,
        /** Nobody keeps the reflector's clock. */
        UNSYNCHRONISED,
        /** It stamps in another format than it says. */
        FORMAT_MISLABELLED,
        /** It does not know session identifiers, and so not RFC 8972. */
        NO_EXTENSIONS,
        /** Extensions with a wrong tag. */
        UNTRUSTED,
        /** Extensions that cannot be read. */
        MALFORMED
    }

    public ReflectorReport {
        unknown = List.copyOf(unknown);
    }

    /** What follows for this test, in the order of the constants. */
    public List<Finding> findings(RttRun run) {
        List<Finding> findings = new ArrayList<>();
        location.ifPresent(seen -> {
            add(findings, Finding.ADDRESS_TRANSLATED, differs(seen.source(), run.local()));
            add(findings, Finding.DESTINATION_TRANSLATED, differs(seen.destination(), run.remote()));
        });
        add(findings, Finding.HOP_LIMIT_CHANGED, arrival.least() != arrival.most());
        marks.ifPresent(arrived -> {
            int sent = run.agreed().trafficClass();
            add(findings, Finding.DSCP_CHANGED, arrived.dscp() != sent >> 2);
            add(findings, Finding.ECN_CHANGED, arrived.ecn() != (sent & 3));
            add(findings, Finding.REPLY_DSCP_REFUSED, arrived.refused() > 0);
        });
        add(findings, Finding.TAI_UTC, oddities.taiSuspects() > 0);
        add(findings, Finding.UNSYNCHRONISED, !clock.synchronised() && !clock.equals(SyncState.UNKNOWN)
                && !(run.clockRelation() instanceof ClockRelation.SameHost));
        add(findings, Finding.FORMAT_MISLABELLED, oddities.mislabelled() > 0);
        add(findings, Finding.NO_EXTENSIONS, oddities.withoutSsid() > 0);
        add(findings, Finding.UNTRUSTED, oddities.untrusted() > 0);
        add(findings, Finding.MALFORMED, oddities.malformed() > 0);
        return findings;
    }

    private static void add(List<Finding> findings, Finding finding, boolean found) {
        if (found) {
            findings.add(finding);
        }
    }

    /** An address or port that was not told differs from nothing. */
    private static boolean differs(InetSocketAddress seen, InetSocketAddress sent) {
        boolean address = !seen.getAddress().isAnyLocalAddress() && !sent.getAddress().isAnyLocalAddress();
        return seen.getPort() != 0 && seen.getPort() != sent.getPort()
                || address && !sameBytes(seen, sent);
    }

    private static boolean sameBytes(InetSocketAddress seen, InetSocketAddress sent) {
        return Arrays.equals(seen.getAddress().getAddress(), sent.getAddress().getAddress());
    }
}
