package io.venturi.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.host.Figure.Kind;
import io.venturi.engine.host.Measurement.Spread;
import io.venturi.engine.host.Measurement.What;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What decides, and by what. */
class HostDoctorTest {
    @TempDir
    private Path root;

    private static List<Measurement> all(long ns) {
        return Arrays.stream(What.values()).map(what -> Measurement.of(what, new Spread(ns / 2, ns, ns * 2))).toList();
    }

    private static Verdict verdict(Target target, Host host) {
        return Verdict.of(target, HostDoctor.figures(host));
    }

    @Test
    void shouldCallAHostFitForWhatAllItsFiguresStayBelow() {
        Host server = HostTree.unpack("server", root).host(Target.US_1, all(700));

        Verdict verdict = verdict(Target.US_1, server);

        assertTrue(verdict.isFit());
        assertTrue(verdict.isFitOneWay());
    }

    @Test
    void shouldNameTheWorstFigureFirst() {
        Host laptop = HostTree.unpack("laptop", root).host(Target.US_10, all(20_000));

        Verdict verdict = verdict(Target.US_10, laptop);

        assertFalse(verdict.isFit());
        assertEquals(Kind.INTERRUPTS, verdict.limiting().getFirst().kind(), "adaptive moderation, up to 100 us");
        assertEquals(List.of(Kind.SYNCHRONISATION), verdict.oneWay().stream().map(Figure::kind).toList());
        assertTrue(verdict(Target.US_100, laptop).isFit(), "for 100 us it is");
        assertFalse(verdict(Target.US_100, laptop).isFitOneWay());
    }

    @Test
    void shouldNotCallAHostFitThatCouldNotBeMeasured() {
        List<Measurement> blind = Arrays.stream(What.values()).map(what -> what == What.KERNEL_STAMPS
                ? Measurement.unavailable(what, "loopback is down")
                : Measurement.of(what, new Spread(1, 2, 3))).toList();
        Host server = HostTree.unpack("server", root).host(Target.MS_1, blind);

        Verdict verdict = verdict(Target.MS_1, server);

        assertEquals(List.of(Kind.STAMPS), verdict.limiting().stream().map(Figure::kind).toList());
        assertEquals("loopback is down", verdict.limiting().getFirst().why());
    }

    @ParameterizedTest
    @CsvSource({"170000000, 13000, true", "20000, 50000000, true", "170000000, 50000000, false", "170000000, , false"})
    void shouldJudgeTheCpuByTheThreadThatATestWouldHave(long spinNs, Long realTimeNs, boolean fit) {
        List<Measurement> busy = Arrays.stream(What.values()).map(what -> switch (what) {
            case SPIN_GAP -> Measurement.of(what, new Spread(0, spinNs, spinNs));
            case SPIN_GAP_FIFO -> realTimeNs == null ? Measurement.unavailable(what, "EPERM")
                    : Measurement.of(what, new Spread(0, realTimeNs, realTimeNs));
            default -> Measurement.of(what, new Spread(1, 2, 3));
        }).toList();
        Host vm = HostTree.unpack("vm", root).host(Target.MS_1, busy);

        assertEquals(fit ? List.of() : List.of(Kind.CPU),
                verdict(Target.MS_1, vm).limiting().stream().map(Figure::kind).toList());
        assertEquals(fit, new VirtualizationCheck().examine(vm) instanceof Finding.Good);
        assertEquals(fit, new IsolationCheck().examine(vm) instanceof Finding.Good);
    }

    @Test
    void shouldCountWhatWasMeasuredInFindings() {
        HostTree vm = HostTree.unpack("vm", root);

        Finding quiet = new IsolationCheck().examine(vm.host(Target.US_100, all(10)));
        Finding disturbed = new IsolationCheck().examine(vm.host(Target.US_100, all(4_000_000)));

        assertTrue(quiet instanceof Finding.Good, quiet.toString());
        assertEquals(4_000_000, ((Finding.Limits) disturbed).errorNs());
    }

    @Test
    void shouldKnowItsTargets() {
        for (Target target : Target.values()) {
            assertEquals(target, Target.parse(target.label()));
        }
        assertThrows(ConfigException.class, () -> Target.parse("5us"));
    }

    @Test
    void shouldSayWhichInterfacesThereAreInsteadOfAnUnknownOne() {
        HostException refusal = assertThrows(HostException.class, () -> HostDoctor.of("nowhere0", Target.MS_1));

        assertTrue(refusal.getMessage().contains("nowhere0") && refusal.getMessage().contains("lo"),
                refusal.getMessage());
    }

    @Test
    void shouldLookAtThisHostWhateverItIs() {
        List<Finding> findings = HostDoctor.of("lo", Target.US_1).look();

        assertEquals(Concern.values().length, findings.size());
        Finding stamping = findings.stream().filter(one -> one.concern() == Concern.STAMPING).findFirst().orElseThrow();
        assertFalse(stamping instanceof Finding.Unknown, "the loopback interface stamps: " + stamping);
    }

    @Test
    void shouldTakeTheInterfaceOfTheDefaultRoute() throws IOException {
        Path net = Files.createDirectories(root.resolve("proc/self/net"));
        HostFiles files = new HostFiles(root);
        assertTrue(Interfaces.ofDefaultRoute(files).isEmpty());

        Files.writeString(net.resolve("dev"), "Inter-| Receive\n face |bytes\n    lo: 1 2\n  ens1: 3 4\n wlan0:5 6\n");
        Files.writeString(net.resolve("ipv6_route"), "0".repeat(32) + " 00 " + "0".repeat(32) + " 00 "
                + "fe80".repeat(8) + " 00000400 00000001 00000000 00000003     wlan0\n");
        assertEquals(Optional.of("wlan0"), Interfaces.ofDefaultRoute(files), "no IPv4 here");

        Files.writeString(net.resolve("route"), "Iface\tDestination\tGateway\nens1\t000200C0\t00000000\t0001\n"
                + "ens1\t00000000\t010200C0\t0003\n");
        assertEquals(Optional.of("ens1"), Interfaces.ofDefaultRoute(files));
        assertEquals(List.of("lo", "ens1", "wlan0"), Interfaces.names(files));
    }

    @Test
    void shouldWeighAbsencesByTheirTime() {
        long second = 1_000_000_000;

        assertEquals(new Spread(0, 0, 5_000_000), SpinGaps.spread(new long[] {5_000_000, 4_000}, second));
        assertEquals(new Spread(0, 4_000_000, 8_000_000),
                SpinGaps.spread(new long[] {8_000_000, 4_000_000, 4_000, 1_000}, second));
        assertEquals(new Spread(0, 0, 0), SpinGaps.spread(new long[0], second));
    }

    @Test
    void shouldReadListsOfCpus() {
        assertEquals("{0, 1, 2, 3, 8}", CpuList.parse("0-3,8").toString());
        assertEquals("{}", CpuList.parse("").toString());
        assertEquals("{}", CpuList.parse("(null)").toString());
        assertEquals("{5}", CpuList.parse("5-2").toString());
    }

    @Test
    void shouldMeasureWithoutAnyRight() {
        Spread sleeping = WakeUps.sleeping(100_000, 5);
        Spread pacing = WakeUps.pacing(100_000, 5);
        Spread reading = ClockReadings.read();

        for (Spread spread : List.of(sleeping, pacing, reading)) {
            assertTrue(spread.p50Ns() >= 0 && spread.p50Ns() <= spread.p99Ns() && spread.p99Ns() <= spread.maxNs(),
                    spread.toString());
        }
    }
}
