package io.venturi.cli.iperf3;

import io.venturi.engine.api.ThroughputListener;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.ThroughputPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Plays a test that has been recorded; at a server one test, with its report asked for. */
final class ScriptedEngine implements Engine {
    private final List<ThroughputEvent> events;
    private final ThroughputReport report;
    private final List<ThroughputPlan> plans = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();

    ScriptedEngine(List<ThroughputEvent> events, ThroughputReport report) {
        this.events = events;
        this.report = report;
    }

    /** Those it was asked to run. */
    List<ThroughputPlan> plans() {
        return plans;
    }

    /** What the server told its client. */
    List<String> outputs() {
        return outputs;
    }

    @Override
    public Test prepare(ThroughputPlan plan, ThroughputListener listener) {
        plans.add(plan);
        return new Test() {
            @Override
            public ThroughputReport run() {
                events.forEach(listener::onEvent);
                return report;
            }

            @Override
            public void stop() {
                // it ends by itself
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    @Override
    public Service serve(Options.Server server, LongFunction<ThroughputListener> listeners) {
        return new Service() {
            @Override
            public boolean awaitLastTest(long ns) {
                ThroughputListener listener = listeners.apply(1);
                events.forEach(listener::onEvent);
                outputs.add(listener.output(report).text());
                listener.onEvent(new ThroughputEvent.Ended(report));
                return true;
            }

            @Override
            public long idleNs() {
                return 0;
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
