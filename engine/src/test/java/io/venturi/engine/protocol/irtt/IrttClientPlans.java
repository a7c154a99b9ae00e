package io.venturi.engine.protocol.irtt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.WaitRule;
import java.util.List;

/** A round-trip plan with everything at its default, to be changed one by one. */
final class IrttClientPlans {
    private long durationNs = 1_000_000_000;
    private long intervalNs = 200_000_000;
    private int length;
    private String fill = "none";
    private boolean fillOnce;
    private RttPlan.Replies replies = RttPlan.Replies.ALL;
    private int trafficClass;
    private List<Long> timeouts = RttPlan.OPEN_TIMEOUTS;
    private WaitRule waitRule = WaitRule.DEFAULT;
    private boolean accepting;
    private String key = "";

    static IrttClientPlans plan() {
        return new IrttClientPlans();
    }

    IrttClientPlans every(long newIntervalNs, long newDurationNs) {
        intervalNs = newIntervalNs;
        durationNs = newDurationNs;
        return this;
    }

    IrttClientPlans length(int value) {
        length = value;
        return this;
    }

    IrttClientPlans fill(String value, boolean once) {
        fill = value;
        fillOnce = once;
        return this;
    }

    IrttClientPlans replies(RttPlan.Replies value) {
        replies = value;
        return this;
    }

    IrttClientPlans stamps(PeerStamps stamps, RttPlan.PeerClock clock) {
        return replies(new RttPlan.Replies(stamps, clock, true, true, ""));
    }

    IrttClientPlans trafficClass(int value) {
        trafficClass = value;
        return this;
    }

    IrttClientPlans timeouts(Long... ns) {
        timeouts = List.of(ns);
        return this;
    }

    IrttClientPlans wait(String rule) {
        waitRule = WaitRule.parse(rule);
        return this;
    }

    IrttClientPlans accepting() {
        accepting = true;
        return this;
    }

    IrttClientPlans key(String value) {
        key = value;
        return this;
    }

    RttPlan build() {
        return new RttPlan(new RttPlan.Target("192.0.2.1", RttPlan.Family.ANY, "", ""),
                new RttPlan.Probes(durationNs, intervalNs, length, fill, fillOnce), replies,
                new RttPlan.Marks(trafficClass, 0, RttPlan.DontFragment.DEFAULT), timeouts, waitRule, accepting,
                key.getBytes(US_ASCII), RttPlan.Precision.DEFAULT, 0);
    }

    /** A pair of a client with this plan and a peer that is silent until told otherwise. */
    IrttClientPair pair() {
        return new IrttClientPair(build());
    }
}
