package io.venturi.engine.protocol.stamp;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.plan.StampExtensions;
import io.venturi.engine.protocol.stamp.StampSenderOptions.Form;
import io.venturi.engine.protocol.stamp.wire.StampHmac;
import io.venturi.engine.protocol.stamp.wire.StampLayout;
import io.venturi.engine.protocol.stamp.wire.StampPacket;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;
import io.venturi.engine.protocol.stamp.wire.TlvType;
import io.venturi.engine.protocol.stamp.wire.TlvWriter;
import io.venturi.engine.protocol.stamp.wire.Tlvs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * The probe in its send slot, of which only the number, the time and what depends on them change from one to the next.
 *
 * <p>Thread: the lane. Allocates nothing after {@link #begin}.
 */
final class StampProbe {
    /** Least TWAMP request that a reply of the same length can answer. */
    private static final int TWAMP_BYTES = StampLayout.UNAUTHENTICATED.leastReplyBytes();
    private static final int ABSENT = -1;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final StampSenderOptions options;
    private final StampLayout layout;
    private final StampHmac hmac; // null without a key
    private final StampPacket base;
    private final TimestampFormat format;
    private final long aheadNs;
    private MemorySegment slot;
    private int leastBytes;
    private int mostBytes;
    private int paddingAt = ABSENT;
    private int directMeasurement = ABSENT;
    private int tag = ABSENT;

    StampProbe(StampSenderOptions options, StampHmac hmac) {
        this.options = options;
        this.hmac = hmac;
        layout = options.key().layout();
        base = new StampPacket(layout);
        format = options.format();
        aheadNs = options.clock().aheadNs(format);
    }

    /**
     * Write all that stays the same.
     *
     * @param most the greatest UDP payload that will be wanted, raised to what the fields need
     */
    void begin(MemorySegment slot, int most, RandomGenerator random) {
        this.slot = slot;
        base.beginRequest(slot).ssid(options.ssid()).errorEstimate(options.clock().errorEstimate(format));
        RandomGenerator padding = options.randomPadding() ? random : null;
        if (options.form() == Form.TWAMP_LIGHT) {
            leastBytes = layout.leastRequestBytes();
            mostBytes = most == 0 ? TWAMP_BYTES : Math.max(leastBytes, most);
            for (int i = leastBytes; i < mostBytes; i++) {
                slot.set(JAVA_BYTE, i, padding == null ? 0 : (byte) padding.nextInt());
            }
            return;
        }
        TlvWriter tlvs = new TlvWriter(slot, layout.baseBytes());
        writeTlvs(tlvs);
        if (hmac != null && options.extensions().any()) {
            tag = tlvs.add(TlvType.HMAC, StampHmac.TAG_BYTES);
        }
        leastBytes = tlvs.end();
        if (most > leastBytes) {
            paddingAt = leastBytes;
            tlvs.padding(Math.max(0, most - leastBytes - Tlvs.HEADER_BYTES), padding);
        }
        mostBytes = tlvs.end();
    }

    private void writeTlvs(TlvWriter tlvs) {
        StampExtensions extensions = options.extensions();
        if (extensions.location()) {
            tlvs.location();
        }
        if (extensions.timestampInformation()) {
            tlvs.add(TlvType.TIMESTAMP_INFORMATION, 4);
        }
        if (extensions.replyDscp() != StampExtensions.NO_DSCP) {
            tlvs.classOfService(extensions.replyDscp());
        }
        if (extensions.directMeasurement()) {
            directMeasurement = tlvs.add(TlvType.DIRECT_MEASUREMENT, 12);
        }
        if (extensions.accessReport() != 0) {
            tlvs.accessReport(extensions.accessId(), extensions.accessReport());
        }
        if (extensions.followUp()) {
            tlvs.add(TlvType.FOLLOW_UP, 16);
        }
        if (extensions.receivedProbes()) {
            tlvs.receivedProbes();
        }
    }

    /** Length of the longest probe, UDP payload. */
    int mostBytes() {
        return mostBytes;
    }

    /**
     * Make it probe {@code seq}: all that can be done before the send time.
     *
     * @param wanted UDP payload, not above the greatest, raised to what the fields need; 0 for just that
     * @return its length
     */
    @HotPath
    int seal(long seq, int wanted) {
        base.seq((int) seq);
        if (directMeasurement != ABSENT) {
            slot.set(INT, directMeasurement, (int) seq + 1); // this one included
        }
        if (tag != ABSENT) {
            hmac.signTlvs(slot, layout.baseBytes(), tag - Tlvs.HEADER_BYTES, tag);
        }
        return pad(wanted);
    }

    /** Padding comes last, and no tag protects it. */
    private int pad(int wanted) {
        if (options.form() == Form.TWAMP_LIGHT) {
            return wanted == 0 ? TWAMP_BYTES : Math.max(leastBytes, wanted);
        }
        if (paddingAt == ABSENT || wanted <= leastBytes) {
            return leastBytes;
        }
        int length = Math.max(0, wanted - leastBytes - Tlvs.HEADER_BYTES);
        slot.set(SHORT, paddingAt + 2, (short) length);
        return leastBytes + Tlvs.HEADER_BYTES + length;
    }

    /** Write the time, and what protects it. */
    @HotPath
    void stamp(long wallNs) {
        base.timestamp(stampOf(wallNs));
        if (hmac != null) {
            hmac.sign(slot);
        }
    }

    /** What a probe stamped at {@code wallNs} carries. */
    @HotPath
    long stampOf(long wallNs) {
        return format.encode(wallNs + aheadNs);
    }
}
