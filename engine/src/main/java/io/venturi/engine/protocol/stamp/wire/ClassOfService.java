package io.venturi.engine.protocol.stamp.wire;

import io.venturi.engine.annotation.HotPath;

/**
 * Value of the Class of Service TLV (RFC 8972 4.4), from the top: DSCP1 6 bits (wanted for the reply), DSCP2 6 bits
 * and ECN 2 bits (of the request as it arrived), RP 2 bits (1: DSCP1 was not allowed), 16 bits zero.
 */
public final class ClassOfService {
    /** RP of a reflector that may not use DSCP1. */
    public static final int REVERSE_REFUSED = 1;

    private ClassOfService() {
    }

    @HotPath
    public static int of(int dscp1, int dscp2, int ecn, int reversePath) {
        return dscp1 << 26 | dscp2 << 20 | ecn << 18 | reversePath << 16;
    }

    public static int dscp1(int value) {
        return value >>> 26;
    }

    public static int dscp2(int value) {
        return value >>> 20 & 0x3f;
    }

    public static int ecn(int value) {
        return value >>> 18 & 3;
    }

    public static int reversePath(int value) {
        return value >>> 16 & 3;
    }
}
