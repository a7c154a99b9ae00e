package io.venturi.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.metric.RoundTripListener;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.Wakeup;
import io.venturi.engine.plan.WaitRule;
import io.venturi.engine.protocol.irtt.IrttClient;
import io.venturi.engine.protocol.irtt.IrttServer;
import io.venturi.engine.protocol.irtt.IrttServerListener;
import io.venturi.engine.protocol.irtt.IrttServerOptions;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Counters.Id;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.record.RoundTripTable;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.testing.Loopback;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ends of a test on real sockets, stepped by this thread: nothing on the way of a probe and back may allocate. */
@Timeout(120)
class LaneAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long INTERVAL_NS = 5_000;
    private static final int WARM_UP = 20_000;
    private static final int ROUND_TRIPS = 50_000;
    private static final int ATTEMPTS = 5;
    private static final int RING_BYTES = 1 << 20;
    private static final int ROWS = 1 << 12;

    private long lanesBytes;
    private long analystBytes;

    @ParameterizedTest
    @CsvSource({"127.0.0.1, ''", "127.0.0.1, secret", "::1, ''", "::1, secret"})
    void shouldAllocateNothingOnTheWayThereAndBack(String host, String key) {
        try (UdpSocket listening = UdpSocket.open(SocketOptions.listening(Loopback.any(host)).sized(8, 2048));
                UdpSocket connected = UdpSocket.open(SocketOptions.connected(Loopback.any(host),
                        listening.localAddress()).sized(8, 2048));
                RoundTripTable table = RoundTripTable.keepingLast(ROWS)) {
            Bench bench = new Bench(listening, connected, table, key);
            bench.roundTrips(WARM_UP);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) { // the compiler may be slow
                lanesBytes = 0;
                analystBytes = 0;
                bench.roundTrips(ROUND_TRIPS);
                if (lanesBytes == 0 && analystBytes <= liveSnapshots(bench)) {
                    break;
                }
            }

            assertEquals(0, lanesBytes, "bytes in " + ROUND_TRIPS + " round trips");
            assertTrue(analystBytes <= liveSnapshots(bench), analystBytes + " bytes for the analyst in "
                    + bench.analystMs + " ms");
            assertEquals(0, bench.counters.get(Id.IGNORED));
            assertTrue(bench.counters.get(Id.RECEIVED) >= WARM_UP + ROUND_TRIPS);
        }
    }

    /** Ten snapshots a second are the only thing the analyst may allocate. */
    private static long liveSnapshots(Bench bench) {
        return 4096 * (bench.analystMs / 100 + 2);
    }

    private final class Bench {
        private final Counters counters = new Counters();
        private final Pacer pacer = new Pacer(Wakeup.BUSY, 0, null, true);
        private final Lane clientLane;
        private final Lane serverLane;
        private final RoundTripAnalyst analyst;
        private long analystMs;

        Bench(UdpSocket listening, UdpSocket connected, RoundTripTable table, String key) {
            IrttServer server = new IrttServer(IrttServerOptions.builder().minIntervalNs(0).key(IrttKey.parse(key))
                    .build(), SystemClock.MONOTONIC, SystemClock.realtime(), IrttServerListener.NONE);
            Recorder recorder = new Recorder(RING_BYTES, counters);
            IrttClient client = new IrttClient(plan(key), Launch.byUser(), false, IrttKey.parse(key), connected,
                    recorder, SystemClock.MONOTONIC, SystemClock.realtime());
            analyst = new RoundTripAnalyst(recorder, SystemClock.MONOTONIC, table, Long.MAX_VALUE,
                    RoundTripListener.NONE);
            clientLane = new Lane("client", List.of(new Lane.Inlet(connected, client)), pacer, counters,
                    ThreadTuning.NONE);
            serverLane = new Lane("server", List.of(new Lane.Inlet(listening, server)),
                    new Pacer(Wakeup.BUSY, 0, null, true), new Counters(), ThreadTuning.NONE);
        }

        void roundTrips(int n) {
            long goal = counters.get(Id.RECEIVED) + n;
            long beganNs = System.nanoTime();
            while (counters.get(Id.RECEIVED) < goal) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 64; i++) {
                    pacer.idle(clientLane.doWork());
                    serverLane.doWork();
                }
                long between = THREADS.getCurrentThreadAllocatedBytes();
                analyst.doWork();
                lanesBytes += between - before;
                analystBytes += THREADS.getCurrentThreadAllocatedBytes() - between;
            }
            analystMs = (System.nanoTime() - beganNs) / 1_000_000;
        }

        private static RttPlan plan(String key) {
            return new RttPlan(new RttPlan.Target("localhost", RttPlan.Family.ANY, "", ""),
                    new RttPlan.Probes(RttPlan.ENDLESS, INTERVAL_NS, 0, "none", false), RttPlan.Replies.ALL,
                    RttPlan.Marks.NONE, RttPlan.OPEN_TIMEOUTS, WaitRule.DEFAULT, true,
                    key.getBytes(StandardCharsets.UTF_8), RttPlan.Precision.DEFAULT, ROWS);
        }
    }
}
