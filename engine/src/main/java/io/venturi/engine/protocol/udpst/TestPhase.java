package io.venturi.engine.protocol.udpst;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.protocol.udpst.wire.Fault;
import io.venturi.engine.protocol.udpst.wire.RateTable;
import io.venturi.engine.protocol.udpst.wire.SendingRate;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import io.venturi.engine.socket.Packet;

/**
 * One connection from its activation to its end, either side: what both roles have in common, which is the stop and the
 * watchdog.
 *
 * <p>Thread: the lane. Allocates nothing per datagram.
 */
abstract sealed class TestPhase permits SendingPhase, ReceivingPhase {
    static final long NEVER = Long.MAX_VALUE;
    /** testAction: the end is planned here; servers never send it. */
    static final int LOCAL_STOP = 1;
    /** testAction: the end. */
    static final int STOP = 2;
    private static final long SERVER_EXTRA_NS = 500 * Millis.NS;
    private static final long CLIENT_EXTRA_NS = 3_500 * Millis.NS;

    /** How a connection ended. */
    enum End {
        /** Not yet. */
        NONE,
        /** By agreement. */
        STOPPED,
        /** Nothing came from the peer any more. */
        WATCHDOG
    }

    final PhaseSetup setup;
    final PhaseEvents events;
    final PeerWatch watch;
    final RateTable table;
    /** Server only. */
    final RateSearch search;
    int action;
    private long stopNs;
    private End end = End.NONE;

    TestPhase(PhaseSetup setup, PhaseEvents events, long nowNs) {
        this.setup = setup;
        this.events = events;
        watch = new PeerWatch(nowNs);
        table = setup.table();
        search = setup.server() ? new RateSearch(setup.parameters()) : null;
        stopNs = nowNs + setup.parameters().seconds() * 1_000L * Millis.NS
                + (setup.server() ? SERVER_EXTRA_NS : CLIENT_EXTRA_NS);
    }

    /**
     * The test begins.
     *
     * @param first what a client that sends was told to begin with, else null
     * @param nowNs CLOCK_MONOTONIC: when it was activated
     */
    static TestPhase start(PhaseSetup setup, TestSocket socket, LoadCounts counts, PhaseEvents events,
                           SendingRate first, long nowNs) {
        return setup.sends() ? new SendingPhase(setup, socket, counts, events, first, nowNs)
                : new ReceivingPhase(setup, socket, events, nowNs);
    }

    /** The row that a server tells an upstream client to begin with. */
    static SendingRate firstRow(PhaseSetup setup) {
        TestParameters test = setup.parameters();
        boolean bottom = test.row() == TestParameters.AUTOMATIC || test.isFixed() && test.frozen() > 0;
        return setup.table().row(bottom ? 0 : test.row());
    }

    @HotPath
    final int advance(long nowNs) {
        if (end != End.NONE) {
            return 0;
        }
        watch.round(nowNs);
        if (watch.expired()) {
            end = End.WATCHDOG;
            return 1;
        }
        if (nowNs >= stopNs) {
            stopNs = NEVER;
            stop();
        }
        return work(nowNs);
    }

    /** End it at the next opportunity. */
    final void stop() {
        if (action == 0) {
            action = LOCAL_STOP;
            events.stopping(false);
        }
    }

    @HotPath
    final long dueNs() {
        return end != End.NONE ? NEVER : Math.min(Math.min(watch.watchdogNs(), stopNs), workDueNs());
    }

    /** What the datagram is worth as a PDU of this test. */
    @HotPath
    final Fault onPacket(Packet packet) {
        return end != End.NONE ? Fault.NONE : take(packet);
    }

    abstract int work(long nowNs);

    abstract long workDueNs();

    abstract Fault take(Packet packet);

    /** True once anything sound came from the peer. */
    abstract boolean hasHeard();

    final End end() {
        return end;
    }

    final void end(End how) {
        end = how;
    }

    /**
     * See whether a sound PDU says that this is the end.
     *
     * @return true if nothing else of it counts
     */
    @HotPath
    final boolean endsWith(int received) {
        if (setup.server()) {
            if (received != 0) {
                end = End.STOPPED; // the client confirms
            }
            return received != 0;
        }
        if (action == 0 && received != 0) {
            action = received;
            events.stopping(true);
        }
        return action != 0;
    }

    /** A sound PDU arrived at {@code arrivedNs} and was taken at {@code nowNs}. */
    @HotPath
    final void heard(long arrivedNs, long nowNs, boolean peerHearsNothing) {
        watch.heard(arrivedNs, nowNs, action == 0);
        if (watch.peerSays(peerHearsNothing)) {
            events.incident(CapacityStatus.TRAFFIC_STOPPED_THERE, 0);
        }
    }

    /** CLOCK_MONOTONIC: by the kernel's stamp if there is one. */
    @HotPath
    static long arrivedNs(Packet packet) {
        if (packet.receivedKernelNs() == 0) {
            return packet.receivedUserNs();
        }
        long waitedNs = packet.receivedUserWallNs() - packet.receivedKernelNs();
        boolean possible = waitedNs >= 0 && waitedNs <= PeerWatch.WATCHDOG_NS; // unless the clock was set
        return possible ? packet.receivedUserNs() - waitedNs : packet.receivedUserNs();
    }
}
