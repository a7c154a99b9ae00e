package io.venturi.engine.clock;

import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.SyncState.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything this host can be asked about its wall clock, CLOCK_REALTIME, and the verdict that follows. Asking takes
 * some milliseconds, with a silent daemon up to a few seconds: before a test or after it, never during one.
 *
 * @param kernel   the kernel's own account
 * @param chrony   chronyd's
 * @param ptp      ptp4l's
 * @param phc      the card's clock that ptp4l keeps, compared with CLOCK_REALTIME; missing if it keeps none
 * @param programs programs seen running that keep clocks, by name
 */
public record WallClock(KernelClockState kernel, Reading<Chrony> chrony, Reading<Ptp4l> ptp, Reading<PhcOffset> phc,
                        Set<String> programs) {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Set<String> KEEPERS = Set.of("chronyd", "ntpd", "openntpd", "ptp4l", "phc2sys", "ts2phc",
            "timemaster", "systemd-timesyn", "sptp");
    /** With this little, and no estimate, the kernel's bound was written as 0 within the last seconds, by linuxptp. */
    private static final long WRITTEN_AS_ZERO_NS = 2_000_000;
    private static final long NS_PER_S = 1_000_000_000L;

    public WallClock {
        programs = Set.copyOf(programs);
    }

    /** Ask everybody. */
    public static WallClock ask() {
        Set<String> programs = runningKeepers();
        Reading<Chrony> chrony = Chrony.query();
        Reading<Ptp4l> ptp = Ptp4l.query();
        return new WallClock(KernelClockState.read(), chrony, ptp, compare(ptp), programs);
    }

    private static Reading<PhcOffset> compare(Reading<Ptp4l> ptp) {
        Optional<Ptp4l.Port> port = ptp.found().flatMap(WallClock::keepingPort);
        if (port.isEmpty() || port.get().stamping() != Ptp4l.Stamping.HARDWARE) {
            return Reading.missing("ptp4l keeps no card's clock");
        }
        String card = port.get().networkInterface();
        try {
            int index = PtpHardwareClock.indexOf(card);
            if (index < 0) {
                return Reading.missing(card + " has no clock");
            }
            try (PtpHardwareClock clock = PtpHardwareClock.open(index)) {
                return Reading.of(clock.compare());
            }
        } catch (VenturiException e) {
            return Reading.missing(e.getMessage());
        }
    }

    private static Optional<Ptp4l.Port> keepingPort(Ptp4l ptp) {
        return ptp.slavePort().or(() -> ptp.isGrandmaster() ? ptp.ports().stream().findFirst() : Optional.empty());
    }

    /** Names of programs that keep clocks, as far as this process may see others. */
    private static Set<String> runningKeepers() {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> processes = Files.list(PROCESSES)) {
            List<Path> numbered = processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList();
            for (Path process : numbered) {
                String name = nameOf(process);
                if (KEEPERS.contains(name)) {
                    found.add(name);
                }
            }
        } catch (IOException e) {
            return found;
        }
        return found;
    }

    private static String nameOf(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) { // it has ended meanwhile
            return "";
        }
    }

    /** How far the wall clock may be off, and who says so: chronyd before ptp4l before the kernel. */
    public SyncState syncState() {
        if (chrony.isFound() && chrony.get().synchronised()) {
            Chrony told = chrony.get();
            return new SyncState(Source.CHRONY, true, told.errorBoundNs(), "chronyd follows %s, stratum %d"
                    .formatted(told.source(), told.stratum()), "");
        }
        if (ptp.isFound()) {
            return byPtp(ptp.get());
        }
        if (!kernel.synchronised()) {
            return new SyncState(Source.FREE_RUNNING, false, SyncState.UNBOUNDED, "the kernel says nobody keeps the"
                    + " clock" + (programs.isEmpty() ? "" : "; " + String.join(", ", programs) + " seen running"), "");
        }
        return byKernel();
    }

    /** The kernel's bound is worth something only if its writer estimates it. */
    private SyncState byKernel() {
        boolean linuxptp = programs.contains("phc2sys") || programs.contains("ptp4l");
        long boundNs = kernel.maxErrorNs() + Math.abs(kernel.offsetNs());
        boolean noEstimate = linuxptp || kernel.maxErrorNs() <= WRITTEN_AS_ZERO_NS && kernel.estErrorNs() == 0;
        if (noEstimate) {
            return new SyncState(linuxptp ? Source.PTP : Source.NTP, true, SyncState.UNBOUNDED,
                    "the kernel says somebody keeps the clock, but its bound is one that linuxptp writes as 0", "");
        }
        return new SyncState(Source.NTP, true, boundNs, "the kernel's bound, as "
                + (programs.isEmpty() ? "whoever keeps the clock" : String.join(", ", programs)) + " set it", "");
    }

    /**
     * The offset from the master, the path to it, whose asymmetry nobody knows, and, where ptp4l keeps a card's clock,
     * what the system clock is off from that. Of the grandmaster's own error PTP tells nothing.
     */
    private SyncState byPtp(Ptp4l told) {
        Optional<Ptp4l.Port> port = keepingPort(told);
        if (port.isEmpty()) {
            return new SyncState(Source.PTP, false, SyncState.UNBOUNDED, "ptp4l follows no master yet (" + states(told)
                    + ")", told.grandmaster());
        }
        long pathNs = told.isGrandmaster() ? 0
                : Math.abs(told.masterOffsetNs()) + (long) Math.ceil(Math.abs(told.meanPathDelayNs()));
        String who = told.isGrandmaster() ? "this host is the PTP grandmaster"
                : "ptp4l on %s follows %s".formatted(port.get().networkInterface(), told.grandmaster());
        boolean synchronised = !told.isGrandmaster() || told.timeTraceable();
        return switch (port.get().stamping()) {
            case SOFTWARE -> new SyncState(Source.PTP, synchronised, pathNs, who + ", stamping by software",
                    told.grandmaster());
            case UNKNOWN -> new SyncState(Source.PTP, synchronised, SyncState.UNBOUNDED, who
                    + ", and does not say whether it keeps the system's clock or the card's", told.grandmaster());
            case HARDWARE -> byCard(told, who, synchronised, pathNs);
        };
    }

    private SyncState byCard(Ptp4l told, String who, boolean synchronised, long pathNs) {
        if (!phc.isFound()) {
            return new SyncState(Source.PTP, synchronised, SyncState.UNBOUNDED, who
                    + ", but the card's clock cannot be compared with the system's: " + phc.why(), told.grandmaster());
        }
        long awayNs = Math.abs(systemAheadNs(told, phc.get(), kernel.taiOffsetS()));
        return new SyncState(Source.PTP, synchronised, pathNs + awayNs + phc.get().halfWidthNs(), who
                + ", and the system clock is %d ns away from the card's".formatted(awayNs), told.grandmaster());
    }

    /**
     * CLOCK_REALTIME less UTC by the card's clock, ns. The card shows TAI if the domain does; else, and where nobody
     * has set it properly, it may show UTC: the nearest of what is possible counts.
     */
    static long systemAheadNs(Ptp4l told, PhcOffset phc, int kernelTaiS) {
        List<Long> possible = new ArrayList<>(List.of(0L));
        possible.add(told.utcOffsetS() * NS_PER_S);
        possible.add(kernelTaiS * NS_PER_S);
        long leastNs = Long.MAX_VALUE;
        for (long taiNs : possible) {
            long aheadNs = taiNs - phc.offsetNs();
            leastNs = Math.abs(aheadNs) < Math.abs(leastNs) ? aheadNs : leastNs;
        }
        return leastNs;
    }

    private static String states(Ptp4l told) {
        return told.ports().isEmpty() ? "no port known"
                : String.join(", ", told.ports().stream().map(port ->
                        (port.networkInterface().isEmpty() ? "port " + port.number() : port.networkInterface()) + " "
                                + port.stateName()).toList());
    }
}
