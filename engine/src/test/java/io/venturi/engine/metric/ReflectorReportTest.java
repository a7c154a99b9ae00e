package io.venturi.engine.metric;

import io.venturi.engine.metric.ReflectorReport.Finding;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What follows from a reflector's words, case by case. */
class ReflectorReportTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.1", 40_000);
    private static final InetSocketAddress REMOTE = new InetSocketAddress("198.51.100.7", 862);
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress("0.0.0.0", 862);
    private static final SyncState KEPT = new SyncState(SyncState.Source.NTP, true, 1000, "its word", "");
    private static final SyncState ALONE =
            new SyncState(SyncState.Source.FREE_RUNNING, false, SyncState.UNBOUNDED, "its word", "");
    private static final int EF_ECT0 = 46 << 2 | 2;

    private InetSocketAddress source = LOCAL;
    private InetSocketAddress destination = REMOTE;
    private SyncState clock = KEPT;
    private ReflectorReport.HopLimits arrival = new ReflectorReport.HopLimits(250, 250);
    private ReflectorReport.Marks marks = new ReflectorReport.Marks(46, 2, 0);
    private ReflectorReport.Oddities oddities = new ReflectorReport.Oddities(0, 0, 0, 0, 0);
    private ClockRelation relation = ClockRelation.NONE;

    private List<Finding> findings() {
        ReflectorReport report = new ReflectorReport(1, true, clock, arrival,
                Optional.of(new ReflectorReport.Location(source, destination)), Optional.empty(), Optional.of(marks),
                Optional.empty(), 0, 0, List.of(), oddities);
        RttSettings settings = new RttSettings("stamp", 1, 1, 1, 44, EF_ECT0, RttSettings.PeerStamps.BOTH, true, false,
                false, false, "");
        return report.findings(new RttRun(LOCAL, REMOTE, settings, settings, 1, 1, 1, 0, relation, EndState.COMPLETED,
                "", Optional.of(report)));
    }

    @Test
    void shouldFindNothingWhereAllIsAsItWasSent() {
        assertEquals(List.of(), findings());
    }

    @Test
    void shouldFindAddressTranslation() {
        source = new InetSocketAddress("203.0.113.9", 40_000);
        assertEquals(List.of(Finding.ADDRESS_TRANSLATED), findings());
        source = new InetSocketAddress("192.0.2.1", 1024);
        destination = new InetSocketAddress("10.0.0.7", 862);
        assertEquals(List.of(Finding.ADDRESS_TRANSLATED, Finding.DESTINATION_TRANSLATED), findings());
    }

    @Test
    void shouldFindNothingInWhatWasNotTold() {
        destination = ANYWHERE;
        source = new InetSocketAddress("0.0.0.0", 0);
        clock = SyncState.UNKNOWN;
        arrival = new ReflectorReport.HopLimits(-1, -1);
        assertEquals(List.of(), findings());
    }

    @Test
    void shouldFindWhatThePathDoesToMarks() {
        marks = new ReflectorReport.Marks(0, 3, 7);
        arrival = new ReflectorReport.HopLimits(249, 250);
        assertEquals(List.of(Finding.HOP_LIMIT_CHANGED, Finding.DSCP_CHANGED, Finding.ECN_CHANGED,
                Finding.REPLY_DSCP_REFUSED), findings());
    }

    @Test
    void shouldFindAClockThatNobodyKeepsUnlessBothEndsHaveIt() {
        clock = ALONE;
        assertEquals(List.of(Finding.UNSYNCHRONISED), findings());
        relation = new ClockRelation.SameHost();
        assertEquals(List.of(), findings());
    }

    @Test
    void shouldFindWhatIsOddAboutReplies() {
        oddities = new ReflectorReport.Oddities(1, 1, 1, 1, 1);
        assertEquals(List.copyOf(EnumSet.of(Finding.TAI_UTC, Finding.FORMAT_MISLABELLED, Finding.NO_EXTENSIONS,
                Finding.UNTRUSTED, Finding.MALFORMED)), findings());
    }
}
