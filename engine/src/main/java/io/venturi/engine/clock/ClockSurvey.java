package io.venturi.engine.clock;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.error.HostException;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.ClockReport;
import io.venturi.engine.metric.ClockReport.Entry;
import io.venturi.engine.metric.ClockReport.Keeper;
import io.venturi.engine.metric.ClockReport.Measured;
import io.venturi.ffi.linux.ClockCalls;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.timespec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Looks at every clock of this host: what it counts, what reading it costs, how far and how fast it is from the others,
 * and who keeps it. Needs no permission; what cannot be read is listed with the reason.
 *
 * <p>Thread: one, which waits for the duration asked for.
 */
public final class ClockSurvey {
    private static final Path CLOCK_SOURCE =
            Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource");
    /** Clock sources that can be read without a system call. */
    private static final Set<String> USER_SPACE =
            Set.of("tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter");
    private static final int WARM_UP = 20_000;
    private static final int READINGS = 5_000;
    private static final int SLOW_READINGS = 200;
    private static final int COMPARISONS = 50;
    private static final int SLOW_COMPARISONS = 10;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = Libc.callState(arena);
    private final MemorySegment time = arena.allocate(timespec.layout());
    private final LongSupplier realtime = system(Linux.CLOCK_REALTIME());
    private final LongSupplier raw = system(Linux.CLOCK_MONOTONIC_RAW());
    private final long durationNs;

    /** A clock while it is looked at; {@code read} is null if it cannot be read. */
    private record Subject(String name, String detail, long resolutionNs, LongSupplier read, boolean slow, String why,
                           PtpHardwareClock card) {}

    /** One clock against another: first less second, and half the width of the reading. */
    private record Difference(long ns, long halfWidthNs, long atNs) {}

    private ClockSurvey(long durationNs) {
        this.durationNs = durationNs;
    }

    /**
     * Look.
     *
     * @param durationNs       over which drifts are measured
     * @param networkInterface only the hardware clock of this one; empty for all there are
     * @throws io.venturi.engine.error.ConfigException if there is no such interface
     * @throws HostException if it has no hardware clock
     */
    public static ClockReport of(long durationNs, String networkInterface) {
        return new ClockSurvey(durationNs).survey(networkInterface);
    }

    private ClockReport survey(String networkInterface) {
        List<Subject> subjects = new ArrayList<>();
        system(subjects, "REALTIME", Linux.CLOCK_REALTIME(), "UTC since 1970, may be set");
        system(subjects, "TAI", Linux.CLOCK_TAI(), "REALTIME and the kernel's TAI - UTC");
        system(subjects, "MONOTONIC", Linux.CLOCK_MONOTONIC(), "from boot, never set, at REALTIME's rate");
        system(subjects, "MONOTONIC_RAW", Linux.CLOCK_MONOTONIC_RAW(), "from boot, at the hardware's own rate");
        system(subjects, "BOOTTIME", Linux.CLOCK_BOOTTIME(), "MONOTONIC and the time asleep");
        cards(networkInterface, subjects);
        try {
            return report(subjects);
        } finally {
            subjects.stream().filter(subject -> subject.card != null).forEach(subject -> subject.card.close());
        }
    }

    private ClockReport report(List<Subject> subjects) {
        List<long[]> costs = subjects.stream().map(this::cost).toList(); // which makes the readings fast
        List<Difference> before = subjects.stream().map(this::againstRaw).toList();
        long startNs = System.nanoTime();
        WallClock wall = WallClock.ask();
        new Sleeper().until(startNs + durationNs);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            entries.add(entry(subjects.get(i), before.get(i), costs.get(i)));
        }
        String source = clockSource();
        return new ClockReport(source, USER_SPACE.contains(source), durationNs, entries, kernel(wall.kernel()),
                keepers(wall), wall.programs().stream().sorted().toList(), wall.syncState());
    }

    private Entry entry(Subject subject, Difference before, long[] costNs) {
        Difference after = againstRaw(subject);
        Difference offset = against(subject, realtime);
        if (before == null || after == null || offset == null || costNs == null) {
            return new Entry(subject.name, subject.detail, Optional.empty(), whyUnreadable(subject));
        }
        double lengthNs = after.atNs - before.atNs;
        double driftPpm = (after.ns - before.ns) / lengthNs * 1e6;
        double boundPpm = (after.halfWidthNs + before.halfWidthNs) / lengthNs * 1e6;
        boolean self = subject.name.equals("REALTIME");
        return new Entry(subject.name, subject.detail, Optional.of(new Measured(subject.resolutionNs, costNs[0],
                costNs[1], self ? 0 : offset.ns, self ? 0 : offset.halfWidthNs, driftPpm, boundPpm)), "");
    }

    private Difference againstRaw(Subject subject) {
        return against(subject, raw);
    }

    /** Null if it cannot be read. */
    private static Difference against(Subject subject, LongSupplier other) {
        try {
            return subject.read == null ? null : difference(subject.read, other, subject.slow);
        } catch (VenturiException e) { // the card is gone
            return null;
        }
    }

    /** In the words of the reading that fails; a clock of which one failed and the next does not is told as such. */
    private static String whyUnreadable(Subject subject) {
        try {
            if (subject.read != null) {
                subject.read.getAsLong();
            }
            return subject.why.isEmpty() ? "it was away for a part of the time" : subject.why;
        } catch (VenturiException e) {
            return e.getMessage();
        }
    }

    /** The narrowest of some readings of {@code a} between two of {@code b}. */
    private static Difference difference(LongSupplier a, LongSupplier b, boolean slow) {
        Difference best = null;
        for (int i = slow ? SLOW_COMPARISONS : COMPARISONS; i > 0; i--) {
            long beforeNs = b.getAsLong();
            long ns = a.getAsLong();
            long afterNs = b.getAsLong();
            long halfNs = Math.max(0, (afterNs - beforeNs + 1) / 2);
            if (best == null || halfNs < best.halfWidthNs) {
                best = new Difference(ns - beforeNs - halfNs, halfNs, beforeNs);
            }
        }
        return best;
    }

    /** What a reading costs, ns: median and 99th percentile, without what timing it costs. Null if it fails. */
    private long[] cost(Subject subject) {
        if (subject.read == null) {
            return null;
        }
        try {
            if (!subject.slow) {
                timed(() -> 0, WARM_UP);
                timed(subject.read, WARM_UP);
            }
            long[] empty = timed(() -> 0, READINGS);
            long[] ns = timed(subject.read, subject.slow ? SLOW_READINGS : READINGS);
            long baseNs = empty[empty.length / 2];
            return new long[] {Math.max(1, ns[ns.length / 2] - baseNs), Math.max(1, ns[ns.length * 99 / 100] - baseNs)};
        } catch (VenturiException e) { // the card is gone
            return null;
        }
    }

    private static long[] timed(LongSupplier read, int times) {
        long[] ns = new long[times];
        for (int i = 0; i < times; i++) {
            long beforeNs = System.nanoTime();
            read.getAsLong();
            ns[i] = System.nanoTime() - beforeNs;
        }
        Arrays.sort(ns);
        return ns;
    }

    private LongSupplier system(int id) {
        MemorySegment now = arena.allocate(timespec.layout());
        return () -> {
            Libc.clockGettime(id, now);
            return now.get(JAVA_LONG, timespec.tv_sec$offset()) * 1_000_000_000L
                    + now.get(JAVA_LONG, timespec.tv_nsec$offset());
        };
    }

    private void system(List<Subject> to, String name, int id, String detail) {
        int result = ClockCalls.clockGetres(state, id, time);
        to.add(new Subject(name, detail, time.get(JAVA_LONG, timespec.tv_nsec$offset()),
                result < 0 ? null : system(id), false, result < 0 ? "this kernel does not have it" : "", null));
    }

    private static void cards(String networkInterface, List<Subject> to) {
        if (networkInterface.isEmpty()) {
            PtpHardwareClock.indices().forEach(index -> to.add(card(index, "")));
            return;
        }
        int index = PtpHardwareClock.indexOf(networkInterface);
        if (index < 0) {
            throw new HostException(networkInterface + " has no PTP hardware clock: its driver says so to"
                    + " `ethtool -T " + networkInterface + "` too.", null);
        }
        to.add(card(index, ", of " + networkInterface));
    }

    private static Subject card(int index, String of) {
        String name = "ptp" + index;
        try {
            PtpHardwareClock clock = PtpHardwareClock.open(index);
            String detail = (clock.name().isEmpty() ? "PTP hardware clock" : clock.name()) + of
                    + (clock.capabilities().crossTimestamping() ? ", read at once with the system's" : "");
            return new Subject(name, detail, clock.resolutionNs(), clock::nanoTime, true, "", clock);
        } catch (VenturiException e) {
            return new Subject(name, "PTP hardware clock" + of, 0, null, true, e.getMessage(), null);
        }
    }

    private static String clockSource() {
        try {
            return Files.readString(CLOCK_SOURCE).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static ClockReport.Kernel kernel(KernelClockState told) {
        return new ClockReport.Kernel(told.synchronised(), told.statusNames(), told.offsetNs(), told.frequencyPpm(),
                told.maxErrorNs(), told.estErrorNs(), told.taiOffsetS(), told.leapPending());
    }

    private static List<Keeper> keepers(WallClock wall) {
        List<Keeper> keepers = new ArrayList<>();
        keepers.add(wall.chrony().found().map(ClockSurvey::chrony)
                .orElse(new Keeper("chronyd", false, wall.chrony().why())));
        keepers.add(wall.ptp().found().map(ClockSurvey::ptp4l)
                .orElse(new Keeper("ptp4l", false, wall.ptp().why())));
        wall.phc().found().ifPresent(phc -> keepers.add(new Keeper("phc2sys", wall.programs().contains("phc2sys"),
                "the card's clock is %d ns ahead of REALTIME, +- %d ns".formatted(phc.offsetNs(), phc.halfWidthNs()))));
        return keepers;
    }

    private static Keeper chrony(Chrony told) {
        return new Keeper("chronyd", true, told.synchronised()
                ? String.format(Locale.ROOT, "follows %s, stratum %d; offset %d ns, error up to %d ns, frequency %+.3f"
                + " ppm",
                        told.source(), told.stratum(), told.systemOffsetNs(), told.errorBoundNs(), told.frequencyPpm())
                : "runs, but follows nobody");
    }

    private static Keeper ptp4l(Ptp4l told) {
        String ports = String.join(", ", told.ports().stream().map(port -> (port.networkInterface().isEmpty()
                ? "port " + port.number() : port.networkInterface()) + " " + port.stateName() + " ("
                + port.stamping().name().toLowerCase(Locale.ROOT) + " stamps)").toList());
        String follows = told.isGrandmaster() ? "is the grandmaster of its domain"
                : "grandmaster %s, %d steps away; offset %d ns, path delay %.0f ns".formatted(told.grandmaster(),
                        told.stepsRemoved(), told.masterOffsetNs(), told.meanPathDelayNs());
        return new Keeper("ptp4l", true, ports + "; " + follows + (told.ptpTimescale()
                ? "; TAI - UTC " + told.utcOffsetS() + " s" : "; its time is not TAI"));
    }
}
