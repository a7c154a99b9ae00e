package io.venturi.bench.jmh;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.protocol.irtt.wire.IrttLayout;
import io.venturi.engine.protocol.irtt.wire.ReceivedStats;
import io.venturi.engine.protocol.irtt.wire.StampAt;
import io.venturi.engine.protocol.irtt.wire.StampClock;
import io.venturi.engine.record.Counters;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.MessageHandler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost to the lane of one probe without system calls: send it, prepare the next, take its transmit stamp and its reply,
 * write three records. The replies are one reply with its number changed.
 */
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class IrttClientBenchmark {
    private static final long SEQ =
            IrttLayout.of(ReceivedStats.BOTH, StampAt.BOTH, StampClock.BOTH, false).seq();

    private final Wire wire = new Wire(IrttKey.NONE);
    private final MessageHandler handler = (type, buffer, index, length) -> this.sum += buffer.getLong(index);
    private int replyBytes;
    private int seq;
    private long sum;

    @Setup
    public void open() {
        wire.open();
        wire.client.advance(wire.client.dueNs());
        wire.arrive();
        replyBytes = wire.server.onPacket(wire.packet);
    }

    @Benchmark
    public long probe() {
        long nowNs = wire.client.dueNs();
        wire.client.advance(nowNs);
        wire.client.onTransmitStamp(wire.accepted() - 1, nowNs);
        wire.packet.reset(replyBytes, false, nowNs, nowNs);
        wire.packet.payload().set(JAVA_INT_UNALIGNED, SEQ, ++seq);
        wire.client.onPacket(wire.packet);
        if ((seq & 63) == 0) {
            wire.recorder.ring().read(handler);
        }
        return sum;
    }

    @TearDown
    public void check() {
        if (wire.counters.get(Counters.Id.RECEIVED) == 0 || wire.counters.get(Counters.Id.IGNORED) > 0) {
            throw new IllegalStateException("replies were not taken: received "
                    + wire.counters.get(Counters.Id.RECEIVED) + ", ignored " + wire.counters.get(Counters.Id.IGNORED));
        }
    }
}
