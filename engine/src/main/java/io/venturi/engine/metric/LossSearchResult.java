package io.venturi.engine.metric;

/**
 * The highest rate of frames of one size that a path carried both ways at once within the loss that was tolerated.
 *
 * @param frameBytes      of Ethernet frames, frame check sequence included
 * @param limit           what ended the search
 * @param framesPerSecond sent each way in the trials at that rate, in the mean; 0 if no rate passed
 * @param trials          in all
 * @param passed          the trials at that rate together
 * @param failed          the trial at the lowest rate that failed; {@link Trials#NONE} if none did
 */
public record LossSearchResult(int frameBytes, Limit limit, double framesPerSecond, int trials, Trials passed,
                               Trials failed) {
    private static final int ETHERNET_BYTES = 18;
    /** Preamble and inter-frame gap. */
    private static final int WIRE_BYTES = 20;
    /** Of the standard normal distribution: 95 % lie below. */
    private static final double Z95 = 1.6449;

    /** What ended a search. */
    public enum Limit {
        /** More than tolerated was lost above that rate, between the program here and the one there. */
        LOSS,
        /** This host did not send, or did not take in, what a higher rate needs; the path may carry more. */
        HERE,
        /** Even the lowest rate lost more than tolerated. */
        NONE_PASSED,
        /** The frame is too small for the protocol's header. */
        TOO_SMALL,
        /** It was stopped before it had a result. */
        STOPPED
    }

    /**
     * Some trials at one rate.
     *
     * @param count              of them
     * @param askedPerSecond     rate that was to be sent
     * @param sent               frames the kernel took
     * @param lost               of these, without reply
     * @param lostForward        on the way there, as far as the server told; lost at its own host included
     * @param lostReverse        on the way back
     * @param missedSlots        send times this host was late for
     * @param refused            frames its kernel refused
     * @param unobserved         replies that reached this host but not our records
     */
    public record Trials(int count, double askedPerSecond, long sent, long lost, long lostForward, long lostReverse,
                         long missedSlots, long refused, long unobserved) {
        public static final Trials NONE = new Trials(0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** Both together. */
        public Trials plus(Trials other) {
            return new Trials(count + other.count, Math.max(askedPerSecond, other.askedPerSecond), sent + other.sent,
                    lost + other.lost, lostForward + other.lostForward, lostReverse + other.lostReverse,
                    missedSlots + other.missedSlots, refused + other.refused, unobserved + other.unobserved);
        }

        /** Share lost; 0 if nothing was sent. */
        public double lossRatio() {
            return sent == 0 ? 0 : (double) lost / sent;
        }

        /** The ratio is below this with 95 % confidence (one-sided Wilson score bound); 1 if nothing was sent. */
        public double lossRatioBelow() {
            if (sent == 0) {
                return 1;
            }
            double z2 = Z95 * Z95;
            double ratio = lossRatio();
            return (ratio + z2 / (2 * sent) + Z95 * Math.sqrt((ratio * (1 - ratio) + z2 / (4.0 * sent)) / sent))
                    / (1 + z2 / sent);
        }
    }

    /** A search without any trial. */
    public static LossSearchResult without(int frameBytes, Limit limit) {
        return new LossSearchResult(frameBytes, limit, 0, 0, Trials.NONE, Trials.NONE);
    }

    /** Of IP packets. */
    public double l3BitsPerSecond() {
        return 8 * framesPerSecond * (frameBytes - ETHERNET_BYTES);
    }

    /** Of frames with frame check sequence. */
    public double l2BitsPerSecond() {
        return 8 * framesPerSecond * frameBytes;
    }

    /** Of the wire, with preamble and gap. */
    public double l1BitsPerSecond() {
        return 8 * framesPerSecond * (frameBytes + WIRE_BYTES);
    }
}
