package io.venturi.engine.api;

import io.venturi.engine.metric.SyncState;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.socket.Transmitter;
import io.venturi.engine.stream.Endpoint;
import io.venturi.engine.stream.RoundTripClient;

/** What the protocols of round-trip tests do each in its own way; the one place that knows them all. */
interface RoundTripProtocol {

    static RoundTripProtocol of(RttPlan.Protocol protocol) {
        return switch (protocol) {
            case IRTT -> new IrttProtocol();
            case STAMP -> new StampProtocol();
        };
    }

    /** The port of a peer that is named without one. */
    int defaultPort();

    /** TTL or hop limit of what is sent if the plan names none, 0 for the host's default. */
    int defaultHopLimit();

    /**
     * The side that sends probes.
     *
     * @param launch        who lets probes go at their times
     * @param ownClock      what this host's wall clock is worth, for the peer to know
     * @param negotiateOnly ask what the peer would grant, and run no test
     * @throws io.venturi.engine.error.ConfigException if the plan asks for what the protocol does not have
     */
    RoundTripClient client(RttPlan plan, Launch launch, SyncState ownClock, boolean negotiateOnly,
            Transmitter transmitter, Recorder recorder);

    /** The side that answers them, without a key, a log or a limit; for the warm-up. */
    Endpoint responder();
}
