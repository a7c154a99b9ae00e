package io.venturi.bench.jmh;

import io.venturi.engine.agent.RoundTripAnalyst;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.metric.RoundTripListener;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.record.RoundTripTable;
import io.venturi.engine.socket.Packet;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of all three records of an answered probe, sent, stamped and received: written, joined in the table and taken
 * into the statistics. Bounds the probe rate that one analyst thread can follow.
 */
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class RoundTripAnalystBenchmark {
    private static final int PROBES = 64;
    private static final long INTERVAL_NS = 1_000_000;
    private static final long WALL_NS = 1_800_000_000_000_000_000L;

    private final Recorder recorder = new Recorder(1 << 16, new Counters());
    private final Packet packet = new Packet(Arena.ofAuto().allocate(64));
    private final RoundTripAnalyst analyst = new RoundTripAnalyst(recorder, SystemClock.MONOTONIC,
            RoundTripTable.keepingLast(1 << 12), Long.MAX_VALUE, RoundTripListener.NONE);
    private long seq;
    private long random = 1;

    @Benchmark
    @OperationsPerInvocation(PROBES)
    public int probe() {
        for (int i = 0; i < PROBES; i++) {
            record();
        }
        return analyst.doWork();
    }

    private void record() {
        random = random * 6364136223846793005L + 1442695040888963407L;
        long delayNs = 50_000 + (random >>> 50);
        long sentNs = seq * INTERVAL_NS;
        long receivedNs = sentNs + delayNs;
        recorder.sent(seq, sentNs, sentNs + 50, WALL_NS + sentNs + 50, 2_000);
        recorder.sentAt(seq, WALL_NS + sentNs + 1_000);
        packet.reset(60, false, receivedNs, WALL_NS + receivedNs);
        packet.receivedKernelNs(WALL_NS + receivedNs - 1_000);
        long peerNs = sentNs + delayNs / 2;
        recorder.received(seq, packet, WALL_NS + peerNs, peerNs, WALL_NS + peerNs + 500, peerNs + 500, -1L,
                (int) seq + 1, 0);
        seq++;
    }
}
