package io.venturi.engine.protocol.irtt;

import io.venturi.engine.protocol.irtt.wire.IrttParams;

/**
 * What came of opening a test.
 *
 * @param granted     what the server granted, null if it did not answer
 * @param negotiation what it changed, null if it did not answer
 * @param packetBytes length of every probe and reply, UDP payload; 0 without a test
 * @param startNs     when the first probe is due, CLOCK_MONOTONIC; 0 without a test
 * @param startWallNs the same instant on CLOCK_REALTIME
 * @param failure     why no test came about, empty if one did or none was wanted
 */
public record IrttOpening(IrttParams granted, IrttNegotiation negotiation, int packetBytes, long startNs,
                          long startWallNs, String failure) {
}
