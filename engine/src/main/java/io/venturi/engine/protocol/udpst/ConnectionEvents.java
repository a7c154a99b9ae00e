package io.venturi.engine.protocol.udpst;

import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityInterval.Part;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.CapacityTally.Variation;
import io.venturi.engine.protocol.udpst.wire.IntervalBlock;
import io.venturi.engine.protocol.udpst.wire.Pdu;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Tells of one connection as {@link CapacityEvent}s. Lane thread only; allocates per interval, not per datagram. */
abstract class ConnectionEvents implements PhaseEvents {
    private static final int MOST_INCIDENTS = 10;

    final int connection;
    private final Consumer<CapacityEvent> listener;
    private final boolean trials;
    private int incidents;
    private Variation roundTrips = Variation.NONE;
    private long accumulatedNs;

    /** @param trials tell of each trial interval, too */
    ConnectionEvents(int connection, Consumer<CapacityEvent> listener, boolean trials) {
        this.connection = connection;
        this.listener = listener;
        this.trials = trials;
    }

    final void tell(CapacityEvent event) {
        listener.accept(event);
    }

    /** A sub-interval of this connection is known. */
    abstract void part(Part part);

    /** The control port of the peer, for incidents. */
    abstract InetSocketAddress server();

    abstract boolean ipv6();

    @Override
    public void trial(TrialBlock trial, int row) {
        if (trial.rttVariation != Pdu.NONE) {
            long ns = trial.rttVariation * Millis.NS;
            roundTrips = roundTrips.plus(Variation.of(1, ns, ns, ns));
        }
        if (trials) {
            long variation = trial.rttVariation == Pdu.NONE ? Part.ABSENT : trial.rttVariation * Millis.NS;
            if (trial.minimumChanged) {
                tell(new CapacityEvent.MinimumDelay(connection, trial.clockDeltaMin * Millis.NS, rttNs(trial)));
            }
            tell(new CapacityEvent.Trial(connection, trial.us * Millis.US_NS, ipv6(), tally(trial), variation,
                    row < 0 ? OptionalInt.empty() : OptionalInt.of(row)));
        }
    }

    @Override
    public void interval(LoadReceiver receiver) {
        part(new Part(connection, (int) receiver.intervals(), receiver.intervalNs(), receiver.accumulatedNs(), ipv6(),
                receiver.tally(), receiver.leastOneWayNs(), receiver.leastRttNs(), receiver.intervalStalled()));
    }

    @Override
    public void peerInterval(long number, IntervalBlock block, TrialBlock trial) {
        long lengthNs = block.us * Millis.US_NS;
        accumulatedNs += lengthNs;
        Variation oneWay = block.delayMin == Pdu.NONE ? Variation.NONE
                : new Variation(block.delayCount, block.delayMin * Millis.NS,
                        Math.max(block.delayMin, block.delayMax) * Millis.NS, block.delaySum * Millis.NS, true);
        Variation roundTrip = block.rttMin == Pdu.NONE ? Variation.NONE
                : new Variation(roundTrips.n(), block.rttMin * Millis.NS,
                        Math.max(block.rttMin, block.rttMax) * Millis.NS, roundTrips.sumNs(), true);
        roundTrips = Variation.NONE;
        part(new Part(connection, (int) number, lengthNs, accumulatedNs, ipv6(),
                new CapacityTally(block.datagrams, Math.max(0, block.bytes), block.lost, block.reordered,
                        block.duplicate, block.marked, oneWay, roundTrip),
                trial.clockDeltaMin * Millis.NS, rttNs(trial), false));
    }

    private static long rttNs(TrialBlock trial) {
        return trial.rttMin == Pdu.NONE ? Part.ABSENT : trial.rttMin * Millis.NS;
    }

    static CapacityTally tally(TrialBlock trial) {
        Variation oneWay = trial.delayMin == Pdu.NONE ? Variation.NONE
                : new Variation(trial.delayCount, trial.delayMin * Millis.NS,
                        Math.max(trial.delayMin, trial.delayMax) * Millis.NS, trial.delaySum * Millis.NS, true);
        return new CapacityTally(trial.datagrams, trial.bytes, trial.lost, trial.reordered, trial.duplicate,
                trial.marked, oneWay, Variation.NONE);
    }

    @Override
    public void incident(CapacityStatus status, long number) {
        if (incidents++ < MOST_INCIDENTS) {
            tell(new CapacityEvent.Incident(connection, status, server(), number));
        }
    }

    @Override
    public void stopping(boolean received) {
        tell(new CapacityEvent.Stopping(connection, received));
    }
}
