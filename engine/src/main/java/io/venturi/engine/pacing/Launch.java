package io.venturi.engine.pacing;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.PairedClocks;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.socket.LaunchClock;
import java.util.Arrays;

/**
 * Who lets probes go at their times: this process, or the kernel, which then gets each probe some time before it is due
 * and is told when that is. Remembers what it told of which probe, because the kernel names a probe that it dropped by
 * its launch time.
 *
 * <p>Thread: the lane. Allocates nothing after construction.
 */
public final class Launch {
    private static final int SIZE = 1 << 10;
    private static final long NONE = -1;
    /** A clock that was set back by more than this is followed, although launch times then go back. */
    private static final long STEP_NS = 1_000_000;

    private final LaunchClock clock;
    private final long leadNs;
    private final long earlyNs;
    private final PairedClocks clocks;
    private long lastTime;
    private final long[] times = new long[SIZE];
    private final long[] seqs = new long[SIZE];
    private final int[] bytes = new int[SIZE];
    private int takenBytes;

    /**
     * @param clock  on which launch times are given, {@link LaunchClock#NONE} for this process
     * @param leadNs how long before it is due the kernel gets a probe; where times are latest times, how late one may
     *               be
     * @param earlyNs how long before it is due the kernel may let a probe go
     */
    public Launch(LaunchClock clock, long leadNs, long earlyNs) {
        this(clock, leadNs, earlyNs, SystemClock.MONOTONIC,
                clock == LaunchClock.TAI || clock == LaunchClock.TAI_DEADLINE ? SystemClock.tai()
                        : SystemClock.MONOTONIC);
    }

    /** The same on given clocks. */
    public Launch(LaunchClock clock, long leadNs, long earlyNs, Clock monotonic, Clock launchClock) {
        this.clock = clock;
        this.leadNs = leadNs;
        this.earlyNs = earlyNs;
        this.clocks = new PairedClocks(monotonic, launchClock);
        Arrays.fill(seqs, NONE);
    }

    /** Probes are let go by this process. */
    public static Launch byUser() {
        return new Launch(LaunchClock.NONE, 0, 0);
    }

    /** True if the kernel is told when probes are to leave. */
    public boolean byKernel() {
        return clock != LaunchClock.NONE;
    }

    /** True if the kernel drops what it cannot send in time. */
    public boolean mayBeMissed() {
        return clock == LaunchClock.TAI || clock == LaunchClock.TAI_DEADLINE;
    }

    /** When a probe is to be handed to the kernel that is to leave at {@code intendedNs}, CLOCK_MONOTONIC. */
    @HotPath
    public long handOverNs(long intendedNs) {
        return holds() && intendedNs != Schedule.NEVER ? intendedNs - leadNs : intendedNs;
    }

    /**
     * When a probe will leave, as far as this process knows, that is handed over at {@code nowNs}: where the kernel may
     * be early, the earliest time, because no delay may come out shorter than it was.
     */
    @HotPath
    public long departureNs(long intendedNs, long nowNs) {
        return holds() ? Math.max(intendedNs - earlyNs, nowNs) : nowNs;
    }

    /** True if the kernel keeps a probe until its time. */
    private boolean holds() {
        return clock == LaunchClock.MONOTONIC || clock == LaunchClock.TAI;
    }

    /**
     * What the kernel is to be told of a probe that is due at {@code intendedNs}. No two probes get the same time, so
     * those of a burst are a nanosecond apart. The relation of the clocks is read each time, so that it does not matter
     * when somebody sets one of them.
     */
    @HotPath
    public long time(long intendedNs) {
        long time = clock == LaunchClock.MONOTONIC ? intendedNs
                : intendedNs + aheadNs() + (clock == LaunchClock.TAI_DEADLINE ? leadNs : 0);
        boolean set = time < lastTime - STEP_NS;
        lastTime = set ? time : Math.max(time, lastTime + 1);
        return lastTime;
    }

    /** How far the launch clock is ahead of CLOCK_MONOTONIC now. */
    private long aheadNs() {
        clocks.read();
        return clocks.wallNs() - clocks.monotonicNs();
    }

    /** Probe {@code seq} of this length was handed over with this launch time. */
    @HotPath
    public void sent(long seq, long time, int length) {
        int i = (int) seq & SIZE - 1;
        times[i] = time;
        seqs[i] = seq;
        bytes[i] = length;
    }

    /**
     * The probe that was to leave at {@code time}, once; -1 if it is forgotten.
     *
     * @param nextSeq the number of the probe that is not sent yet
     */
    public long take(long time, long nextSeq) {
        for (long seq = nextSeq - 1; seq >= Math.max(0, nextSeq - SIZE); seq--) {
            int i = (int) seq & SIZE - 1;
            if (seqs[i] == seq && times[i] == time) {
                seqs[i] = NONE;
                takenBytes = bytes[i];
                return seq;
            }
        }
        return NONE;
    }

    /** Length of the probe that was taken last. */
    public int takenBytes() {
        return takenBytes;
    }
}
