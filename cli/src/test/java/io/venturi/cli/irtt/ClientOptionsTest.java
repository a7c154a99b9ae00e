package io.venturi.cli.irtt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.cli.irtt.ClientOptions.Verbosity;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.DontFragment;
import io.venturi.engine.plan.RttPlan.Family;
import io.venturi.engine.plan.RttPlan.PeerClock;
import io.venturi.engine.plan.RttPlan.Wakeup;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ServePlan.AllowedStamps;
import io.venturi.engine.plan.WaitRule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOptionsTest {

    private static ClientOptions client(String line) {
        return ClientOptions.of(GoFlags.parse(ClientOptions.SWITCHES, ClientOptions.VALUED,
                Arrays.asList(line.split(" "))));
    }

    private static ServePlan server(String... args) {
        return ServerOptions.plan(GoFlags.parse(ServerOptions.SWITCHES, ServerOptions.VALUED, List.of(args)));
    }

    @Test
    void shouldHaveTheClassicDefaults() {
        RttPlan plan = client("host").plan();

        assertEquals(60_000_000_000L, plan.probes().durationNs());
        assertEquals(1_000_000_000L, plan.probes().intervalNs());
        assertEquals(0, plan.probes().lengthBytes());
        assertEquals("none", plan.probes().fill());
        assertEquals(RttPlan.Replies.ALL, plan.replies());
        assertEquals(RttPlan.Marks.NONE, plan.marks());
        assertEquals(RttPlan.OPEN_TIMEOUTS, plan.openTimeoutsNs());
        assertEquals(WaitRule.DEFAULT, plan.waitRule());
        assertEquals(Family.ANY, plan.target().family());
        assertEquals("", plan.target().local());
        assertEquals(0, plan.keepRows());
    }

    @Test
    void shouldCarryAllValuesIntoThePlan() {
        RttPlan plan = client("-4 -d 2s -i 20ms -l 172 --stats=count --tstamp=midpoint --clock=wall --dscp=0xb8"
                + " --df=true --wait=2r1s --timer=busy --fill=pattern --fill-one --sfill=rand --local=:9"
                + " --hmac=0xdeadbeef --timeouts=200ms,300ms --ttl=9 --loose [::1]:2112").plan();

        assertEquals(new RttPlan.Target("[::1]:2112", Family.IPV4, ":9", ""), plan.target());
        assertEquals(new RttPlan.Probes(2_000_000_000L, 20_000_000, 172, "pattern:69727474", true), plan.probes());
        assertEquals(new RttPlan.Replies(PeerStamps.MIDPOINT, PeerClock.WALL, true, false, "rand"), plan.replies());
        assertEquals(new RttPlan.Marks(184, 9, DontFragment.TRUE), plan.marks());
        assertEquals(new WaitRule(WaitRule.Kind.TIMES_MEAN, 2, 1_000_000_000), plan.waitRule());
        assertEquals(List.of(200_000_000L, 300_000_000L), plan.openTimeoutsNs());
        assertArrayEquals(new byte[] {(byte) 0xde, (byte) 0xad, (byte) 0xbe, (byte) 0xef}, plan.key());
        assertEquals(Wakeup.BUSY, plan.precision().wakeup());
        assertTrue(plan.acceptRestrictions());
    }

    @ParameterizedTest
    @CsvSource({"-s h, 3", "-s -i 100ms h, 30", "-s -i 5s h, 2", "-s --stream-buflen=9 h, 9",
        "-s --stream-buflen=1 h, 2", "--stream-buflen=9 h, 0"})
    void shouldKeepRowsOfThreeSecondsWhenStreaming(String line, long rows) {
        assertEquals(rows, client(line).plan().keepRows());
    }

    @Test
    void shouldStreamWithoutEndUnlessADurationIsGiven() {
        assertEquals(RttPlan.ENDLESS, client("-s h").plan().probes().durationNs());
        assertEquals(1_000_000_000L, client("-s -d 1s h").plan().probes().durationNs());
    }

    @Test
    void shouldLetReallyQuietWin() {
        assertEquals(Verbosity.SILENT, client("-q -Q h").verbosity());
        assertEquals(Verbosity.QUIET, client("-q h").verbosity());
    }

    @Test
    void shouldTakeBothFamiliesAsAny() {
        assertEquals(Family.ANY, client("-4 -6 h").plan().target().family());
        assertEquals(Family.IPV6, client("-6 h").plan().target().family());
    }

    @ParameterizedTest
    @CsvSource({"simple, simple, SLEEP", "comp, comp, HYBRID", "busy, busy, BUSY", "hybrid, hybrid:0.900000, HYBRID",
        "hybrid:0.5, hybrid:0.500000, HYBRID"})
    void shouldNameTimersAsTheJsonDoes(String flag, String name, Wakeup wakeup) {
        assertEquals(new Timer(name, wakeup), client("--timer=" + flag + " h").timer());
    }

    @ParameterizedTest
    @CsvSource({
        "--stats=x h, 2, [InvalidReceivedStatsString]", "--tstamp=x h, 2, [InvalidStampAtString]",
        "--clock=x h, 2, [InvalidClockString]", "--df=x h, 2, [InvalidDFString]", "--wait=x h, 2, [InvalidWaitString]",
        "--wait=ax4s h, 2, [InvalidWaitString]", "--timer=x h, 2, [NoSuchTimer]",
        "--timer=hybrid:2 h, 2, [InvalidSleepFactor]", "--timer=hybrid:x h, 2, [InvalidSleepFactor]",
        "--tcomp=x h, 2, [NoSuchAverager]", "--tcomp=exp:3 h, 2, [InvalidExpAvgAlpha]",
        "--tcomp=win:0 h, 2, [InvalidWinAvgWindow]", "--tcomp=win:x h, 2, Error:", "--fill=x h, 2, [NoSuchFiller]",
        "--fill=pattern:zz h, 2, Error:", "--fill=pattern: h, 2, Error:", "--sfill=pattern: h, 2, Error:",
        "--hmac=0xzz h, 2, Error:", "--timeouts=x h, 2, Error:", "--timeouts=199ms h, 1, [OpenTimeoutTooShort]",
        "-i 0 h, 1, [IntervalNonPositive]", "-d 0 h, 1, [DurationNonPositive]", "-d -1s h, 1, [DurationNonPositive]",
        "-d 10 h, 2, Error:", "-s -o x h, 2, Error:", "-r -o - h, 2, Error:",
        "--sfill=pattern:000000000000000000000000000000 h, 1, [ServerFillTooLong]"})
    void shouldRefuse(String line, int exitCode, String start) {
        Refusal refusal = assertThrows(Refusal.class, () -> client(line));

        assertTrue(refusal.getMessage().startsWith(start), refusal.getMessage());
        assertEquals(exitCode, refusal.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-q", "a b", "-l 70000 h", "--dscp=256 h", "--ttl=256 h"})
    void shouldShowUsageWhen(String line) {
        assertTrue(assertThrows(Refusal.class, () -> client(line)).withUsage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tcomp=avg h", "--tcomp=win h", "--tcomp=win:3 h", "--tcomp=exp:0.5 h", "--thread h",
        "-r -o x h", "--hmac= h"})
    void shouldAccept(String line) {
        assertEquals("h", client(line).plan().target().host());
    }

    @Test
    void shouldHaveTheClassicServerDefaults() {
        ServePlan plan = server("ignored");

        assertEquals(List.of(":2112"), plan.binds());
        assertEquals(0, plan.irtt().maxDurationNs());
        assertEquals(10_000_000, plan.irtt().minIntervalNs());
        assertEquals(60_000_000_000L, plan.irtt().timeoutNs());
        assertEquals(5, plan.irtt().packetBurst());
        assertEquals("pattern:69727474", plan.irtt().fill());
        assertEquals(List.of("rand"), plan.irtt().allowFills());
        assertEquals(AllowedStamps.DUAL, plan.irtt().allowedStamps());
        assertTrue(plan.irtt().allowTrafficClass());
    }

    @Test
    void shouldCarryServerValuesIntoThePlan() {
        ServePlan plan = server("-b", "127.0.0.1:9,%eth*", "-d1m", "-i", "0", "-l", "100", "--hmac=k", "--timeout=0",
                "--pburst=1", "--fill=none", "--allow-fills=", "--tstamp=single", "--no-dscp", "--set-src-ip",
                "--ttl=3", "--thread", "-6");

        assertEquals(List.of("127.0.0.1:9", "%eth*"), plan.binds());
        assertEquals(Family.IPV6, plan.family());
        assertEquals(3, plan.hopLimit());
        assertEquals(60_000_000_000L, plan.irtt().maxDurationNs());
        assertEquals(0, plan.irtt().minIntervalNs());
        assertEquals(100, plan.irtt().maxLengthBytes());
        assertArrayEquals(new byte[] {'k'}, plan.irtt().key());
        assertEquals(List.of(), plan.irtt().allowFills());
        assertEquals(AllowedStamps.SINGLE, plan.irtt().allowedStamps());
    }

    @Test
    void shouldSayThatTheServerHasNoSyslog() {
        Refusal refusal = assertThrows(Refusal.class, () -> server("--syslog=local:"));

        assertTrue(refusal.getMessage().startsWith("[SyslogNotSupported]"));
        assertEquals(1, refusal.exitCode());
    }
}
