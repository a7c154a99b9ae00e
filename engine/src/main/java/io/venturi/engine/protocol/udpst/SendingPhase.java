package io.venturi.engine.protocol.udpst;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.protocol.udpst.wire.Fault;
import io.venturi.engine.protocol.udpst.wire.IntervalBlock;
import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import io.venturi.engine.protocol.udpst.wire.SendingRate;
import io.venturi.engine.protocol.udpst.wire.StatusPdu;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;
import io.venturi.engine.socket.Packet;

/** The end that sends the load and takes status PDUs: of a server, with the search for the rate. */
final class SendingPhase extends TestPhase {
    private final LoadSender sender;
    private final StatusPdu status;
    private final TrialBlock trial = new TrialBlock();
    private final IntervalBlock block = new IntervalBlock();
    private final SendingRate told = new SendingRate();
    private final SendingRate wanted = new SendingRate();
    private final int largest;
    private long seen;
    private long intervals;
    private boolean bleachTold;
    private int row;

    SendingPhase(PhaseSetup setup, TestSocket socket, LoadCounts counts, PhaseEvents events, SendingRate first,
                 long nowNs) {
        super(setup, events, nowNs);
        status = new StatusPdu(setup.layout());
        largest = (int) socket.slot(0).byteSize();
        sender = new LoadSender(socket, setup.load(), setup.wallOffsetNs(), watch, counts, setup.seed());
        if (setup.server()) {
            // The timers are those of the row asked for, what they send is the row of the search.
            int asked = setup.parameters().isFixed() ? setup.parameters().row() : search.row();
            row = search.row();
            sender.start(table.row(asked), table.row(row), nowNs);
        } else {
            wanted.set(first);
            wanted.clamp(largest);
            sender.start(wanted, wanted, nowNs);
        }
    }

    @HotPath
    @Override
    int work(long nowNs) {
        if (nowNs < sender.dueNs()) {
            return 0;
        }
        if (action == LOCAL_STOP && setup.server()) {
            action = STOP;
        }
        int sent = sender.advance(nowNs, action);
        if (sender.fellSilent()) {
            events.incident(CapacityStatus.TRAFFIC_STOPPED_HERE, 0);
        }
        if (action != 0 && !setup.server() && sent > 0) {
            end(End.STOPPED);
        }
        return 1;
    }

    @HotPath
    @Override
    long workDueNs() {
        return sender.dueNs();
    }

    @Override
    boolean hasHeard() {
        return seen > 0;
    }

    @HotPath
    @Override
    Fault take(Packet packet) {
        Fault fault = status.wrap(packet.payload(), packet.length());
        if (fault == Fault.NONE && !endsWith(status.action())) {
            take(arrivedNs(packet), packet.receivedUserNs());
        }
        return fault;
    }

    @HotPath
    private void take(long arrivedNs, long nowNs) {
        heard(arrivedNs, nowNs, status.rxStopped());
        long seq = status.seq();
        int error = seq > seen ? (int) Math.min(seq - seen - 1, LoadPdu.OUT_OF_ORDER) : LoadPdu.OUT_OF_ORDER;
        seen = Math.max(seen, seq);
        if (error > 0) {
            events.incident(CapacityStatus.STATUS_LOST_HERE, error);
        }
        sender.echo(error, status.time());
        if (status.bleached() && !bleachTold) {
            bleachTold = true;
            events.incident(CapacityStatus.BLEACHING_THERE, 0);
        }
        status.trial(trial);
        if (!setup.server()) {
            adopt();
        }
        if (status.intervals() != intervals) {
            intervals = status.intervals();
            status.interval(block);
            events.peerInterval(intervals, block, trial);
        }
        if (setup.server()) {
            row = search.adjust(trial, intervals);
            sender.rate(table.row(row));
        }
        events.trial(trial, row);
    }

    private void adopt() {
        status.rate(wanted);
        if (!wanted.equals(told)) {
            told.set(wanted);
            row = table.indexOf(wanted);
            wanted.clamp(largest);
            sender.rate(wanted);
        }
    }
}
