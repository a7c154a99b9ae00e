package io.venturi.engine.api;

import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.protocol.irtt.IrttClient;
import io.venturi.engine.protocol.irtt.IrttServer;
import io.venturi.engine.protocol.irtt.IrttServerListener;
import io.venturi.engine.protocol.irtt.IrttServerOptions;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.socket.Transmitter;
import io.venturi.engine.stream.Endpoint;
import io.venturi.engine.stream.RoundTripClient;

/** Round-trip tests by IRTT. */
final class IrttProtocol implements RoundTripProtocol {

    @Override
    public int defaultPort() {
        return IrttMessage.DEFAULT_PORT;
    }

    @Override
    public int defaultHopLimit() {
        return 0;
    }

    @Override
    public RoundTripClient client(RttPlan plan, Launch launch, SyncState ownClock, boolean negotiateOnly,
                                  Transmitter transmitter, Recorder recorder) {
        return new IrttClient(plan, launch, negotiateOnly, IrttKey.of(plan.key()), transmitter, recorder,
                SystemClock.MONOTONIC, SystemClock.realtime());
    }

    @Override
    public Endpoint responder() {
        return new IrttServer(IrttServerOptions.builder().minIntervalNs(0).build(), SystemClock.MONOTONIC,
                SystemClock.realtime(), IrttServerListener.NONE);
    }
}
