package io.venturi.engine.protocol.udpst;

import static io.venturi.engine.protocol.udpst.VirtualPair.MS;
import static io.venturi.engine.protocol.udpst.VirtualPair.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import io.venturi.engine.protocol.udpst.wire.StatusPdu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An end whose thread was held blames nobody for it, and counts nothing twice. */
class UdpstAbsenceTest {
    @Test
    void shouldNotCountDatagramsInALaterIntervalBecauseItWasAway() {
        VirtualPair pair = UdpstPairTest.fixed(false, 5);
        pair.stallClient(2_700 * MS, 700 * MS);

        pair.run(20 * SECOND);

        pair.intervals.stream().skip(1).forEach(interval -> assertEquals(5,
                interval.bitsPerSecond(CapacityLayer.IP) / 1e6, 0.05, interval.toString()));
    }

    /** As a collection of garbage holds the thread, wherever it begins beside the end of a sub-interval. */
    @ParameterizedTest
    @CsvSource({"false, 20", "false, 60", "false, 300", "true, 20", "true, 60", "true, 300"})
    void shouldMarkIntervalsOfAPauseInsteadOfCountingItsDatagramsTwice(boolean stamps, long pauseMs) {
        for (long beginMs = 2_000; beginMs < 2_200; beginMs += 10) {
            VirtualPair pair = UdpstPairTest.fixed(false, 5);
            if (!stamps) {
                pair.withoutKernelStamps();
            }
            pair.stallClient(beginMs * MS, pauseMs * MS);

            pair.run(20 * SECOND);

            assertEquals(5, pair.maximumMbps(), 0.06, "pause at " + beginMs + " ms");
            assertTrue(stamps || pauseMs < 60 || pair.intervals.stream().anyMatch(CapacityInterval::stalled), "marked");
        }
    }

    /** Neither what the server sends nor what it notes says that the client was silent, for it was not. */
    @ParameterizedTest
    @CsvSource({"false, 1500", "true, 1500", "true, 3500"})
    void shouldNotCallThePeerSilentBecauseTheServerWasAway(boolean upstream, long awayMs) {
        VirtualPair pair = UdpstPairTest.fixed(upstream, 5);
        pair.pass(SECOND);
        pair.stallServer(300 * MS, awayMs * MS);
        boolean[] said = {false};
        pair.spy = (head, ofServer) -> said[0] |= ofServer && head[3] == 1
                && (UdpstPairTest.id(head) == LoadPdu.ID || UdpstPairTest.id(head) == StatusPdu.ID);
        pair.pass((800 + awayMs) * MS);

        assertEquals(1, pair.liveServerTests(), "given up");
        assertTrue(!said[0], "rxStopped");
        assertTrue(pair.serverEvents.stream().noneMatch(event -> event instanceof CapacityEvent.Incident incident
                && incident.status() == CapacityStatus.TRAFFIC_STOPPED_HERE), "silent");
    }

    @Test
    void shouldNotCallTheServerSilentBecauseTheClientWasAway() {
        VirtualPair pair = UdpstPairTest.fixed(false, 5);
        pair.stallClient(SECOND, 1_500 * MS);

        pair.run(20 * SECOND);

        assertTrue(pair.clientEvents.stream().noneMatch(event -> event instanceof CapacityEvent.Incident incident
                && incident.status() == CapacityStatus.TRAFFIC_STOPPED_HERE), "silent");
    }
}
