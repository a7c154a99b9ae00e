package io.venturi.engine.protocol.udpst;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.protocol.udpst.wire.Fault;
import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import io.venturi.engine.protocol.udpst.wire.StatusPdu;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;
import io.venturi.engine.socket.Packet;

/**
 * The end that takes the load and sends status PDUs: of a server, with the search for the rate.
 *
 * <p>An interval is closed only after what had arrived by its end was taken from the socket, so that datagrams do not
 * count in a later one because this end was away.
 */
final class ReceivingPhase extends TestPhase {
    /** A stop that may have been lost is told again after this. */
    private static final long AGAIN_NS = 500 * Millis.NS;
    /** Later than this at a deadline, this end was away. */
    private static final long STALL_NS = 5 * Millis.NS;
    /** A drain ends by then, however much still comes. */
    private static final long LONGEST_DRAIN_NS = 20 * Millis.NS;

    private final TestSocket socket;
    private final LoadReceiver receiver;
    private final LoadPdu load = new LoadPdu();
    private final StatusPdu status;
    private final long trialNs;
    private long trialDueNs;
    /** End of the interval that is to be closed, {@link #NEVER} if there is none. */
    private long boundaryNs = NEVER;
    private boolean late;
    private boolean unstamped;
    private int arrivals;
    private long sent;
    private long stopSentNs = NEVER;
    private boolean bleachTold;

    ReceivingPhase(PhaseSetup setup, TestSocket socket, PhaseEvents events, long nowNs) {
        super(setup, events, nowNs);
        this.socket = socket;
        status = new StatusPdu(setup.layout());
        receiver = new LoadReceiver(setup.parameters(), setup.wallOffsetNs(), nowNs, events.log());
        trialNs = setup.parameters().trialMs() * Millis.NS;
        trialDueNs = nowNs + trialNs;
    }

    @HotPath
    @Override
    int work(long nowNs) {
        if (boundaryNs == NEVER) {
            if (nowNs < trialDueNs) {
                return 0;
            }
            long lateNs = nowNs - trialDueNs;
            late = lateNs > STALL_NS;
            boundaryNs = lateNs > trialNs / 2 ? nowNs : trialDueNs;
            arrivals = 0;
            return 1; // the lane looks at the socket before it comes back
        }
        boolean draining = arrivals > 0;
        if (draining && nowNs - boundaryNs < LONGEST_DRAIN_NS + trialNs / 2) {
            arrivals = 0;
            return 1;
        }
        close(nowNs, draining);
        return 1;
    }

    @HotPath
    @Override
    long workDueNs() {
        return boundaryNs != NEVER ? boundaryNs : trialDueNs;
    }

    @Override
    boolean hasHeard() {
        return receiver.hasBegun();
    }

    @HotPath
    @Override
    Fault take(Packet packet) {
        Fault fault = load.wrap(packet.payload(), packet.length());
        if (fault != Fault.NONE || endsWith(load.action())) {
            return fault;
        }
        arrivals++;
        long arrivedNs = arrivedNs(packet);
        if (boundaryNs != NEVER && packet.receivedKernelNs() != 0 && arrivedNs > boundaryNs) {
            close(packet.receivedUserNs(), false);
        }
        heard(arrivedNs, packet.receivedUserNs(), load.rxStopped());
        if (packet.receivedKernelNs() == 0) {
            unstamped = true;
            if (packet.stalled()) {
                receiver.stalled();
            }
        }
        receiver.arrived(load, arrivedNs, packet.trafficClass());
        tell();
        if (action == STOP && arrivedNs - stopSentNs >= AGAIN_NS) {
            report(packet.receivedUserNs());
        }
        return fault;
    }

    @HotPath
    private void tell() {
        int error = receiver.takePeerStatusError();
        if (error > 0) {
            events.incident(CapacityStatus.STATUS_LOST_THERE, error);
        }
        if (receiver.bleached() && !bleachTold) {
            bleachTold = true;
            events.incident(CapacityStatus.BLEACHING_HERE, 0);
        }
    }

    /** @param draining what had arrived was not taken completely */
    private void close(long nowNs, boolean draining) {
        long endNs = boundaryNs;
        boundaryNs = NEVER;
        if (action != 0) {
            conclude(endNs, nowNs);
            return;
        }
        trialDueNs = Math.max(endNs + trialNs, nowNs + trialNs / 2);
        if (!receiver.hasBegun()) {
            return;
        }
        boolean doubtful = draining || late && unstamped;
        if (doubtful) {
            receiver.stalled();
        }
        TrialBlock trial = receiver.trial(endNs);
        int row = -1;
        if (setup.server()) {
            row = search.adjust(trial, receiver.intervals());
        }
        report(nowNs);
        events.trial(trial, row);
        if (receiver.next(endNs)) {
            events.interval(receiver);
        }
        if (doubtful) {
            receiver.stalled();
        }
    }

    private void conclude(long endNs, long nowNs) {
        trialDueNs = NEVER;
        if (setup.server()) {
            action = STOP;
        } else {
            end(End.STOPPED);
        }
        receiver.trial(endNs);
        report(nowNs);
        receiver.next(endNs);
    }

    private void report(long nowNs) {
        if (watch.look()) {
            events.incident(CapacityStatus.TRAFFIC_STOPPED_HERE, 0);
        }
        if (action == STOP) {
            stopSentNs = nowNs;
        }
        status.begin(socket.slot(0)).state(action, watch.silent()).seq(++sent)
                .putInterval(receiver.intervals(), receiver.interval()).putTrial(receiver.trialBlock())
                .marks(setup.authMode(), receiver.bleached()).time(nowNs + setup.wallOffsetNs());
        if (setup.server()) {
            status.putRate(table.row(search.row()));
        }
        if (setup.load().checksums()) {
            status.seal();
        }
        socket.length(0, status.length());
        socket.flush(1); // a status that the kernel refuses counts as lost: the next one tells more
    }
}
