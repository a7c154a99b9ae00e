package io.venturi.engine.protocol.kcp;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.protocol.kcp.wire.KcpSegment;

/**
 * Parameters of a KCP session. Both ends choose their own; they need not agree.
 *
 * @param noDelay          shorter timeouts: from 30 ms instead of 100 ms, growing by half instead of doubling
 * @param intervalMs       between flushes, 1..5000 ms
 * @param fastResend       acknowledgements passing over a segment that make it be sent again, 0 for never
 * @param congestionWindow slow down after losses; off sends what the windows allow
 * @param sendWindow       segments queued or under way, 1..32768
 * @param receiveWindow    segments held for the reader, 1..32768
 * @param mtuBytes         largest datagram, UDP payload, 50..65507
 * @param ackNoDelay       acknowledge every datagram at once, not with the next flush
 * @param streamMode       fill up a segment that still waits before another is begun
 */
public record KcpOptions(boolean noDelay, int intervalMs, int fastResend, boolean congestionWindow, int sendWindow,
                         int receiveWindow, int mtuBytes, boolean ackNoDelay, boolean streamMode) {
    /** Windows of 1024, flush every 10 ms, resend after two passings-over, no congestion window. */
    public static final KcpOptions FAST = new KcpOptions(true, 10, 2, false, 1024, 1024, 1400, false);
    static final int MOST_SEGMENTS = 32_768;
    private static final int LEAST_MTU = 50;
    private static final int MOST_MTU = 65_507;

    /** In stream mode. */
    public KcpOptions(boolean noDelay, int intervalMs, int fastResend, boolean congestionWindow, int sendWindow,
                      int receiveWindow, int mtuBytes, boolean ackNoDelay) {
        this(noDelay, intervalMs, fastResend, congestionWindow, sendWindow, receiveWindow, mtuBytes, ackNoDelay, true);
    }

    public KcpOptions {
        range("KCP flush interval in ms", intervalMs, 1, 5_000);
        range("KCP fast resend threshold", fastResend, 0, 1_000);
        range("KCP send window in packets", sendWindow, 1, MOST_SEGMENTS);
        range("KCP receive window in packets", receiveWindow, 1, MOST_SEGMENTS);
        range("KCP MTU in bytes", mtuBytes, LEAST_MTU, MOST_MTU);
    }

    /** Data bytes of a full segment. */
    public int segmentBytes() {
        return mtuBytes - KcpSegment.HEADER_BYTES;
    }

    private static void range(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigException("The " + what + " is " + least + " to " + most + ", not " + value + ".");
        }
    }
}
