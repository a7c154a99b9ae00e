package io.venturi.engine.protocol.stamp;

/**
 * How a test began.
 *
 * @param packetBytes length of every probe, UDP payload; 0 without a test
 * @param startNs     when the first probe is due, CLOCK_MONOTONIC; 0 without a test
 * @param startWallNs the same instant on CLOCK_REALTIME
 * @param failure     why there was no test, empty if there was one
 */
public record StampOpening(int packetBytes, long startNs, long startWallNs, String failure) {
}
