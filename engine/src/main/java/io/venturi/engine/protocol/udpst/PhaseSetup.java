package io.venturi.engine.protocol.udpst;

import io.venturi.engine.protocol.udpst.wire.RateTable;
import io.venturi.engine.protocol.udpst.wire.StatusLayout;
import io.venturi.engine.protocol.udpst.wire.TestParameters;

/**
 * What a {@link TestPhase} needs to know.
 *
 * @param server       this end is the server
 * @param parameters   as granted
 * @param load         how to send
 * @param layout       of status PDUs
 * @param jumbo        variant of the table of sending rates
 * @param traditional  variant of the table of sending rates
 * @param longBursts   variant of the table of sending rates
 * @param authMode     told in status PDUs
 * @param wallOffsetNs CLOCK_REALTIME minus CLOCK_MONOTONIC
 * @param seed         of random datagram sizes
 */
record PhaseSetup(boolean server, TestParameters parameters, SendOptions load, StatusLayout layout, boolean jumbo,
                  boolean traditional, boolean longBursts, int authMode, long wallOffsetNs, long seed) {

    RateTable table() {
        return RateTable.of(jumbo, traditional, longBursts);
    }

    /** True if this end sends the load. */
    boolean sends() {
        return server != parameters.upstream();
    }
}
