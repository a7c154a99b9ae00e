package io.venturi.engine.metric;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What tells whether the path or an end of it was the limit.
 *
 * @param here       our side, the whole test
 * @param there      the server, if it told
 * @param highestRow highest row of the sending-rate table that any sender reached; empty if nobody told
 * @param highestRowBitsPerSecond nominal IP rate of that row, 0 if unknown
 * @param topRow     last row that the search may use
 * @param topRowBitsPerSecond nominal IP rate of that row, of one connection
 * @param host       what this host and JVM did, or let us do
 */
public record CapacityEvidence(CapacityHost here, Optional<CapacityHost> there, OptionalInt highestRow,
                               double highestRowBitsPerSecond, int topRow, double topRowBitsPerSecond,
                               HostConditions host) {
}
