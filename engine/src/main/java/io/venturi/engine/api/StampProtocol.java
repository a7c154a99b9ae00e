package io.venturi.engine.api;

import io.venturi.engine.clock.KernelClockState;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.protocol.stamp.ClockQuality;
import io.venturi.engine.protocol.stamp.StampListener;
import io.venturi.engine.protocol.stamp.StampReflector;
import io.venturi.engine.protocol.stamp.StampReflectorListener;
import io.venturi.engine.protocol.stamp.StampReflectorOptions;
import io.venturi.engine.protocol.stamp.StampSender;
import io.venturi.engine.protocol.stamp.StampSenderOptions;
import io.venturi.engine.protocol.stamp.wire.StampKey;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.socket.Transmitter;
import io.venturi.engine.stream.Endpoint;
import io.venturi.engine.stream.RoundTripClient;
import java.util.concurrent.ThreadLocalRandom;

/** Round-trip tests by STAMP. */
final class StampProtocol implements RoundTripProtocol {
    /** So that the TTL on arrival tells how many routers there are on the way (RFC 8762 4.2). */
    static final int HOP_LIMIT = 255;

    @Override
    public int defaultPort() {
        return StampReflectorOptions.DEFAULT_PORT;
    }

    @Override
    public int defaultHopLimit() {
        return HOP_LIMIT;
    }

    @Override
    public RoundTripClient client(RttPlan plan, Launch launch, SyncState ownClock, boolean negotiateOnly,
                                  Transmitter transmitter,
                                  Recorder recorder) {
        if (negotiateOnly) {
            throw new ConfigException("STAMP has nothing to negotiate.");
        }
        return new StampSender(plan, launch, options(plan, ownClock), transmitter, recorder, SystemClock.MONOTONIC,
                SystemClock.realtime(), StampListener.NONE);
    }

    /**
     * How a plan's test is sent. A session identifier of its own keeps a test apart from one before it on the same
     * port.
     *
     * @throws ConfigException if the plan asks for what STAMP does not have
     */
    static StampSenderOptions options(RttPlan plan, SyncState ownClock) {
        String fill = plan.probes().fill();
        if (!fill.equals("none") && !fill.equals("rand")) {
            throw new ConfigException("STAMP pads with none (zeros) or rand, not " + fill + ".");
        }
        if (!plan.replies().fill().isEmpty()) {
            throw new ConfigException("A STAMP reflector cannot be asked how to fill its replies.");
        }
        int ssid = plan.stamp().ssid() == RttPlan.Stamp.RANDOM_SSID
                ? ThreadLocalRandom.current().nextInt(1, 1 << 16) : plan.stamp().ssid();
        return StampSenderOptions.builder().key(StampKey.of(plan.key())).ssid(ssid)
                .extensions(plan.stamp().extensions()).randomPadding(fill.equals("rand"))
                .clock(ClockQuality.of(ownClock, KernelClockState.read().taiOffsetS())).build();
    }

    @Override
    public Endpoint responder() {
        return new StampReflector(StampReflectorOptions.builder().packetsPerSecond(0).maxSessions(1).build(),
                SystemClock.realtime(), StampReflectorListener.NONE);
    }
}
