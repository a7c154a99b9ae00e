package io.venturi.engine.protocol.stamp;

import io.venturi.engine.protocol.stamp.wire.StampKey;
import io.venturi.engine.record.Counters;
import io.venturi.engine.stream.RoundTripOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.venturi.engine.protocol.stamp.ReflectorHarness.KEY;
import static io.venturi.engine.protocol.stamp.StampPair.ALL;
import static io.venturi.engine.protocol.stamp.StampPair.FOLLOW_UP;
import static io.venturi.engine.protocol.stamp.StampPair.MS;
import static io.venturi.engine.protocol.stamp.StampPair.ONE_US;
import static io.venturi.engine.protocol.stamp.StampPair.RECEIVED;
import static io.venturi.engine.protocol.stamp.StampPair.losing;
import static io.venturi.engine.protocol.stamp.StampPair.reflecting;
import static io.venturi.engine.protocol.stamp.StampPair.sending;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

/** What a sender learns from the extensions of replies. */
class StampSenderTlvsTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadWhatTheReflectorTells(boolean keyed) throws Exception {
        StampKey key = keyed ? KEY : StampKey.NONE;
        var pair = new StampPair(sending().key(key).extensions(ALL).ssid(9),
                reflecting().key(key).clock(ONE_US).dscpAllowed(false), 20);
        pair.replyStampAfterNs = 7_000;

        StampFindings findings = pair.findings();

        assertEquals(0x02020202, findings.lastTimestampInformation());
        assertEquals(0xb8, findings.lastReceivedTrafficClass());
        assertEquals(20, findings.dscpRefused());
        assertEquals(50_000, findings.sourcePort());
        assertEquals(0xffff_c633_6401L, findings.sourceLow());
        assertEquals(20, findings.directReceived());
        assertEquals(20, findings.directSent());
        assertEquals(20, findings.accessReportsEchoed());
        assertEquals(19, findings.followUps());
        assertEquals(0, findings.tlvMalformed() + findings.tlvIntegrityFailures() + findings.withoutSsid());
        assertFalse(findings.isUnrecognised(2));
        assertEquals(0x8587, findings.lastErrorEstimate());
    }

    @Test
    void shouldTellWhenRepliesReallyLeft() throws Exception {
        var pair = new StampPair(sending().extensions(FOLLOW_UP), reflecting(), 6);
        pair.forward = losing(10 * MS, 1);
        pair.reverse = losing(20 * MS, 2); // the reply to probe 3
        pair.replyStampAfterNs = 7_000;

        pair.run();

        // probes arrive after 10 ms, stay 1 ms and leave 7 us later; 2 is told by the lost reply, 3 has none
        assertEquals(List.of("0 11007000", "4 411007000"), pair.followUps);
    }

    @Test
    void shouldNotTakeItsOwnQuestionForAnAnswer() throws Exception {
        var pair = new StampPair(sending().extensions(RECEIVED), reflecting(), 1);
        pair.reverse = n -> new long[0];
        pair.runFor(50 * MS);
        byte[] reply = pair.replies.getFirst().clone();
        System.arraycopy(pair.probes.getFirst(), 44, reply, 44, 28);
        reply[44] = 0; // the reflector knows another experiment of type 240
        pair.deliver(reply);

        RoundTripOutcome outcome = pair.run();

        assertEquals(1, pair.counters.get(Counters.Id.RECEIVED));
        assertFalse(pair.sender.findings().isStateful());
        assertNull(outcome.peerTotals());
    }

    @Test
    void shouldLeaveOutTlvsThatWereForged() throws Exception {
        var pair = new StampPair(sending().key(KEY).extensions(ALL), reflecting().key(KEY), 10);
        pair.runFor(500 * MS);
        byte[] reply = pair.replies.get(3).clone();
        reply[120]++;
        pair.deliver(reply);

        assertEquals(1, pair.findings().tlvIntegrityFailures());
    }
}
