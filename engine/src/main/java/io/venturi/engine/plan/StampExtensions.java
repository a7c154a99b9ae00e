package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;

/**
 * Which TLVs every STAMP probe carries (RFC 8972 4), besides padding and the tag that a key adds.
 *
 * @param location             ask for ports and addresses as the reflector sees them
 * @param timestampInformation ask where the reflector's time comes from
 * @param replyDscp            ask for this DSCP on replies, 0..63, and which one arrived; {@link #NO_DSCP} for neither
 * @param directMeasurement    exchange packet counters
 * @param accessReport         return code about an access network, 1 available, 2 unavailable; 0 for no report
 * @param accessId             of that network, 0..15; 1 is 3GPP
 * @param followUp             ask when the previous reply really left
 * @param receivedProbes       ask a reflector of ours which probes arrived (experimental type 240)
 */
public record StampExtensions(boolean location, boolean timestampInformation, int replyDscp, boolean directMeasurement,
                              int accessReport, int accessId, boolean followUp, boolean receivedProbes) {
    public static final int NO_DSCP = -1;
    /** Which probes arrived, by whose stamps, and when replies left: what statistics use. */
    public static final StampExtensions OF_STATISTICS =
            new StampExtensions(false, false, NO_DSCP, false, 0, 0, true, true);
    /** Base packets only. */
    public static final StampExtensions NONE = new StampExtensions(false, false, NO_DSCP, false, 0, 0, false, false);

    public StampExtensions {
        if (replyDscp < NO_DSCP || replyDscp > 63 || accessReport < 0 || accessReport > 2 || accessId < 0
                || accessId > 15) {
            throw new ConfigException("A DSCP is 0 to 63, an access report 1 or 2 about network 0 to 15, not"
                    + " %d, %d, %d.".formatted(replyDscp, accessReport, accessId));
        }
    }

    /** True if there is any. */
    public boolean any() {
        return location || timestampInformation || replyDscp != NO_DSCP || directMeasurement || accessReport != 0
                || followUp || receivedProbes;
    }
}
