package io.venturi.engine.metric;

import java.util.List;
import java.util.Optional;

/**
 * A throughput test, as far as it went.
 *
 * @param start              as its streams were opened; empty if it did not get so far
 * @param intervals          in order, those of the time omitted too
 * @param streams            in the order of creation
 * @param local              CPU of this end
 * @param remote             CPU of the other end, empty if it did not tell
 * @param senderCongestion   congestion control at the end that sends (the client's in both directions), empty if not
 *                 told
 * @param receiverCongestion at the other end
 * @param serverOutput       the server's own report, if it was asked for
 * @param end                how it came to its end
 * @param failure            why, if it did not come to its proper end
 * @param endWallNs          CLOCK_REALTIME
 * @param host               what this host did meanwhile
 * @param notices            what this host did not grant, and other things to know, a sentence each
 * @param here               what this host did to the test
 * @param latency            round trips before and under the load, if they were measured
 */
public record ThroughputReport(Optional<ThroughputStart> start, List<ThroughputInterval> intervals,
                               List<ThroughputStreamReport> streams, ThroughputCpu local,
                               Optional<ThroughputCpu> remote, String senderCongestion, String receiverCongestion,
                               ThroughputOutput serverOutput, EndState end, ThroughputFailure failure, long endWallNs,
                               HostConditions host, List<String> notices, ThroughputHost here,
                               Optional<LoadedLatency> latency) {
    public ThroughputReport {
        intervals = List.copyOf(intervals);
        streams = List.copyOf(streams);
        notices = List.copyOf(notices);
    }

    /** Without what only this end knows. */
    public ThroughputReport(Optional<ThroughputStart> start, List<ThroughputInterval> intervals,
                            List<ThroughputStreamReport> streams, ThroughputCpu local, Optional<ThroughputCpu> remote,
                            String senderCongestion, String receiverCongestion, ThroughputOutput serverOutput,
                            EndState end, ThroughputFailure failure, long endWallNs, HostConditions host,
                            List<String> notices) {
        this(start, intervals, streams, local, remote, senderCongestion, receiverCongestion, serverOutput, end, failure,
                endWallNs, host, notices, ThroughputHost.UNKNOWN, Optional.empty());
    }

    /** The same with what this host did. */
    public ThroughputReport with(HostConditions conditions, ThroughputHost newHere) {
        return new ThroughputReport(start, intervals, streams, local, remote, senderCongestion, receiverCongestion,
                serverOutput, end, failure, endWallNs, conditions, notices, newHere, latency);
    }

    /** The same with round trips. */
    public ThroughputReport with(LoadedLatency newLatency) {
        return new ThroughputReport(start, intervals, streams, local, remote, senderCongestion, receiverCongestion,
                serverOutput, end, failure, endWallNs, host, notices, here, Optional.of(newLatency));
    }
}
