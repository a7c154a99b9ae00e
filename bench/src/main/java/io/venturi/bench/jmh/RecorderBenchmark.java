package io.venturi.bench.jmh;

import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.socket.Packet;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.MessageHandler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cost to the lane of one record, the ring drained every 64 of them by the same thread. */
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class RecorderBenchmark {
    private final Recorder recorder = new Recorder(1 << 16, new Counters());
    private final Packet packet = new Packet(Arena.ofAuto().allocate(64));
    private final MessageHandler handler = (type, buffer, index, length) -> this.sum += buffer.getLong(index);
    private long seq;
    private long sum;

    @Benchmark
    public long sent() {
        recorder.sent(seq, seq, seq, seq, seq);
        return drain();
    }

    @Benchmark
    public long received() {
        recorder.received(seq, packet, seq, seq, seq, seq, seq, 1, 0);
        return drain();
    }

    private long drain() {
        if ((++seq & 63) == 0) {
            recorder.ring().read(handler);
        }
        return sum;
    }
}
