package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.metric.Refusal;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Error;
import io.venturi.engine.protocol.iperf3.wire.Iperf3State;
import io.venturi.engine.socket.AccessGate;
import io.venturi.engine.socket.TcpListener;
import io.venturi.engine.socket.TcpOptions;
import io.venturi.engine.socket.TcpSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import io.venturi.engine.spi.Protocols;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;

/**
 * Serves throughput tests: control and data arrive at the same ports and are told apart by the cookie. Each connection
 * has a thread of its own while it is not known what it wants, so that none can hold up another; how many there may be
 * is limited for each address and in all.
 *
 * <p>Thread-safe.
 */
public final class Iperf3Server implements AutoCloseable {
    private static final long COOKIE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long ACCEPT_NS = TimeUnit.MILLISECONDS.toNanos(50);
    /** How long a client waits for a place before it is told that there is none: its own last may just be ending. */
    private static final long PLACE_NS = TimeUnit.MILLISECONDS.toNanos(300);
    /** The same while a test says goodbye. */
    private static final long GOODBYE_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long CLOSE_NS = TimeUnit.SECONDS.toNanos(2);

    private final ServePlan.Throughput plan;
    private final Protocols protocols;
    private final AccessGate gate;
    private final Dismissal dismissal = new Dismissal();
    private final Optional<TokenReader> tokens;
    private final ThreadFactory streamThreads;
    private final LongFunction<TestListener> listeners;
    private final Clock clock = SystemClock.MONOTONIC;
    private final List<TcpListener> listening = new ArrayList<>();
    private final List<HelloSocket> hellos = new ArrayList<>();
    private final List<Thread> accepting = new ArrayList<>();
    private final Semaphore room;
    /** All that a connection is told for which there is no room. */
    private final MemorySegment busy = Arena.ofAuto().allocate(1).fill(Iperf3State.ACCESS_DENIED);

    // guarded by this
    private final Map<String, Running> tests = new HashMap<>();
    /** Those of them whose client said what it wants: a cookie alone takes nobody's place. */
    private final Set<Running> placed = new HashSet<>();
    private final Map<Thread, TcpSocket> conversations = new HashMap<>();
    private final Map<InetAddress, Integer> strangers = new HashMap<>();
    private int strangersInAll;
    private long accepted;
    private long begun;
    private long ended;
    private long quietSinceNs = System.nanoTime();
    private boolean closed;

    /** A test, where its streams are handed in, and whose it is. */
    private record Running(Iperf3ServerTest test, ServerStreams streams, InetAddress client) {
    }

    /**
     * Bind all addresses and serve.
     *
     * @param protocols     those it serves besides TCP and UDP
     * @param gate          who may connect
     * @param streamThreads for the streams
     * @throws io.venturi.engine.error.VenturiException if an address cannot be had; nothing is left open then
     */
    public Iperf3Server(ServePlan.Throughput plan, Protocols protocols, AccessGate gate,
                        List<InetSocketAddress> binds, ThreadFactory streamThreads,
                        LongFunction<TestListener> listeners) {
        this.plan = plan;
        this.protocols = protocols;
        this.gate = gate;
        this.streamThreads = streamThreads;
        this.listeners = listeners;
        room = new Semaphore(plan.limits().streams());
        tokens = plan.access().privateKey().isEmpty() ? Optional.empty()
                : Optional.of(new TokenReader(plan.access(), gate));
        try {
            for (InetSocketAddress bind : binds) {
                TcpListener listener = listen(bind);
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

    /** For connections of MPTCP too, where this kernel has it; those of TCP are then the same as otherwise. */
    private TcpListener listen(InetSocketAddress bind) {
        try {
            return TcpListener.open(options(true), bind);
        } catch (NativeException _) {
            return TcpListener.open(options(false), bind);
        }
    }

    private TcpOptions options(boolean multipath) {
        return new TcpOptions(true, 0, 0, 0, "", 0, 0, false, multipath, plan.device(), 0);
    }

    private void accept(TcpListener listener, HelloSocket hello) {
        while (!isClosed()) {
            try {
                TcpSocket socket = listener.accept(ACCEPT_NS);
                if (socket != null && !gate.admits(socket.remoteAddress().getAddress())) {
                    gate.refuse(Refusal.LIST, socket.remoteAddress());
                    dismissal.dismiss(socket);
                } else if (socket != null && !takeIn(socket, hello)) {
                    gate.refuse(Refusal.LIMIT, socket.remoteAddress());
                    socket.send(busy, 1);
                    socket.close();
                }
            } catch (OutOfMemoryError _) { // of memory for a connection; the next may have it
                continue;
            }
        }
    }

    private synchronized boolean takeIn(TcpSocket socket, HelloSocket hello) {
        InetAddress from = socket.remoteAddress().getAddress();
        ServePlan.ThroughputLimits limits = plan.limits();
        if (closed || strangersInAll >= limits.connections()
                || strangers.getOrDefault(from, 0) >= limits.connectionsPerAddress()) {
            return false;
        }
        long number = ++accepted;
        Thread thread = new Thread(() -> talk(number, socket, hello), "venturi-throughput-control");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError _) { // no thread to be had; there are others to serve
            return false;
        }
        conversations.put(thread, socket);
        strangersInAll++;
        strangers.merge(from, 1, Integer::sum);
        return true;
    }

    private void talk(long number, TcpSocket socket, HelloSocket hello) {
        AtomicBoolean stranger = new AtomicBoolean(true);
        Runnable known = () -> {
            if (stranger.getAndSet(false)) {
                noStranger(socket.remoteAddress().getAddress());
            }
        };
        boolean settled = false;
        try {
            SocketControl channel = new SocketControl(socket);
            settled = hear(number, socket, hello, new Control(channel, clock), known);
            if (!settled) {
                channel.closeGently();
                settled = true;
            }
        } finally {
            if (!settled) {
                socket.close();
            }
            known.run();
            forget();
        }
    }

    /** True if the connection is now a stream of a test. */
    private boolean hear(long number, TcpSocket socket, HelloSocket hello, Control control, Runnable known) {
        try {
            byte[] bytes = control.exactly(Control.COOKIE_BYTES, clock.nanoTime() + COOKIE_NS, Iperf3Error.COOKIE);
            String cookie = Control.text(bytes);
            Optional<Running> owner = test(cookie);
            if (owner.isPresent() && owner.get().streams().offer(number, socket)) {
                return true;
            }
            Optional<Running> mine = owner.isPresent() ? Optional.empty() : begin(control, cookie, socket, hello,
                    known);
            if (mine.isEmpty()) {
                gate.refuse(Refusal.LIMIT, socket.remoteAddress());
                control.farewell(Iperf3State.ACCESS_DENIED);
            } else {
                run(mine.get());
            }
        } catch (ControlException e) {
            control.error(e.code());
        }
        return false;
    }

    private void run(Running running) {
        boolean wasTest = true;
        try {
            wasTest = running.test().run();
        } finally {
            running.streams().free();
            end(running, wasTest);
        }
    }

    private synchronized Optional<Running> test(String cookie) {
        return Optional.ofNullable(tests.get(cookie));
    }

    private synchronized void noStranger(InetAddress from) {
        strangersInAll--;
        strangers.merge(from, -1, (count, less) -> count + less == 0 ? null : count + less);
    }

    private synchronized void forget() {
        conversations.remove(Thread.currentThread());
        notifyAll();
    }

    /**
     * A test of its own for this client, unless there are as many as there may be.
     *
     * @param known to be called when the client has said what it wants
     */
    private synchronized Optional<Running> begin(Control control, String cookie, TcpSocket socket, HelloSocket hello,
                                                 Runnable known) {
        InetAddress client = socket.remoteAddress().getAddress();
        if (!awaitPlace(client) || isLastTestBegun() || tests.containsKey(cookie)) {
            return Optional.empty();
        }
        List<String> notices = Collections.synchronizedList(new ArrayList<>());
        ControlFacts facts = ControlFacts.of(socket, true);
        socket.keepAlive((int) TimeUnit.NANOSECONDS.toSeconds(plan.receiveTimeoutNs() / 2));
        ServerStreams streams = new ServerStreams(cookie, facts, hello, plan.device(), room, plan.limits().streams(),
                notices::add);
        Iperf3ServerTest test = new Iperf3ServerTest(control, facts, cookie, plan, tokens, protocols, streams, clock,
                streamThreads, listeners.apply(++begun), notices, () -> place(cookie, socket, known));
        Running running = new Running(test, streams, client);
        tests.put(cookie, running);
        return Optional.of(running);
    }

    /** The client said what it wants: its test counts as one from here, if there is still a place. */
    private synchronized boolean place(String cookie, TcpSocket socket, Runnable known) {
        Running running = tests.get(cookie);
        if (!awaitPlace(running.client()) || isLastTestBegun()) {
            gate.refuse(Refusal.LIMIT, socket.remoteAddress());
            return false;
        }
        placed.add(running);
        known.run();
        return true;
    }

    private synchronized boolean awaitPlace(InetAddress client) {
        long sinceNs = System.nanoTime();
        while (!closed && !hasPlace(client)) {
            boolean goodbye = tests.values().stream().anyMatch(running -> running.test().isEnding());
            long leftNs = (goodbye ? GOODBYE_NS : PLACE_NS) - (System.nanoTime() - sinceNs);
            long leftMs = TimeUnit.NANOSECONDS.toMillis(leftNs);
            if (leftMs <= 0) {
                return false;
            }
            try {
                wait(Math.min(leftMs, TimeUnit.NANOSECONDS.toMillis(PLACE_NS)));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return !closed;
    }

    private boolean hasPlace(InetAddress client) {
        return placed.size() < plan.limits().clients()
                && placed.stream().filter(running -> running.client().equals(client)).count()
                < plan.limits().clientsPerAddress();
    }

    private boolean isLastTestBegun() {
        return plan.limits().tests() > 0 && ended + placed.size() >= plan.limits().tests();
    }

    private synchronized void end(Running running, boolean wasTest) {
        tests.values().remove(running);
        placed.remove(running);
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

    /** Connections that are not yet known, tests that run, and threads that talk to either: 0 when nobody is there. */
    public synchronized int busy() {
        return strangersInAll + tests.size() + conversations.size() + plan.limits().streams() - room.availablePermits();
    }

    /** Tell clients and end. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            tests.values().forEach(running -> running.test().stop());
            notifyAll();
        }
        hellos.forEach(HelloSocket::giveUp);
        accepting.forEach(thread -> join(thread, CLOSE_NS));
        awaitSilence(CLOSE_NS);
        synchronized (this) {
            conversations.values().forEach(TcpSocket::shutdown);
        }
        awaitSilence(CLOSE_NS);
        closeSockets();
    }

    private static void join(Thread thread, long ns) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(ns)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Wait until tests are over; whoever has none is cut off. */
    private synchronized void awaitSilence(long ns) {
        long endNs = System.nanoTime() + ns;
        while (!conversations.isEmpty()) {
            if (tests.isEmpty()) {
                conversations.values().forEach(TcpSocket::shutdown);
            }
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (leftMs <= 0) {
                return;
            }
            try {
                wait(leftMs);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void closeSockets() {
        listening.forEach(TcpListener::close);
        hellos.forEach(HelloSocket::close);
    }
}
