package io.venturi.cli.irtt;

import io.venturi.engine.api.RttListener;
import io.venturi.engine.api.ServerListener;
import io.venturi.engine.error.PeerException;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Measures nothing: tells the listener what a test wants told, and gives a report that was written down. A server is
 * interrupted as soon as that is possible.
 */
final class ScriptedEngine implements Engine, StopSignals {
    private final Function<RttListener, RttReport> script;
    private Consumer<String> onStop;
    private int stops;
    private boolean serving;

    ScriptedEngine(Function<RttListener, RttReport> script) {
        this.script = script;
    }

    static ScriptedEngine failing(String message) {
        return new ScriptedEngine(_ -> {
            throw new PeerException(message);
        });
    }

    /** As if the user had pressed Ctrl-C. */
    void interrupt() {
        onStop.accept("interrupt");
    }

    int stops() {
        return stops;
    }

    @Override
    public void onStop(Consumer<String> action) {
        onStop = action;
        if (serving) {
            interrupt();
        }
    }

    @Override
    public Test prepare(RttPlan plan, RttListener listener) {
        return new Test() {
            @Override
            public RttReport run() {
                return script.apply(listener);
            }

            @Override
            public RttSettings negotiate() {
                return script.apply(listener).run().agreed();
            }

            @Override
            public void stop() {
                stops++;
            }

            @Override
            public void close() {
            }
        };
    }

    @Override
    public Responder serve(ServePlan plan, ServerListener listener) {
        listener.onEvent(new InetSocketAddress("127.0.0.1", 9), "NewConn", "new connection, token=1");
        listener.onEvent(null, "Drop", "many");
        serving = true;
        return new Responder() {
            @Override
            public List<InetSocketAddress> addresses() {
                return List.of(new InetSocketAddress("127.0.0.1", 2112));
            }

            @Override
            public void close() {
            }
        };
    }
}
