package io.venturi.engine.agent;

import io.venturi.engine.metric.ClockRelation;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.RttRun;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.record.Counters.Id;
import io.venturi.engine.record.Counters;
import io.venturi.engine.record.Recorder;
import io.venturi.engine.socket.Packet;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A made-up test: probes, a path that loses, delays, reorders and doubles, a peer that stamps and keeps a window. Its
 * facts go to a recorder in order of time, as a lane would write them.
 */
final class TestTraffic {
    static final long INTERVAL_NS = 1_000_000;
    static final long WALL_NS = 1_700_000_000_000_000_000L;
    static final long PEER_WALL_AHEAD_NS = -7_000_000_000L;
    static final long PEER_MONOTONIC_AHEAD_NS = 123_456_789_000L;

    /** One probe; times on the monotonic scale of this host unless named otherwise. */
    static final class Probe {
        final int seq;
        final long intended;
        final long sent;
        final long call;
        boolean reachedPeer;
        boolean answered;
        int copies;
        long peerArrival;
        long peerDeparture;
        long arrival;
        long window;
        int count;
        /** CLOCK_REALTIME; 0 for none. */
        long sentKernel;
        long sentKernelReported;
        long receivedKernel;
        boolean sentKernelFalse;
        boolean receivedKernelFalse;
        /** The lane was away before it took the reply. */
        boolean stalled;
        int trafficClass;
        int hopLimit;

        Probe(int seq, long intended, long sent, long call) {
            this.seq = seq;
            this.intended = intended;
            this.sent = sent;
            this.call = call;
        }

        boolean transmitStampGood() {
            return sentKernel != 0 && !sentKernelFalse;
        }

        boolean receiveStampGood() {
            return receivedKernel != 0 && !receivedKernelFalse;
        }
    }

    private record Event(long atNs, Runnable write) {}

    final List<Probe> probes = new ArrayList<>();
    final Counters counters = new Counters();
    final Recorder recorder;
    private final Packet packet = new Packet(MemorySegment.NULL);
    private final Random random;

    TestTraffic(long seed, int ringBytes) {
        random = new Random(seed);
        recorder = new Recorder(ringBytes, counters);
    }

    /** Make {@code n} probes; {@code trouble} from 0 (a quiet path) to 1. */
    TestTraffic generate(int n, double trouble) {
        for (int seq = 0; seq < n; seq++) {
            long intended = 1_000_000_000 + seq * INTERVAL_NS;
            Probe probe = new Probe(seq, intended, intended + random.nextInt(50_000), 2_000 + random.nextInt(3_000));
            probes.add(probe);
            probe.reachedPeer = !chance(0.2 * trouble);
            probe.answered = probe.reachedPeer && !chance(0.2 * trouble);
            probe.copies = probe.answered && chance(0.1 * trouble) ? 1 + random.nextInt(2) : 0;
            probe.peerArrival = probe.sent + delay(trouble);
            probe.peerDeparture = probe.peerArrival + 1_000 + random.nextInt(5_000);
            probe.arrival = probe.peerDeparture + delay(trouble);
            probe.trafficClass = chance(0.3) ? 3 : 0;
            probe.hopLimit = 60 + random.nextInt(4);
            stamp(probe, trouble);
        }
        keepWindows();
        return this;
    }

    private long delay(double trouble) {
        return 100_000 + random.nextInt(40_000) + (chance(0.3 * trouble) ? random.nextInt((int) (5 * INTERVAL_NS)) : 0);
    }

    private void stamp(Probe probe, double trouble) {
        if (!chance(0.1 * trouble)) {
            probe.sentKernelFalse = probe.answered && chance(0.05 * trouble);
            long falseNs = chance(0.5) ? probe.arrival + 1 : probe.sent - 1_000_001; // after the reply, before the call
            probe.sentKernel = WALL_NS + (probe.sentKernelFalse ? falseNs : probe.sent + 1_500 + random.nextInt(500));
            probe.sentKernelReported = chance(0.3) ? probe.arrival + random.nextInt(2_000_000) : probe.sent + 5_000;
        }
        if (!chance(0.1 * trouble)) {
            probe.receivedKernelFalse = chance(0.05 * trouble);
            long falseNs = chance(0.5) ? probe.arrival + 1_000_001 : probe.sent - 1_000_001;
            probe.receivedKernel = WALL_NS + (probe.receivedKernelFalse ? falseNs
                    : probe.arrival - 2_000 - random.nextInt(1_000));
        }
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private void keepWindows() {
        boolean[] had = new boolean[probes.size()];
        int count = 0;
        List<Probe> arriving = probes.stream().filter(p -> p.reachedPeer)
                .sorted(Comparator.comparingLong(p -> p.peerArrival)).toList();
        for (Probe probe : arriving) {
            had[probe.seq] = true;
            probe.count = ++count;
            for (int k = 0; k < 64 && k <= probe.seq; k++) {
                probe.window |= had[probe.seq - k] ? 1L << k : 0;
            }
        }
    }

    /** Answered probes in the order in which their first replies arrive. */
    List<Probe> arrivals() {
        return probes.stream().filter(p -> p.answered).sorted(Comparator.comparingLong(p -> p.arrival)).toList();
    }

    long duplicates() {
        return probes.stream().mapToLong(p -> p.copies).sum();
    }

    /** Write all records in order of time, calling {@code between} after each. */
    void play(Runnable between) {
        Stream<Event> events = probes.stream().flatMap(this::events);
        events.sorted(Comparator.comparingLong(Event::atNs)).forEach(event -> {
            event.write.run();
            between.run();
        });
    }

    private Stream<Event> events(Probe probe) {
        Stream.Builder<Event> events = Stream.builder();
        events.add(new Event(probe.sent, () -> writeSent(probe)));
        if (probe.sentKernel != 0) {
            events.add(new Event(probe.sentKernelReported, () -> recorder.sentAt(probe.seq, probe.sentKernel)));
        }
        for (int copy = 0; probe.answered && copy <= probe.copies; copy++) {
            long at = probe.arrival + copy * 10_000L;
            events.add(new Event(at, () -> writeReceived(probe, at)));
        }
        return events.build();
    }

    private void writeSent(Probe probe) {
        counters.increment(Id.SENT);
        counters.add(Id.SENT_BYTES, 60);
        recorder.sent(probe.seq, probe.intended, probe.sent, WALL_NS + probe.sent, probe.call);
    }

    private void writeReceived(Probe probe, long atNs) {
        writeReceived(probe.seq, probe, atNs, 0);
    }

    /** A reply to {@code seq} like that to {@code probe}, everything {@code shiftNs} later. */
    void writeReceived(long seq, Probe probe, long atNs, long shiftNs) {
        counters.increment(Id.RECEIVED);
        packet.reset(60, false, atNs + shiftNs, WALL_NS + atNs + shiftNs);
        packet.stalled(probe.stalled);
        packet.receivedKernelNs(probe.receivedKernel == 0 ? 0 : probe.receivedKernel + shiftNs);
        packet.trafficClass(probe.trafficClass);
        packet.hopLimit(probe.hopLimit);
        long inNs = probe.peerArrival + shiftNs;
        long outNs = probe.peerDeparture + shiftNs;
        long peerWall = WALL_NS + PEER_WALL_AHEAD_NS;
        recorder.received(seq, packet, peerWall + inNs, PEER_MONOTONIC_AHEAD_NS + inNs, peerWall + outNs,
                PEER_MONOTONIC_AHEAD_NS + outNs, probe.window, probe.count, 0);
    }

    /** Circumstances of a test that started with the first probe, clocks not related. */
    static RttRun facts(long durationNs) {
        InetSocketAddress address = new InetSocketAddress(0);
        RttSettings settings = new RttSettings("test", 1, durationNs, 1_000_000, 60, 0, RttSettings.PeerStamps.BOTH,
                true, true, true, true, "");
        return new RttRun(address, address, settings, settings, WALL_NS, 1_000_000_000, durationNs, 0,
                ClockRelation.NONE, EndState.COMPLETED, "");
    }
}
