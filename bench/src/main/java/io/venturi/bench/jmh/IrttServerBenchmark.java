package io.venturi.bench.jmh;

import io.venturi.engine.protocol.irtt.wire.IrttKey;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of answering one echo request, with and without a tag, without system calls but with four clock readings: two
 * stand for those at reception, two are the server's own. The request is the same each time.
 */
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class IrttServerBenchmark {
    @Param({"", "secret"})
    public String key;

    private Wire wire;

    @Setup
    public void open() {
        wire = new Wire(IrttKey.parse(key));
        wire.open();
        wire.client.advance(System.nanoTime());
    }

    @Benchmark
    public int onPacket() {
        wire.arrive();
        int length = wire.server.onPacket(wire.packet);
        if (length == 0) {
            throw new IllegalStateException("no answer");
        }
        return length;
    }
}
