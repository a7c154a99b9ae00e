package io.venturi.engine.protocol.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.SyncState.Source;
import io.venturi.engine.protocol.stamp.wire.ErrorEstimate;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;
import org.junit.jupiter.api.Test;

/** What a host's verdict becomes on the wire, and what the other end reads. */
class ClockQualityTest {

    private static SyncState told(SyncState state) {
        StampFindings findings = new StampFindings();
        findings.lastErrorEstimate = ClockQuality.of(state, 37).errorEstimate(TimestampFormat.NTP);
        return findings.clock();
    }

    @Test
    void shouldCarryTheBoundAndWhatStampingAdds() {
        SyncState peer = told(new SyncState(Source.CHRONY, true, 250_000, "here", ""));

        assertTrue(peer.isBounded());
        assertTrue(peer.errorBoundNs() >= 253_000 && peer.errorBoundNs() < 256_000, peer.toString());
        assertEquals(Source.UNKNOWN, peer.source(), "only timestamp information tells it");
    }

    @Test
    void shouldTellThatNothingIsKnown() {
        SyncState free = told(SyncState.UNKNOWN);
        SyncState unbounded = told(new SyncState(Source.PTP, true, SyncState.UNBOUNDED, "here", ""));

        assertFalse(free.synchronised());
        assertEquals(SyncState.UNBOUNDED, free.errorBoundNs());
        assertTrue(unbounded.synchronised());
        assertFalse(unbounded.isBounded());
        assertEquals(SyncState.UNKNOWN, new StampFindings().clock());
        int estimate = ClockQuality.of(SyncState.UNKNOWN, 0).errorEstimate(TimestampFormat.NTP);
        assertTrue(ErrorEstimate.isSound(estimate));
        assertFalse(ErrorEstimate.isSynchronised(estimate));
    }

    @Test
    void shouldReadTheSourceFromTimestampInformation() {
        StampFindings findings = new StampFindings();
        findings.lastErrorEstimate = 0x8501;
        findings.hasTimestampInformation = true;
        findings.lastTimestampInformation = 0x02_02_02_02;

        assertEquals(Source.PTP, findings.clock().source());
        findings.lastTimestampInformation = 0xff_ff_ff_ff;
        assertEquals(Source.UNKNOWN, findings.clock().source());
    }
}
