package io.venturi.engine.metric;

/**
 * What one end did or failed to do, so that nobody takes it for the path.
 *
 * @param refused         datagrams its kernel did not take; they used up no number unless asked to
 * @param missedSlots     send times given up because it was late
 * @param receiveOverflow datagrams its kernel dropped because the receive buffer was full (SO_RXQ_OVFL)
 * @param stalls          times a measuring thread did not come back to its duty in time
 * @param stalledNs       sum of these
 * @param laneBusyShare   share of its time that the busiest measuring thread worked instead of waiting, 0..1;
 *                        {@link Double#NaN} if unknown
 */
public record CapacityHost(long refused, long missedSlots, long receiveOverflow, long stalls, long stalledNs,
                           double laneBusyShare) {
    /** Of which nothing is known. */
    public static final CapacityHost UNKNOWN = new CapacityHost(0, 0, 0, 0, 0, Double.NaN);

    public CapacityHost {
        if (refused < 0 || missedSlots < 0 || receiveOverflow < 0 || stalls < 0 || stalledNs < 0) {
            throw new IllegalArgumentException("refused %d, missed %d, overflow %d, stalls %d (%d ns)".formatted(
                    refused, missedSlots, receiveOverflow, stalls, stalledNs));
        }
    }
}
