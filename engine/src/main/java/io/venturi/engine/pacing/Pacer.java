package io.venturi.engine.pacing;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Sleeper;
import io.venturi.engine.plan.RttPlan.Wakeup;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.UdpSocket;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;

/**
 * An idle strategy that knows the next deadline: it waits for that or for a packet, whichever comes first.
 *
 * <p>{@link Wakeup#HYBRID} sleeps until a margin before the deadline and then returns at once, so that the lane polls
 * its sockets while it spins; for the last few microseconds the lane watches only the clock, see {@link #finish}. The
 * margin follows the lateness of this host's own wake-ups.
 *
 * <p>Thread: the lane. Allocates nothing.
 */
public final class Pacer implements IdleStrategy {
    /** So close to the deadline a look at the sockets would make us late: only the clock is watched. */
    private static final long FINAL_SPIN_NS = 5_000;
    private static final long COLD_NS = 200_000;
    private static final long SHORTEST_SLEEP_NS = 10_000;
    private static final long FIRST_MARGIN_NS = 100_000;
    private static final long LEAST_MARGIN_NS = 50_000;
    private static final long MOST_MARGIN_NS = 500_000;
    private static final long HEADROOM_NS = 30_000;
    /** Work came soon if within this many times the spinning: slept through, it comes later than it would have. */
    private static final long SOON = 2;
    /** A relative wait may end late by a thousandth of its length (kernel: select_estimate_accuracy). */
    private static final long ACCURACY_DIVISOR = 500;

    private final Wakeup wakeup;
    private final long spinAfterWorkNs;
    private final long restNs;
    private final Poller poller;
    private final boolean sends;
    private final Sleeper sleeper = new Sleeper();
    private long marginNs = FIRST_MARGIN_NS;
    private long deadlineNs = Long.MAX_VALUE;
    private long lastWorkNs;
    private boolean soonLately;
    private boolean soonBefore;
    private long intendedWaitNs;
    private long restedNs;

    /**
     * @param spinAfterWorkNs how long HYBRID goes on polling after work before it sleeps, where that has paid lately
     * @param poller          the lane's sockets, or null for a lane without any
     * @param sends           the deadlines are times to send at; if not, they are times at which something is expected,
     *                        and whoever else wants this CPU, perhaps to send just that, may have it
     */
    public Pacer(Wakeup wakeup, long spinAfterWorkNs, Poller poller, boolean sends) {
        this(wakeup, spinAfterWorkNs, 0, poller, sends);
    }

    /** For much traffic whose times the kernel stamps, so that nothing is lost by looking late. */
    public static Pacer ofLoad(Wakeup wakeup, long restNs, Poller poller, boolean sends) {
        return new Pacer(wakeup, 0, restNs, poller, sends);
    }

    /** @param restNs after a packet ended a wait, SLEEP does not look at the sockets for that long */
    private Pacer(Wakeup wakeup, long spinAfterWorkNs, long restNs, Poller poller, boolean sends) {
        this.wakeup = wakeup;
        this.restNs = wakeup == Wakeup.SLEEP ? restNs : 0;
        this.spinAfterWorkNs = wakeup == Wakeup.HYBRID ? spinAfterWorkNs : 0;
        this.poller = poller;
        this.sends = sends;
    }

    /** The next instant (CLOCK_MONOTONIC ns) at which the lane must be awake. */
    public void deadline(long ns) {
        deadlineNs = ns;
    }

    /** The lane's sockets are these now. */
    public void watch(List<UdpSocket> sockets) {
        poller.watch(sockets);
    }

    /** See which of the lane's sockets are ready, at the cost of one system call if the last wait did not tell. */
    @HotPath
    public void look() {
        if (poller != null) {
            poller.look();
        }
    }

    /** At the last {@link #look}, socket {@code i} had something, or nobody knows. */
    @HotPath
    public boolean isReady(int i) {
        return poller == null || poller.isReady(i);
    }

    /**
     * How long the last {@link #idle} meant to wait, ns, or did wait where a packet ended that earlier; what the lane
     * was away beyond it is a stall.
     */
    public long intendedWaitNs() {
        return intendedWaitNs;
    }

    @HotPath
    @Override
    public void idle(int workCount) {
        intendedWaitNs = 0;
        long nowNs = System.nanoTime();
        if (workCount > 0) {
            soonBefore = soonLately;
            soonLately = nowNs - lastWorkNs <= SOON * spinAfterWorkNs;
            lastWorkNs = nowNs;
            return;
        }
        long remainingNs = deadlineNs - nowNs;
        if (remainingNs <= 0) {
            return;
        }
        if (wakeup == Wakeup.BUSY) {
            Thread.onSpinWait();
            return;
        }
        if (spinsAfterWork(nowNs)) {
            Thread.yield(); // what is waited for may need this CPU to come about
            return;
        }
        long waitNs = wakeup == Wakeup.SLEEP
                ? remainingNs
                : remainingNs - marginNs - remainingNs / ACCURACY_DIVISOR;
        if (waitNs >= SHORTEST_SLEEP_NS || wakeup == Wakeup.SLEEP) {
            sleep(nowNs, waitNs);
        } else if (sends) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    /**
     * Only if work came soon after work at one of the last two times, as it does where a reply follows each probe. To
     * spin elsewhere is in vain, and a server that spins on the CPU of its client keeps it from its reply.
     */
    private boolean spinsAfterWork(long nowNs) {
        return (soonLately || soonBefore) && nowNs - lastWorkNs < spinAfterWorkNs;
    }

    /**
     * Spin to the deadline if it is near.
     *
     * @param nowNs CLOCK_MONOTONIC
     * @return the time after that, {@code nowNs} if it is not near
     */
    @HotPath
    public long finish(long nowNs) {
        if (wakeup == Wakeup.SLEEP || deadlineNs - nowNs > FINAL_SPIN_NS) {
            return nowNs;
        }
        long spinNs = nowNs;
        while (spinNs < deadlineNs) { // without onSpinWait, which takes as long as a reading
            spinNs = System.nanoTime();
        }
        return spinNs;
    }

    /** True if the lane has slept since it last worked, and now spins towards its deadline. */
    public boolean isWakingUp(long nowNs) {
        long remainingNs = deadlineNs - nowNs;
        return wakeup == Wakeup.HYBRID && remainingNs < marginNs && remainingNs > FINAL_SPIN_NS
                && nowNs - lastWorkNs > spinAfterWorkNs;
    }

    /** True if the lane has not worked for so long that its caches are cold. */
    public boolean isCold(long nowNs) {
        return nowNs - lastWorkNs > COLD_NS;
    }

    private void sleep(long nowNs, long waitNs) {
        intendedWaitNs = waitNs;
        if (nowNs < restedNs) {
            intendedWaitNs = Math.min(waitNs, restedNs - nowNs);
            sleeper.until(nowNs + intendedWaitNs);
            return;
        }
        if (poller == null) {
            sleeper.until(nowNs + waitNs);
        } else if (poller.await(waitNs) > 0) {
            long wokeNs = System.nanoTime();
            intendedWaitNs = Math.min(waitNs, wokeNs - nowNs);
            restedNs = wokeNs + restNs;
            return;
        }
        marginNs = nextMarginNs(marginNs, waitNs, System.nanoTime() - nowNs - waitNs);
    }

    /** Wide at once after a late wake-up, narrower by small steps. */
    static long nextMarginNs(long marginNs, long waitNs, long lateNs) {
        long wantedNs = Math.clamp(lateNs - waitNs / ACCURACY_DIVISOR + HEADROOM_NS, LEAST_MARGIN_NS, MOST_MARGIN_NS);
        return Math.max(wantedNs, marginNs - (marginNs >> 10));
    }

    /** How long before the deadline HYBRID now ends its sleep, ns. */
    long marginNs() {
        return marginNs;
    }

    @Override
    public void idle() {
        idle(0);
    }

    @Override
    public void reset() {
        lastWorkNs = 0;
    }
}
