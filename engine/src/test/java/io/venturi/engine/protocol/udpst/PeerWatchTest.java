package io.venturi.engine.protocol.udpst;

import static io.venturi.engine.protocol.udpst.VirtualPair.MS;
import static io.venturi.engine.protocol.udpst.VirtualPair.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PeerWatchTest {
    private final PeerWatch watch = new PeerWatch(0);

    /** Duty cycles every 10 ms that find nothing. */
    private void listen(long fromNs, long toNs) {
        for (long ns = fromNs; ns <= toNs; ns += 10 * MS) {
            watch.round(ns);
        }
    }

    @Test
    void shouldCallThePeerSilentOnceAfterASecond() {
        listen(0, 900 * MS);
        assertFalse(watch.look());

        listen(910 * MS, 1_030 * MS);
        assertTrue(watch.look());
        assertTrue(watch.silent());
        assertFalse(watch.look(), "told before");
        assertTrue(watch.silent());
    }

    @Test
    void shouldCallThePeerSilentNoMoreOnceItIsHeard() {
        listen(0, 1_100 * MS);
        watch.look();

        watch.heard(1_100 * MS, 1_101 * MS, true);

        assertFalse(watch.silent(), "before the next look");
        assertEquals(20, watch.sinceHeardMs(1_120 * MS));
    }

    @Test
    void shouldNotCountItsOwnAbsence() {
        listen(0, 100 * MS);
        watch.round(5 * SECOND);
        assertFalse(watch.look());
        assertFalse(watch.expired());

        watch.heard(150 * MS, 5 * SECOND, true); // it had waited in the socket
        listen(5 * SECOND, 5_500 * MS);

        assertFalse(watch.look());
        assertFalse(watch.expired());
    }

    @Test
    void shouldGiveUpAfterThreeSecondsOfListening() {
        listen(0, 3 * SECOND);
        assertFalse(watch.expired());

        listen(3_010 * MS, 3_020 * MS);

        assertTrue(watch.expired());
    }
}
