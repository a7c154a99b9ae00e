package io.venturi.engine.api;

import io.venturi.engine.error.HostException;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.metric.HostConditions.Pacing;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.PacingChoice;
import io.venturi.engine.plan.SendPattern;
import io.venturi.engine.socket.EgressQueue;
import io.venturi.engine.socket.LaunchClock;
import io.venturi.engine.socket.SocketOptions;
import java.util.Locale;

/**
 * Who lets the probes of a test go at their times, and why.
 *
 * @param clock  on which the kernel is told, {@link LaunchClock#NONE} if this process lets them go
 * @param leadNs how long before its time the kernel gets a probe
 * @param earlyNs how long before its time the kernel may let a probe go
 * @param report the same for people
 */
record PacingSetup(LaunchClock clock, long leadNs, long earlyNs, Pacing report) {
    /** More probes than that of one train would fill a flow's share of fq, which is 100. */
    private static final int MOST_TOGETHER = 64;
    private static final int MOST_WAITING = 8;
    private static final long LEAST_LEAD_NS = 100_000;

    /**
     * Ask the interface what it does with launch times, and try it.
     *
     * @param options of the socket that will send
     * @throws HostException if the plan insists on what does not work here
     */
    static PacingSetup of(RttPlan plan, SocketOptions options) {
        PacingChoice choice = plan.probes().pacing().choice();
        String asked = choice.name().toLowerCase(Locale.ROOT);
        if (choice == PacingChoice.USER) {
            return user(asked, null, "");
        }
        EgressQueue queue;
        try {
            queue = EgressQueue.towards(options.remote().getAddress(), options.device());
        } catch (NativeException e) {
            return fallBack(choice, asked, null, e.getMessage());
        }
        LaunchClock clock = clock(choice, queue);
        String obstacle = obstacle(plan, choice, queue, clock);
        if (obstacle.isEmpty()) {
            obstacle = LaunchCheck.obstacle(options, clock, queue.offload() ? 0 : queue.deltaNs());
        }
        if (!obstacle.isEmpty()) {
            return fallBack(choice, asked, queue, obstacle);
        }
        long leadNs = leadNs(plan.probes());
        String used = switch (clock) {
            case NONE -> "user";
            case MONOTONIC -> "fq";
            case TAI -> "etf";
            case TAI_DEADLINE -> "etf-deadline";
        };
        return new PacingSetup(clock, leadNs, queue.deltaNs(), new Pacing(asked, used, queue.device(), queue.name(),
                leadNs, "a datagram sent beforehand left at its time"));
    }

    Launch launch() {
        return new Launch(clock, leadNs, earlyNs);
    }

    private static PacingSetup user(String asked, EgressQueue queue, String reason) {
        return new PacingSetup(LaunchClock.NONE, 0, 0, new Pacing(asked, "user", queue == null ? "" : queue.device(),
                queue == null ? "" : queue.name(), 0, reason));
    }

    private static PacingSetup fallBack(PacingChoice choice, String asked, EgressQueue queue, String obstacle) {
        if (choice == PacingChoice.AUTO) {
            return user(asked, queue, obstacle);
        }
        throw new HostException("Pacing by " + asked + " does not work here: " + obstacle + ".", null);
    }

    private static LaunchClock clock(PacingChoice choice, EgressQueue queue) {
        boolean etf = queue.kind() == EgressQueue.Kind.ETF
                || queue.kind() == EgressQueue.Kind.PARTLY_ETF && choice == PacingChoice.ETF;
        if (etf && choice != PacingChoice.FQ) {
            return queue.deadline() ? LaunchClock.TAI_DEADLINE : LaunchClock.TAI;
        }
        return queue.kind() == EgressQueue.Kind.FQ && choice != PacingChoice.ETF ? LaunchClock.MONOTONIC
                : LaunchClock.NONE;
    }

    private static String obstacle(RttPlan plan, PacingChoice choice, EgressQueue queue, LaunchClock clock) {
        if (clock == LaunchClock.NONE) {
            String where = queue.device().isEmpty() ? "the interface of the route" : queue.device();
            String kind = choice == PacingChoice.ETF ? "etf" : "fq";
            return "the queue of " + where + " is " + queue.name() + ", which heeds no launch times"
                    + (choice == PacingChoice.AUTO ? "" : " of " + kind + "; `tc qdisc replace dev " + where + " root "
                            + (kind.equals("fq") ? "fq`" : "etf clockid CLOCK_TAI delta 300000`") + " changes that");
        }
        if (!plan.precision().kernelStamps()) {
            return "without kernel stamps nobody can tell whether probes leave in time";
        }
        return plan.probes().pattern() instanceof SendPattern.Trains trains && trains.probes() > MOST_TOGETHER
                ? "more than " + MOST_TOGETHER + " probes at once do not fit the queue" : "";
    }

    /** So short that only a few probes wait in the queue. */
    private static long leadNs(RttPlan.Probes probes) {
        long betweenNs = probes.expected() == Long.MAX_VALUE ? probes.intervalNs()
                : Math.max(1, probes.durationNs() / probes.expected());
        long mostNs = betweenNs > Long.MAX_VALUE / MOST_WAITING ? Long.MAX_VALUE : MOST_WAITING * betweenNs;
        return Math.min(probes.pacing().leadNs(), Math.max(LEAST_LEAD_NS, mostNs));
    }
}
