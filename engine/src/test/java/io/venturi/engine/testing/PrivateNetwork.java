package io.venturi.engine.testing;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A network namespace of its own for one test: a loopback interface and nothing else, free to be set up as wanted. It
 * belongs to one thread and ends with it. Needs root, ip(8) and, for queues, tc(8); without them the test is skipped.
 */
public final class PrivateNetwork {
    private static final int CLONE_NEWNET = 0x40000000;

    /** What runs in the namespace. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    private PrivateNetwork() {
    }

    /** Run {@code setUp}, one command a line, and then {@code body}, in a new namespace. */
    public static void with(List<String> setUp, Body body) throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().name("private network").start(() -> {
            try {
                enter();
                for (String command : setUp) {
                    execute(command);
                }
                awaitDelivery("127.0.0.1");
                awaitDelivery("::1");
                body.run();
            } catch (Throwable t) {
                failure.set(t);
            }
        });
        thread.join();
        switch (failure.get()) {
            case null -> { }
            case Exception e -> throw e;
            case Error e -> throw e;
            case Throwable t -> throw new AssertionError(t);
        }
    }

    private static void enter() throws Throwable {
        Linker linker = Linker.nativeLinker();
        int result = (int) linker.downcallHandle(linker.defaultLookup().findOrThrow("unshare"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT)).invokeExact(CLONE_NEWNET);
        if (result != 0) {
            Skip.because("a network namespace of its own needs root");
        }
    }

    /** Run a command in the namespace of the calling thread; skips the test if it cannot be had. */
    public static void execute(String command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes()).strip();
            if (!process.waitFor(Await.BOUND_NS, TimeUnit.NANOSECONDS) || process.exitValue() != 0) {
                Skip.because("`" + command + "` failed here: " + output);
            }
        } catch (IOException e) {
            Skip.because("`" + command + "` cannot be run here: " + e.getMessage());
        }
    }

    /** The kernel adds the routes of new addresses some time after it said that it has them. */
    public static void awaitDelivery(String host) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(Loopback.any(host))) {
            socket.setSoTimeout(20);
            DatagramPacket packet = new DatagramPacket(new byte[1], 1, socket.getLocalSocketAddress());
            Await.until("a datagram to " + host, () -> {
                try {
                    socket.send(packet);
                    socket.receive(new DatagramPacket(new byte[1], 1));
                    return true;
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }
}
