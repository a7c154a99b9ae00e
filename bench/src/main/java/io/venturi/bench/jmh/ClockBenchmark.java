package io.venturi.bench.jmh;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.SystemClock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cost of a clock reading, which is also the least error of a user-space stamp. */
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class ClockBenchmark {
    private final Clock realtime = SystemClock.realtime();

    @Benchmark
    public long monotonic() {
        return SystemClock.MONOTONIC.nanoTime();
    }

    @Benchmark
    public long realtime() {
        return realtime.nanoTime();
    }
}
