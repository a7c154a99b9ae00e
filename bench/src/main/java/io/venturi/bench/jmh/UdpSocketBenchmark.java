package io.venturi.bench.jmh;

import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of a datagram over loopback, alone and in batches of 64. The kernel has nearly all of it: {@code flush} sends to
 * a socket whose buffer is full, {@code flushAndReceive} also takes the datagrams in, with their control messages.
 */
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class UdpSocketBenchmark {
    private static final int BATCH = 64;
    private static final int PAYLOAD_BYTES = 64;
    private static final int CALLS_TO_COMPILE = 20_000;

    private UdpSocket full;
    private UdpSocket toFull;
    private UdpSocket receiver;
    private UdpSocket sender;

    @Setup
    public void open() {
        full = UdpSocket.open(listening());
        toFull = connectedTo(full);
        receiver = UdpSocket.open(listening());
        sender = connectedTo(receiver);
        // A batch takes so long that short runs would end before the compilers had seen enough calls.
        for (int i = 0; i < CALLS_TO_COMPILE; i++) {
            flushAndReceive1();
        }
    }

    @TearDown
    public void close() {
        full.close();
        toFull.close();
        receiver.close();
        sender.close();
    }

    private static SocketOptions listening() {
        return SocketOptions.listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).sized(BATCH, 2048);
    }

    private static UdpSocket connectedTo(UdpSocket peer) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        UdpSocket socket = UdpSocket.open(SocketOptions.connected(any, peer.localAddress()).sized(BATCH, 2048)
                .stamped(false, false));
        for (int i = 0; i < BATCH; i++) {
            socket.length(i, PAYLOAD_BYTES);
        }
        return socket;
    }

    @Benchmark
    public int flush1() {
        return toFull.flush(1);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int flush64() {
        return toFull.flush(BATCH);
    }

    @Benchmark
    public int flushAndReceive1() {
        return sender.flush(1) + receiver.receive();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int flushAndReceive64() {
        return sender.flush(BATCH) + receiver.receive();
    }
}
