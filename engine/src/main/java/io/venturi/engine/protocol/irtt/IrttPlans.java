package io.venturi.engine.protocol.irtt;

import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.protocol.irtt.wire.ReceivedStats;
import io.venturi.engine.protocol.irtt.wire.StampAt;
import io.venturi.engine.protocol.irtt.wire.StampClock;

/** From a plan to IRTT parameters, and from those to the neutral settings of a report. */
final class IrttPlans {

    private IrttPlans() {
    }

    /** What to ask of the server. The clock is always named: some servers end when stamps are wanted without one. */
    static IrttParams params(RttPlan plan) {
        RttPlan.Replies replies = plan.replies();
        return new IrttParams(IrttParams.VERSION, plan.probes().durationNs(), plan.probes().intervalNs(),
                plan.probes().lengthBytes(), stats(replies), stampAt(replies.stamps()), clock(replies.clock()),
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
    static RttSettings settings(IrttParams params, int lengthBytes) {
        return new RttSettings("irtt", params.version(), params.durationNs(), Math.max(1, params.intervalNs()),
                lengthBytes, params.trafficClass() & 0xff, stamps(params.stampAt()), params.clock().hasWall(),
                params.clock().hasMonotonic(), params.stats().hasCount(), params.stats().hasWindow(),
                params.serverFill());
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
