package io.venturi.bench.loop;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.venturi.engine.socket.LoadOptions;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The counterpart of twin-train; {@code trains=0} sends and receives the same datagrams one by one. */
final class TrainLoop {
    private static final int MOST_ROUNDS = 1_000_000;
    private static final int TRAIN_BYTES = 65_507;
    private static final int MOST_SEGMENTS = 128;
    private static final int TRAINS = 4;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final UdpSocket sender;
    private final UdpSocket receiver;
    private final int datagrams;
    private final Samples sendNs = new Samples(MOST_ROUNDS);
    private final Samples receiveNs = new Samples(MOST_ROUNDS);
    private long sequence;
    private long expected;
    private long wrong;

    private TrainLoop(UdpSocket sender, UdpSocket receiver, int datagrams) {
        this.sender = sender;
        this.receiver = receiver;
        this.datagrams = datagrams;
    }

    static String run(Arguments arguments) {
        int payload = (int) arguments.number("payload", 1222);
        LoadOptions load = arguments.flag("trains") ? LoadOptions.TRAINS : LoadOptions.NONE;
        int datagrams = TRAINS * Math.min(MOST_SEGMENTS, TRAIN_BYTES / payload);
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (UdpSocket receiver = UdpSocket.open(SocketOptions.listening(any)
                        .sized(arguments.flag("trains") ? TRAINS : datagrams, payload).stamped(false, false)
                        .readingMarks(false).loaded(load));
                UdpSocket sender = UdpSocket.open(SocketOptions.connected(any, receiver.localAddress())
                        .sized(datagrams, payload).stamped(false, false).readingMarks(false).loaded(load))) {
            for (int i = 0; i < datagrams; i++) {
                sender.length(i, payload);
            }
            TrainLoop loop = new TrainLoop(sender, receiver, datagrams);
            loop.rounds(arguments.number("seconds", 1) * 1_000_000_000L);
            if (!sender.shortfalls().isEmpty() || !receiver.shortfalls().isEmpty()) {
                throw new IllegalStateException(sender.shortfalls() + " " + receiver.shortfalls());
            }
            return "datagrams=" + datagrams + " rounds=" + loop.sendNs.count() + " wrong=" + loop.wrong
                    + loop.sendNs.text("send_") + loop.receiveNs.text("receive_");
        }
    }

    private void rounds(long durationNs) {
        long beganNs = System.nanoTime();
        while (System.nanoTime() - beganNs < durationNs && !sendNs.isFull()) {
            long startNs = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < datagrams; i++) {
                sender.slot(i).set(JAVA_LONG_UNALIGNED, 0, sequence++);
            }
            int sent = sender.flush(datagrams);
            long sentNs = THREADS.getCurrentThreadCpuTime();
            if (sent != datagrams || drain() != datagrams) {
                throw new IllegalStateException("sent " + sent + " of " + datagrams + " and not all came");
            }
            receiveNs.add(THREADS.getCurrentThreadCpuTime() - sentNs);
            sendNs.add(sentNs - startNs);
        }
    }

    private int drain() {
        int taken = 0;
        while (taken < datagrams) {
            int received = receiver.receive();
            if (received == 0) {
                return taken;
            }
            for (int i = 0; i < received; i++) {
                wrong += receiver.packet(i).payload().get(JAVA_LONG_UNALIGNED, 0) == expected++ ? 0 : 1;
            }
            taken += received;
        }
        return taken;
    }
}
