package io.venturi.engine.api;

import io.venturi.engine.agent.Lane;
import io.venturi.engine.agent.RoundTripAnalyst;
import io.venturi.engine.agent.ThreadTuning;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.metric.ClockChoice;
import io.venturi.engine.metric.RoundTripListener;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.Wakeup;
import io.venturi.engine.plan.StampExtensions;
import io.venturi.engine.plan.WaitRule;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.record.RoundTripTable;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.stream.Endpoint;
import io.venturi.engine.stream.RoundTripClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Runs both ends of a test against each other inside this thread before anything is measured, over loopback and by the
 * very classes that will measure: so the first probe is sent by compiled code, and the kernel, which takes up to 100 ms
 * to begin stamping after the first socket asks for it, has begun.
 */
final class WarmUp {
    private static final long INTERVAL_NS = 5_000;
    private static final long MOST_NS = 250_000_000;
    private static final long SPARSE_NS = 2_000_000;
    private static final int FEW = 100;
    private static final int RING_BYTES = 1 << 20;
    private static final int ROWS = 1 << 12;
    private static final RttPlan.Stamp EXTENDED = new RttPlan.Stamp(RttPlan.Stamp.RANDOM_SSID,
            new StampExtensions(false, false, StampExtensions.NO_DSCP, false, 0, 0, false, true));

    private WarmUp() {
    }

    /**
     * Run as many round trips as the plan says, but few where its probes leave time between them: the first ones are then
     * no later than after many, and the test begins 200 ms earlier.
     */
    static void run(RttPlan plan) {
        int roundTrips = plan.precision().warmUp();
        run(plan.target().protocol(), plan.probes().intervalNs() < SPARSE_NS ? roundTrips : Math.min(FEW, roundTrips),
                plan.precision().kernelStamps());
    }

    /** Run {@code roundTrips} round trips, or as many as fit 250 ms; a host without loopback is no failure. */
    static void run(RttPlan.Protocol protocol, int roundTrips, boolean stamps) {
        if (roundTrips == 0) {
            return;
        }
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (UdpSocket listening = UdpSocket.open(SocketOptions.listening(any).sized(8, 2048).stamped(false, stamps));
                UdpSocket connected = UdpSocket.open(SocketOptions.connected(any, listening.localAddress())
                        .sized(8, 2048).stamped(stamps, stamps));
                RoundTripTable table = RoundTripTable.keepingLast(ROWS)) {
            run(protocol, roundTrips, listening, connected, table);
        } catch (NativeException _) {
            // Nothing is measured here; the test itself will say what this host lacks.
        }
    }

    private static void run(RttPlan.Protocol name, int roundTrips, UdpSocket listening, UdpSocket connected,
                            RoundTripTable table) {
        RoundTripProtocol protocol = RoundTripProtocol.of(name);
        Counters counters = new Counters();
        Recorder recorder = new Recorder(RING_BYTES, counters);
        RoundTripClient client = protocol.client(plan(name), Launch.byUser(), SyncState.UNKNOWN, false, connected,
                recorder);
        RoundTripAnalyst analyst = new RoundTripAnalyst(recorder, SystemClock.MONOTONIC, table, Long.MAX_VALUE,
                RoundTripListener.NONE);
        Pacer pacer = new Pacer(Wakeup.BUSY, 0, null, true);
        Lane clientLane = lane(connected, client, pacer, counters);
        Lane serverLane = lane(listening, protocol.responder(), new Pacer(Wakeup.BUSY, 0, null, true), new Counters());
        long giveUpNs = System.nanoTime() + MOST_NS;
        while (counters.get(Counters.Id.RECEIVED) < roundTrips && System.nanoTime() < giveUpNs) {
            pacer.idle(clientLane.doWork());
            serverLane.doWork();
            analyst.doWork();
        }
    }

    private static Lane lane(UdpSocket socket, Endpoint endpoint, Pacer pacer, Counters counters) {
        return new Lane("warm-up", List.of(new Lane.Inlet(socket, endpoint)), pacer, counters, ThreadTuning.NONE);
    }

    private static RttPlan plan(RttPlan.Protocol protocol) {
        return new RttPlan(new RttPlan.Target(protocol, "localhost", RttPlan.Family.ANY, "", ""),
                new RttPlan.Probes(RttPlan.ENDLESS, INTERVAL_NS, 0, "none", false), RttPlan.Replies.ALL,
                RttPlan.Marks.NONE, RttPlan.OPEN_TIMEOUTS, WaitRule.DEFAULT, true, new byte[0],
                RttPlan.Precision.DEFAULT, ROWS, ClockChoice.AUTO,
                protocol == RttPlan.Protocol.STAMP ? EXTENDED : RttPlan.Stamp.PLAIN);
    }
}
