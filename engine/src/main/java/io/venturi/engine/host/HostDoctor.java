package io.venturi.engine.host;

import io.venturi.engine.clock.Reading;
import io.venturi.engine.clock.WallClock;
import io.venturi.engine.error.HostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Examines this host for a precision that is asked of it.
 *
 * <p>Thread: one, which waits for the measurements, some eight seconds.
 */
public final class HostDoctor {
    private static final List<HostCheck> CHECKS = List.of(new VirtualizationCheck(), new CpuQuotaCheck(),
            new PrivilegesCheck(), new ClockSourceCheck(), new TimersCheck(), new IdleStatesCheck(),
            new GovernorCheck(), new IsolationCheck(), new RtThrottlingCheck(), new StampingCheck(),
            new CoalescingCheck(), new InterruptsCheck(), new NumaCheck(), new QdiscCheck(), new OffloadsCheck(),
            new RingsCheck(), new SocketBuffersCheck(), new ClockSyncCheck());

    private static final Set<Concern> SOME_TESTS = Set.of(Concern.RT_THROTTLING, Concern.CLOCK_SYNC);

    private final Host host;

    private HostDoctor(Host host) {
        this.host = host;
    }

    /**
     * For one interface.
     *
     * @param device its name; empty for that of the default route, or the only one that is up
     * @throws HostException if there is no such interface
     */
    public static HostDoctor of(String device, Target target) {
        HostFiles files = new HostFiles(Path.of("/"));
        return new HostDoctor(new Host(files, nic(files, device), WallClock.ask().syncState(), target, List.of()));
    }

    /** What is set here, without a measurement; takes milliseconds. */
    public List<Finding> look() {
        return findings(host);
    }

    /** Look, and measure. */
    public HostReport examine() {
        List<Measurement> measurements = Trials.run();
        Host known = new Host(host.files(), host.nic(), host.sync(), host.target(), measurements);
        List<Figure> figures = figures(known);
        return new HostReport(host.target(), host.nic().found().map(Nic::name).orElse(""),
                host.ask(Nic::driver).found().orElse(""), findings(known), measurements, figures,
                Arrays.stream(Target.values()).map(target -> Verdict.of(target, figures)).toList());
    }

    /**
     * Make sure that settings may be changed at all.
     *
     * @throws HostException if this process is not root or lacks CAP_NET_ADMIN
     */
    public void requireRightsToChange() {
        boolean root = host.files().line("/proc/self/status", "Uid:").filter(ids -> ids.matches("\\d+\\s+0\\s.*"))
                .isPresent();
        if (!root || !host.mayAdministerNetwork()) {
            throw new HostException("Changing settings of this host needs root and CAP_NET_ADMIN; nothing was changed."
                    + " Run it with sudo; --fix --dry-run shows what would be done.", null);
        }
    }

    static List<Finding> findings(Host host) {
        return CHECKS.stream().map(check -> check.examine(host))
                .sorted(Comparator.comparingInt(HostDoctor::rank).thenComparingLong(HostDoctor::lenience)).toList();
    }

    private static int rank(Finding finding) {
        return switch (finding) {
            case Finding.Limits _ -> 0;
            case Finding.Unknown _ -> 1;
            case Finding.Good _ -> 2;
        };
    }

    /** What falsifies every test before what falsifies some. */
    private static long lenience(Finding finding) {
        return finding instanceof Finding.Limits limits && !SOME_TESTS.contains(limits.concern())
                ? -limits.errorNs() : 1;
    }

    static List<Figure> figures(Host host) {
        List<Figure> figures = new ArrayList<>();
        for (Figure.Kind kind : Figure.Kind.values()) {
            if (!kind.measured().isEmpty()) {
                figures.add(host.leastP99Ns(kind.measured()).map(ns -> Figure.of(kind, ns))
                        .orElseGet(() -> Figure.unknown(kind, host.measurement(kind.measured().getFirst()).why())));
            }
        }
        host.ask(Nic::coalescing).found().ifPresent(set ->
                figures.add(Figure.of(Figure.Kind.INTERRUPTS, CoalescingCheck.errorNs(set))));
        figures.add(host.sync().isBounded()
                ? Figure.of(Figure.Kind.SYNCHRONISATION, host.sync().errorBoundNs())
                : Figure.unknown(Figure.Kind.SYNCHRONISATION, host.sync().detail()));
        return figures;
    }

    private static Reading<Nic> nic(HostFiles files, String device) {
        List<String> names = Interfaces.names(files);
        if (!device.isEmpty()) {
            if (!names.contains(device)) {
                throw new HostException("There is no interface \"" + device + "\" here; there is "
                        + (names.isEmpty() ? "none at all" : String.join(", ", names)) + ".", null);
            }
            return Reading.of(new LinuxNic(device));
        }
        Optional<String> chosen = Interfaces.ofDefaultRoute(files)
                .or(() -> Optional.of(names.stream().filter(name -> !name.equals("lo")).toList())
                        .filter(others -> others.size() == 1).map(List::getFirst));
        return chosen.<Reading<Nic>>map(name -> Reading.of(new LinuxNic(name)))
                .orElse(Reading.missing("no default route tells which interface matters; name one with --interface"));
    }
}
