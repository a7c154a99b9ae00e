package io.venturi.engine.metric;

import java.util.Map;

/**
 * What our own side did, so that nobody takes it for the network.
 *
 * @param departureLateness   ns from the intended to the actual time of sending, all probes
 * @param timerError          its absolute value, without the first probe
 * @param sendCall            ns a send call took
 * @param missedSlots         slots of the schedule given up because we were late
 * @param refusedByErrno      probes the kernel refused, by error number, 0 if that was not recorded; not among the sent
 * @param stalls              times the lane did not come back to its duty in time
 * @param stalledNs           sum of these
 * @param stalledReplies      replies that waited for such a stall; no statistic of user stamps takes their arrival in
 * @param ringOverruns        observations missing from the statistics
 * @param socketOverflow      datagrams the kernel dropped because our receive buffer was full
 * @param outdatedReplies     replies to probes that were no longer among the rows kept
 * @param transmitStampsMissing probes without a kernel transmit stamp
 * @param receiveStampsMissing  replies without a kernel receive stamp
 * @param stampsDiscarded     stamps of kernel, card or peer that could not be true
 * @param stamping            where the stamps were taken, and which are missing
 * @param ignoredDatagrams    datagrams that were no valid reply
 * @param icmpErrors          errors the network reported
 * @param clockSteps          times our wall clock was set; one-way delays end at the first of them
 * @param departures          how well probes kept to their times
 * @param firstClockStepNs    when that first was, since the start of the test; -1 if never
 */
public record Instrument(Summary departureLateness, Summary timerError, Summary sendCall,
                         long missedSlots, Map<Integer, Long> refusedByErrno, long stalls,
                         long stalledNs, long stalledReplies, long ringOverruns, long socketOverflow,
                         long outdatedReplies, long transmitStampsMissing, long receiveStampsMissing,
                         long stampsDiscarded, Stamping stamping,
                         long ignoredDatagrams, long icmpErrors, long clockSteps, long firstClockStepNs,
                         Departures departures, HostConditions host) {

    /** True if something of our own may have shaped the result: what was missed, refused, overrun or stepped. */
    public boolean degraded() {
        return missedSlots > 0 || departures.missedLaunch() > 0 || !refusedByErrno.isEmpty() || stalls > 0
                || ringOverruns > 0 || socketOverflow > 0 || outdatedReplies > 0 || clockSteps > 0;
    }
}
