package io.venturi.engine.metric;

import java.util.List;

/**
 * Where the stamps of a test were really taken, on each side and at each end of a way, and which of them are missing.
 *
 * @param roundTrip    the lowest stamps that at least half of the answered probes have at both ends here
 * @param sent         the lowest that at least half of the probes have of leaving
 * @param received     the lowest that at least half of the replies have of arriving
 * @param peerReceived those of probes reaching the peer
 * @param peerSent     those of replies leaving the peer
 * @param missing      a stamp that was asked for and did not come is no delay; here is how many did not
 */
public record Stamping(StampSetup setup, StampSource roundTrip, StampSource sent, StampSource received,
                       PeerSource peerReceived, PeerSource peerSent, List<Missing> missing) {

    /** Where a peer takes its stamps. */
    public enum PeerSource {
        /** It gives none. */
        NONE,
        /** It does not tell. */
        UNKNOWN,
        /** Around its system calls. */
        USER,
        /** In its kernel. */
        KERNEL
    }

    /** Which stamp is missing. */
    public enum Kind { TRANSMIT_KERNEL, TRANSMIT_HARDWARE, RECEIVE_KERNEL, RECEIVE_HARDWARE }

    /** Why a stamp is missing. */
    public enum Reason {
        /** Not one came: driver, card or filter give none of this kind. */
        NONE_GIVEN,
        /** The numbers of the stamps have holes: the socket's error queue was full. */
        ERROR_QUEUE_FULL,
        /** The card stamped others: it has few registers, and they were in use. */
        CARD_BUSY,
        /** Some packets arrived without one. */
        UNSTAMPED,
        /** It may have been lost between our own threads. */
        RING_OVERRUN
    }

    /** So many of so many stamps did not come. */
    public record Missing(Kind kind, long count, long of, Reason reason) {}

    public Stamping {
        missing = List.copyOf(missing);
    }
}
