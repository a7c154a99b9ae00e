package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.gen.Linux;
import java.lang.foreign.Arena;
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

/** Cost of reading the control messages of one IPv4 datagram: stamp, hop limit, traffic class, overflow count. */
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class ControlParserBenchmark {
    private static final int STAMPING_BYTES = 48;

    private final Arena arena = Arena.ofAuto();
    private final MessageVector vector = new MessageVector(arena, 1, 256, false);
    private final ControlParser parser = new ControlParser(vector, new int[0]);
    private final Packet packet = new Packet(arena.allocate(64));

    public ControlParserBenchmark() {
        vector.clearControl(0);
        var controls = vector.controls();
        long stamp = vector.addControl(0, Linux.SOL_SOCKET(), Linux.SO_TIMESTAMPING(), STAMPING_BYTES);
        controls.set(JAVA_LONG, stamp, 1_800_000_000L);
        long overflows = vector.addControl(0, Linux.SOL_SOCKET(), Linux.SO_RXQ_OVFL(), 4);
        controls.set(JAVA_INT, overflows, 7);
        long hopLimit = vector.addControl(0, Linux.IPPROTO_IP(), Linux.IP_TTL(), 4);
        controls.set(JAVA_INT, hopLimit, 64);
        long trafficClass = vector.addControl(0, Linux.IPPROTO_IP(), Linux.IP_TOS(), 1);
        controls.set(JAVA_BYTE, trafficClass, (byte) 0xb8);
    }

    @Benchmark
    public long parse() {
        parser.parse(0, packet);
        return packet.receivedKernelNs();
    }
}
