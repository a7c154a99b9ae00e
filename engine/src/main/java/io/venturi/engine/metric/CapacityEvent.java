package io.venturi.engine.metric;

import java.net.InetSocketAddress;
import java.util.OptionalInt;

/** Something that happened in a capacity test, at either end. Connections are numbered from 1. */
public sealed interface CapacityEvent {

    /** Messages before the load. */
    enum Message { SETUP_REQUEST, SETUP_RESPONSE, NULL_REQUEST, ACTIVATION_REQUEST, ACTIVATION_RESPONSE }

    /** Which connection. */
    int connection();

    /** A socket was made; the sizes are what the kernel reports. */
    record Created(int connection, InetSocketAddress local, int sendBufferBytes, int receiveBufferBytes)
            implements CapacityEvent {}

    /**
     * A message of the set-up was sent or received.
     *
     * @param sent     by us, else received
     * @param mcIndex  index of the connection on the wire, from 0
     * @param mcIdent  identifier of the test on the wire
     * @param version, bandwidthMbps, keyId of a set-up request at the server, else 0
     */
    record Exchanged(int connection, Message message, boolean sent, InetSocketAddress from, InetSocketAddress to,
                     int mcIndex, int mcIdent, int version, int bandwidthMbps, int keyId) implements CapacityEvent {}

    /** The load begins. */
    record Activated(int connection, CapacitySettings agreed) implements CapacityEvent {}

    /** The least delays of the test changed; {@link CapacityInterval.Part#ABSENT} for none. */
    record MinimumDelay(int connection, long oneWayNs, long roundTripNs) implements CapacityEvent {}

    /**
     * A trial interval ended.
     *
     * @param tally       its counts and delays
     * @param roundTripVariationNs last sample, {@link CapacityInterval.Part#ABSENT} for none
     * @param row         chosen for the next, if this end chooses
     */
    record Trial(int connection, long lengthNs, boolean ipv6, CapacityTally tally, long roundTripVariationNs,
                 OptionalInt row) implements CapacityEvent {}

    /** A sub-interval of one connection ended. */
    record SubInterval(CapacityInterval.Part part) implements CapacityEvent {
        @Override
        public int connection() {
            return part.connection();
        }
    }

    /** A sub-interval ended for all connections. */
    record Interval(CapacityInterval interval) implements CapacityEvent {
        @Override
        public int connection() {
            return 0;
        }
    }

    /** The end of the test was announced to us, or is announced by us. */
    record Stopping(int connection, boolean received) implements CapacityEvent {}

    /** This end could not do something that was asked for besides the test; the sentence says what and why. */
    record Notice(int connection, String text) implements CapacityEvent {}

    /** The connection is closed; of connection 0: the whole test. */
    record Ended(int connection) implements CapacityEvent {}

    /**
     * Something went wrong, or is worth a warning.
     *
     * @param server address of the control port as used, null if it concerns the whole test
     * @param number what the status is about: the minimum of connections, the count of lost messages, an unknown
     *               response code, the version of the server; 0 if nothing
     */
    record Incident(int connection, CapacityStatus status, InetSocketAddress server, long number)
            implements CapacityEvent {}
}
