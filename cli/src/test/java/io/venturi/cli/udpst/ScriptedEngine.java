package io.venturi.cli.udpst;

import io.venturi.engine.api.CapacityListener;
import io.venturi.engine.metric.CapacityReport;
import io.venturi.engine.metric.CapacityServerTotals;
import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Measures nothing: tells what a test wants told and gives a report that was written down. A server is stopped at
 * once.
 */
final class ScriptedEngine implements Engine, StopSignals {
    private final BiFunction<CapacityPlan, CapacityListener, CapacityReport> script;
    private boolean serving;
    ServePlan.Udpst served;

    ScriptedEngine(BiFunction<CapacityPlan, CapacityListener, CapacityReport> script) {
        this.script = script;
    }

    @Override
    public void onStop(Runnable action) {
        if (serving) {
            action.run();
        }
    }

    @Override
    public Test prepare(CapacityPlan plan, CapacityListener listener) {
        return new Test() {
            @Override
            public CapacityReport run() {
                return script.apply(plan, listener);
            }

            @Override
            public void stop() {
                throw new AssertionError("nothing runs");
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    @Override
    public Responder serve(ServePlan.Udpst plan, RttPlan.Family family, RttPlan.Precision precision,
                           CapacityListener listener) {
        serving = true;
        served = plan;
        return new Responder() {
            @Override
            public List<InetSocketAddress> addresses() {
                return List.of(new InetSocketAddress("127.0.0.1", 24_601));
            }

            @Override
            public CapacityServerTotals totals() {
                throw new AssertionError("nobody asks");
            }

            @Override
            public void close() {
                serving = false;
            }
        };
    }
}
