package io.venturi.engine.api;

import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.WaitRule;
import java.util.List;

/** Plans of short tests on this host. Nothing in them depends on how fast it is: replies are waited for long enough. */
final class LoopbackPlans {
    static final long MS = 1_000_000;
    static final long S = 1_000 * MS;
    static final RttPlan.Precision QUIET = new RttPlan.Precision(RttPlan.Wakeup.SLEEP, true, -1, 0, false, 0);
    private static final ServePlan.Irtt DEFAULT = ServePlan.Irtt.DEFAULT;

    private LoopbackPlans() {
    }

    /** A test of the given number of probes, one per ms. */
    static RttPlan probes(String host, int count) {
        return plan(host, count * MS, MS, 0, QUIET);
    }

    /** A test that ends only when it is stopped; the last 4096 rows are kept. */
    static RttPlan endless(String host) {
        return plan(host, RttPlan.ENDLESS, MS, 4_096, QUIET);
    }

    static RttPlan plan(String host, long durationNs, long intervalNs, long keepRows, RttPlan.Precision precision) {
        return with(new RttPlan.Target(host, RttPlan.Family.ANY, "", ""),
                new RttPlan.Probes(durationNs, intervalNs, 0, "none", false), keepRows, precision);
    }

    static RttPlan with(RttPlan.Target target, RttPlan.Probes probes, long keepRows, RttPlan.Precision precision) {
        return new RttPlan(target, probes, RttPlan.Replies.ALL, RttPlan.Marks.NONE, List.of(60 * S),
                WaitRule.parse("1000000x1h"), false, new byte[0], precision, keepRows);
    }

    /** A server that lets probes through as fast as they come. */
    static ServePlan server(String... binds) {
        return new ServePlan(List.of(binds), RttPlan.Family.ANY, new ServePlan.Irtt(0, 0, 0, DEFAULT.key(),
                DEFAULT.timeoutNs(), DEFAULT.packetBurst(), DEFAULT.fill(), DEFAULT.allowFills(),
                DEFAULT.allowedStamps(), DEFAULT.allowTrafficClass(), DEFAULT.maxSessions(),
                DEFAULT.maxSessionsPerAddress()), 0, QUIET);
    }
}
