package io.venturi.engine.metric;

/**
 * What this host did or failed to do so far in a test that runs, so that nobody takes it for the path.
 *
 * @param skipped        send times given up because this host was late
 * @param refused        probes its kernel did not take
 * @param missedLaunch   probes its queue dropped because they could not leave in time
 * @param stalls         times the lane did not come back to its duty in time
 * @param stalledNs      sum of these
 * @param ringOverruns   observations that found the ring full
 * @param socketOverflow datagrams its kernel dropped because the receive buffer was full
 * @param ignored        datagrams that were no valid reply
 * @param icmpErrors     times the network or a host reported an error for this flow
 * @param collections    of the Java heap since the test began
 * @param collectionNs   sum of their times
 */
public record LiveInstrument(long skipped, long refused, long missedLaunch, long stalls, long stalledNs,
                             long ringOverruns, long socketOverflow, long ignored, long icmpErrors, long collections,
                             long collectionNs) {
}
