package io.venturi.engine.stream;

import io.venturi.engine.metric.RttSettings;
import java.util.List;

/**
 * What came of beginning a round-trip test.
 *
 * @param agreed       what the peer granted, or what is sent where there is nothing to agree on; null if it was asked
 *                     and did not answer, or nobody came to ask it
 * @param packetBytes  length of every probe, UDP payload; 0 without a test
 * @param startNs      when the first probe is due, CLOCK_MONOTONIC; 0 without a test
 * @param startWallNs  the same instant on CLOCK_REALTIME
 * @param restrictions what the peer granted less of than was asked for, a clause each
 * @param failure      why no test came about, empty if one did or none was wanted
 */
public record RoundTripOpening(RttSettings agreed, int packetBytes, long startNs, long startWallNs,
                               List<String> restrictions, String failure) {
    public RoundTripOpening {
        restrictions = List.copyOf(restrictions);
    }

    /** No test came about, and nothing is known of the peer. */
    public static RoundTripOpening failed(String why) {
        return new RoundTripOpening(null, 0, 0, 0, List.of(), why);
    }
}
