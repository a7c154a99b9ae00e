package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Error;
import io.venturi.engine.protocol.iperf3.wire.Iperf3State;
import io.venturi.engine.socket.TcpListener;
import io.venturi.engine.socket.TcpOptions;
import io.venturi.engine.socket.TcpSocket;
import io.venturi.engine.spi.Protocols;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Serves throughput tests: control and data arrive at the same ports and are told apart by the cookie. Each connection has
 * a thread of its own while it is not known what it wants, so that none can hold up another.
 *
 * <p>Thread-safe.
 */
public final class Iperf3Server implements AutoCloseable {
    private static final long COOKIE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long ACCEPT_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int MOST_STRANGERS = 256;

    private final ServePlan.Throughput plan;
    private final Protocols protocols;
    private final Optional<TokenReader> tokens;
    private final ThreadFactory streamThreads;
    private final LongFunction<TestListener> listeners;
    private final Clock clock = SystemClock.MONOTONIC;
    private final List<TcpListener> listening = new ArrayList<>();
    private final List<HelloSocket> hellos = new ArrayList<>();
    private final List<Thread> accepting = new ArrayList<>();

    // guarded by this
    private final Map<String, Running> tests = new HashMap<>();
    private final List<Thread> conversations = new ArrayList<>();
    private int strangers;
    private long accepted;
    private long begun;
    private long ended;
    private long quietSinceNs = System.nanoTime();
    private boolean closed;

    /** A test and where its streams are handed in. */
    private record Running(Iperf3ServerTest test, ServerStreams streams) {
    }

    /**
     * Bind all addresses and serve.
     *
     * @param protocols     those it serves besides TCP and UDP
     * @param streamThreads for the streams
     * @throws io.venturi.engine.error.VenturiException if an address cannot be had; nothing is left open then
     */
    public Iperf3Server(ServePlan.Throughput plan, Protocols protocols, List<InetSocketAddress> binds,
                        ThreadFactory streamThreads, LongFunction<TestListener> listeners) {
        this.plan = plan;
        this.protocols = protocols;
        this.streamThreads = streamThreads;
        this.listeners = listeners;
        tokens = plan.access().privateKey().isEmpty() ? Optional.empty() : Optional.of(new TokenReader(plan.access()));
        try {
            for (InetSocketAddress bind : binds) {
                TcpListener listener = TcpListener.open(new TcpOptions(true, 0, 0, 0, "", 0, 0, false, false,
                        plan.device()), bind);
                listening.add(listener);
                hellos.add(new HelloSocket(listener.localAddress(), plan.device()));
            }
        } catch (RuntimeException e) {
            closeSockets();
            throw e;
        }
        for (int i = 0; i < listening.size(); i++) {
            TcpListener listener = listening.get(i);
            HelloSocket hello = hellos.get(i);
            Thread thread = new Thread(() -> accept(listener, hello), "venturi-throughput-accept");
            thread.setDaemon(true);
            accepting.add(thread);
            thread.start();
        }
    }

    private void accept(TcpListener listener, HelloSocket hello) {
        while (!isClosed()) {
            TcpSocket socket = listener.accept(ACCEPT_NS);
            if (socket != null && !takeIn(socket, hello)) {
                socket.close();
            }
        }
    }

    private synchronized boolean takeIn(TcpSocket socket, HelloSocket hello) {
        if (closed || strangers >= MOST_STRANGERS) {
            return false;
        }
        strangers++;
        long number = ++accepted;
        Thread thread = new Thread(() -> hear(number, socket, hello), "venturi-throughput-control");
        thread.setDaemon(true);
        conversations.add(thread);
        thread.start();
        return true;
    }

    private void hear(long number, TcpSocket socket, HelloSocket hello) {
        SocketControl channel = new SocketControl(socket);
        Control control = new Control(channel, clock);
        Optional<Running> mine = Optional.empty();
        boolean handedOver = false;
        try {
            byte[] bytes = control.exactly(Control.COOKIE_BYTES, clock.nanoTime() + COOKIE_NS, Iperf3Error.COOKIE);
            String cookie = Control.text(bytes);
            Optional<Running> known = test(cookie);
            handedOver = known.isPresent() && known.get().streams().offer(number, socket);
            if (!handedOver) {
                mine = known.isPresent() ? Optional.empty() : begin(control, cookie, socket, hello);
                if (mine.isEmpty()) {
                    control.farewell(Iperf3State.ACCESS_DENIED);
                }
            }
        } catch (ControlException e) {
            control.error(e.code());
        } finally {
            noStranger();
        }
        if (mine.isPresent()) {
            end(mine.get(), mine.get().test().run());
        }
        if (!handedOver) {
            channel.closeGently();
        }
        forget();
    }

    private synchronized Optional<Running> test(String cookie) {
        return Optional.ofNullable(tests.get(cookie));
    }

    private synchronized void noStranger() {
        strangers--;
    }

    private synchronized void forget() {
        conversations.remove(Thread.currentThread());
    }

    /** A test of its own for this client, unless there are as many as there may be. */
    private synchronized Optional<Running> begin(Control control, String cookie, TcpSocket socket, HelloSocket hello) {
        if (closed || tests.size() >= plan.limits().clients() || isLastTestBegun()) {
            return Optional.empty();
        }
        List<String> notices = Collections.synchronizedList(new ArrayList<>());
        ControlFacts facts = ControlFacts.of(socket, true);
        ServerStreams streams = new ServerStreams(cookie, facts, hello, plan.device(), notices::add);
        Iperf3ServerTest test = new Iperf3ServerTest(control, facts, cookie, plan, tokens, protocols, streams, clock, streamThreads,
                listeners.apply(++begun), notices);
        Running running = new Running(test, streams);
        tests.put(cookie, running);
        return Optional.of(running);
    }

    private boolean isLastTestBegun() {
        return plan.limits().tests() > 0 && ended + tests.size() >= plan.limits().tests();
    }

    private synchronized void end(Running running, boolean wasTest) {
        tests.values().remove(running);
        ended += wasTest ? 1 : 0;
        quietSinceNs = System.nanoTime();
        notifyAll();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Where it listens, with the ports it really got. */
    public List<InetSocketAddress> addresses() {
        return listening.stream().map(TcpListener::localAddress).toList();
    }

    /** Tests that have ended. */
    public synchronized long tests() {
        return ended;
    }

    /** Time since there was a client, 0 while there is one, ns. */
    public synchronized long idleNs() {
        return tests.isEmpty() ? System.nanoTime() - quietSinceNs : 0;
    }

    /** Wait at most {@code ns} until as many tests have ended as the plan allows; true if they have. */
    public synchronized boolean awaitLastTest(long ns) throws InterruptedException {
        long endNs = System.nanoTime() + ns;
        long wanted = plan.limits().tests();
        while (wanted == 0 || ended < wanted) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /** Tell clients and end. */
    @Override
    public void close() {
        List<Thread> threads;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            tests.values().forEach(running -> running.test().stop());
            threads = new ArrayList<>(accepting);
            threads.addAll(conversations);
        }
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime())));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        closeSockets();
    }

    private void closeSockets() {
        listening.forEach(TcpListener::close);
        hellos.forEach(HelloSocket::close);
    }
}
