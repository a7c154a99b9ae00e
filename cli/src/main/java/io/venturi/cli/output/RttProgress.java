package io.venturi.cli.output;

import io.venturi.engine.api.RttListener;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.IntervalReport;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.RttPlan;
import java.io.PrintWriter;
import java.net.InetSocketAddress;

/** What is shown while a test runs: a line per probe when they are slow enough to read, else a line per second. */
public final class RttProgress implements RttListener {
    private static final long READABLE_INTERVAL_NS = 200_000_000;

    private final PrintWriter out;
    private final boolean quiet;
    private final boolean perProbe;
    private volatile boolean finished;

    public RttProgress(RttPlan plan, PrintWriter out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
        this.perProbe = plan.probes().intervalNs() >= READABLE_INTERVAL_NS;
    }

    @Override
    public void onConnected(InetSocketAddress peer, RttSettings agreed) {
        say("Measuring to %s: %d bytes every %s%s".formatted(Figures.address(peer), agreed.lengthBytes(),
                Durations.format(agreed.intervalNs()),
                agreed.durationNs() == RttPlan.ENDLESS ? " until Ctrl-C" : " for "
                        + Durations.format(agreed.durationNs())));
    }

    @Override
    public void onRestriction(String what) {
        say("Note: the " + what + ".");
    }

    @Override
    public void onWaiting(long waitNs) {
        if (waitNs > 500_000_000L) {
            say("Waiting up to " + Durations.format(waitNs) + " for the last replies.");
        }
    }

    @Override
    public void onRoundTrip(RoundTrip row) {
        if (perProbe) {
            long userNs = row.delayNs(Direction.ROUND_TRIP, StampSource.USER);
            long kernelNs = row.delayNs(Direction.ROUND_TRIP, StampSource.KERNEL);
            say("seq=" + row.seq() + " rtt=" + duration(kernelNs == RoundTrip.ABSENT ? userNs : kernelNs)
                    + (kernelNs == RoundTrip.ABSENT ? "" : " user=" + duration(userNs)));
        }
    }

    private static String duration(long ns) {
        return ns == RoundTrip.ABSENT ? "unknown" : Figures.duration(ns);
    }

    @Override
    public void onDuplicate(RoundTrip row) {
        if (perProbe) {
            say("seq=" + row.seq() + " duplicate");
        }
    }

    @Override
    public void onInterval(IntervalReport interval) {
        if (!perProbe) {
            var rtt = interval.roundTrip();
            say(interval.received() == 0
                    ? "%6.1f s  sent %d, nothing received".formatted(seconds(interval), interval.sent())
                    : rtt.isEmpty() ? "%6.1f s  sent %d, received %d, all of them after a stall of this host".formatted(
                            seconds(interval), interval.sent(), interval.received())
                    : "%6.1f s  sent %d, received %d; rtt min %s, p50 %s, p99 %s, max %s".formatted(seconds(interval),
                            interval.sent(), interval.received(), Figures.duration(rtt.min()),
                            Figures.duration(rtt.median()), Figures.duration(rtt.quantiles().p99()),
                            Figures.duration(rtt.max())));
        }
    }

    private static double seconds(IntervalReport interval) {
        return interval.endNs() / 1e9;
    }

    /** Nothing more is said; the report comes. */
    public void finish() {
        finished = true;
    }

    private void say(String line) {
        if (!quiet && !finished) {
            out.println(line);
            out.flush();
        }
    }
}
