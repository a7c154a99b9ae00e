package io.venturi.engine.protocol.stamp.wire;

import io.venturi.engine.annotation.HotPath;
import java.util.ArrayList;
import java.util.List;

/** Types of TLVs and of the sub-TLVs of a Location, and how long their values are (RFC 8972 4, 5). */
public final class TlvType {
    /** Not assigned: what zero padding looks like. */
    public static final int NONE = 0;
    /** 4.1: any content. */
    public static final int EXTRA_PADDING = 1;
    /** 4.2: ports and addresses as the other end sees them. */
    public static final int LOCATION = 2;
    /** 4.3: where the reflector's time comes from. */
    public static final int TIMESTAMP_INFORMATION = 3;
    /** 4.4: the DSCP wanted and received. */
    public static final int CLASS_OF_SERVICE = 4;
    /** 4.5: packet counters. */
    public static final int DIRECT_MEASUREMENT = 5;
    /** 4.6: state of an access network. */
    public static final int ACCESS_REPORT = 6;
    /** 4.7: when the previous reply really left. */
    public static final int FOLLOW_UP = 7;
    /** 4.8: tag of the TLVs before it. */
    public static final int HMAC = 8;
    /** RFC 9503 4.1, copied back as unrecognised. */
    public static final int DESTINATION_NODE = 9;
    /** RFC 9503 4.2, copied back as unrecognised. */
    public static final int RETURN_PATH = 10;
    /** RFC 9534 3.1, copied back as unrecognised. */
    public static final int MICRO_SESSION_ID = 11;
    /** Experimental: which probes arrived, see {@link ReceivedProbes}. */
    public static final int RECEIVED_PROBES = 240;

    /** Sub-TLVs of a Location, 4.2.1: asked with the first of a group, answered with one of the others. */
    public static final int SOURCE_MAC = 1;
    public static final int DESTINATION_IP = 4;
    public static final int DESTINATION_IPV4 = 5;
    public static final int DESTINATION_IPV6 = 6;
    public static final int SOURCE_IP = 7;
    public static final int SOURCE_IPV4 = 8;
    public static final int SOURCE_IPV6 = 9;

    /** Ports at the beginning of a Location, before its sub-TLVs. */
    public static final int LOCATION_PORTS_BYTES = 4;
    /** Value of a sub-TLV with an IP address. */
    public static final int IP_BYTES = 16;

    private static final int[] FIXED = {-1, -1, -1, 4, 4, 12, 4, 16, StampHmac.TAG_BYTES};

    private static final List<String> NAMES = List.of("type 0", "Extra Padding", "Location", "Timestamp Information",
            "Class of Service", "Direct Measurement", "Access Report", "Follow-Up Telemetry", "HMAC",
            "Destination Node Address", "Return Path", "Micro-session ID");

    private TlvType() {
    }

    /** Names of the types whose bit is set; types from 63 on have one bit in common. */
    public static List<String> names(long types) {
        List<String> names = new ArrayList<>();
        for (int type = 0; type < Long.SIZE; type++) {
            if ((types & 1L << type) != 0) {
                names.add(type < NAMES.size() ? NAMES.get(type) : type == Long.SIZE - 1 ? "experimental"
                        : "type " + type);
            }
        }
        return names;
    }

    /** True if a value of this length can be of this type; of types not known here, every length can. */
    @HotPath
    public static boolean allows(int type, int length) {
        if (type == RECEIVED_PROBES) {
            return length == ReceivedProbes.BYTES;
        }
        if (type == LOCATION) {
            return length >= LOCATION_PORTS_BYTES;
        }
        return type >= FIXED.length || FIXED[type] < 0 || FIXED[type] == length;
    }
}
