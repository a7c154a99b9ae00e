package io.venturi.engine.protocol.irtt;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.Lengths;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.SendPattern;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.protocol.irtt.wire.ReceivedStats;
import io.venturi.engine.protocol.irtt.wire.StampAt;
import io.venturi.engine.protocol.irtt.wire.StampClock;

/** From a plan to IRTT parameters, and from those to the neutral settings of a report. */
final class IrttPlans {

    /**
     * Asked for where probes are not evenly spaced: whatever comes closer together than a server's least interval is
     * dropped there, and what it grants then is just that interval.
     */
    private static final long ANY_INTERVAL_NS = 1;

    private IrttPlans() {
    }

    /**
     * Check that a plan is one that IRTT can carry out.
     *
     * @throws ConfigException if not
     */
    static void require(RttPlan plan) {
        if (!(plan.probes().lengths() instanceof Lengths.Fixed)) {
            throw new ConfigException("IRTT agrees with the server on one length for all probes, so it cannot send "
                    + plan.probes().lengths() + ": give one length, or measure a STAMP reflector (--protocol stamp).");
        }
    }

    private static boolean isEven(RttPlan plan) {
        return plan.probes().pattern() instanceof SendPattern.Isochronous;
    }

    /** Why probes cannot be sent as the plan wants where these parameters are granted; empty if they can. */
    static String refusal(RttPlan plan, IrttParams granted) {
        return isEven(plan) || granted.intervalNs() <= ANY_INTERVAL_NS ? ""
                : "server wants " + Durations.format(granted.intervalNs()) + " between probes and drops those that come"
                        + " sooner, as those of a " + plan.probes().pattern() + " schedule do (with venturi, serve"
                        + " with --min-interval 0)";
    }

    /** What to ask of the server. The clock is always named: some servers end when stamps are wanted without one. */
    static IrttParams params(RttPlan plan) {
        RttPlan.Replies replies = plan.replies();
        return new IrttParams(IrttParams.VERSION, plan.probes().durationNs(),
                isEven(plan) ? plan.probes().intervalNs() : ANY_INTERVAL_NS, plan.probes().lengthBytes(),
                stats(replies), stampAt(replies.stamps()), clock(replies.clock()),
                plan.marks().trafficClass(), replies.fill(), IrttClient.EXTENSIONS);
    }

    private static ReceivedStats stats(RttPlan.Replies replies) {
        if (replies.count()) {
            return replies.window() ? ReceivedStats.BOTH : ReceivedStats.COUNT;
        }
        return replies.window() ? ReceivedStats.WINDOW : ReceivedStats.NONE;
    }

    private static StampAt stampAt(PeerStamps stamps) {
        return switch (stamps) {
            case NONE -> StampAt.NONE;
            case RECEIVE -> StampAt.RECEIVE;
            case SEND -> StampAt.SEND;
            case BOTH -> StampAt.BOTH;
            case MIDPOINT -> StampAt.MIDPOINT;
        };
    }

    private static StampClock clock(RttPlan.PeerClock clock) {
        return switch (clock) {
            case WALL -> StampClock.WALL;
            case MONOTONIC -> StampClock.MONOTONIC;
            case BOTH -> StampClock.BOTH;
        };
    }

    /** Parameters as a report tells them; {@code lengthBytes} is the length of the packets. */
    static RttSettings settings(RttPlan plan, IrttParams params, int lengthBytes) {
        long intervalNs = isEven(plan) ? Math.max(1, params.intervalNs()) : plan.probes().intervalNs();
        return new RttSettings("irtt", params.version(), params.durationNs(), intervalNs,
                lengthBytes, params.trafficClass() & 0xff, stamps(params.stampAt()), params.clock().hasWall(),
                params.clock().hasMonotonic(), params.stats().hasCount(), params.stats().hasWindow(),
                params.serverFill(), plan.probes().stream());
    }

    private static PeerStamps stamps(StampAt at) {
        return switch (at) {
            case NONE -> PeerStamps.NONE;
            case RECEIVE -> PeerStamps.RECEIVE;
            case SEND -> PeerStamps.SEND;
            case BOTH -> PeerStamps.BOTH;
            case MIDPOINT -> PeerStamps.MIDPOINT;
        };
    }
}
