package io.venturi.engine.protocol.udpst;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import io.venturi.engine.protocol.udpst.wire.Pdu;
import io.venturi.engine.protocol.udpst.wire.SearchAlgorithm;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadReceiverTest {
    private static final long MS = 1_000_000;
    private static final long WALL = 1_795_000_000_000_000_000L;

    private final MemorySegment datagram = Arena.ofAuto().allocate(2000);
    private final LoadPdu load = new LoadPdu();
    private final LoadReceiver receiver = new LoadReceiver(parameters(0), WALL, 0, LoadLog.NONE);

    private static TestParameters parameters(int ceThreshold) {
        return new TestParameters(false, 30, 90, 100, 10, 1000, 1, TestParameters.AUTOMATIC, false, false, 10, 3, 10,
                true, false, SearchAlgorithm.B, ceThreshold, 0);
    }

    private void arrive(LoadReceiver to, long seq, long atNs, long sentNs, long statusNs, int responseMs, int tos) {
        load.begin(datagram).seq(seq).payload(1222).status(0, statusNs == 0 ? 0 : WALL + statusNs, responseMs)
                .time(WALL + sentNs);
        to.arrived(load, atNs, tos);
    }

    private void arrive(long seq, long atNs) {
        arrive(receiver, seq, atNs, atNs - MS, 0, 0, 0);
    }

    @Test
    void shouldCountAScriptedArrivalAsItsPeersDo() {
        String script = "1-5|6,7,9,10|8,11|11,11,12|13,20|14-19,21|22-61|22,29,30,31,62|23|100|63";
        List<String> counts = new ArrayList<>();
        long nowNs = 0;
        for (String group : script.split("\\|")) {
            for (String part : group.split(",")) {
                String[] range = part.split("-");
                for (long seq = Long.parseLong(range[0]); seq <= Long.parseLong(range[range.length - 1]); seq++) {
                    arrive(seq, nowNs + MS);
                }
            }
            nowNs += 100 * MS;
            TrialBlock trial = receiver.trial(nowNs);
            counts.add(trial.lost + "/" + trial.reordered + "/" + trial.duplicate);
            assertEquals(counts.size() == 11, receiver.next(nowNs));
        }

        assertEquals(List.of("0/0/0", "1/0/0", "0/1/0", "0/0/2", "6/0/0", "0/6/0", "0/0/0", "0/4/0", "0/1/0", "37/0/0",
                "0/1/0"), counts);
        assertEquals(36, receiver.tally().lost());
        assertEquals(13, receiver.tally().reordered());
        assertEquals(2, receiver.tally().duplicates());
        assertEquals(66, receiver.tally().datagrams());
        assertEquals(64.71, receiver.tally().deliveredPercent(), 0.005);
        assertEquals(1_000_000_000, receiver.intervalNs());
    }

    @Test
    void shouldCountBytesOfDuplicatesButNotTheirDelays() {
        arrive(1, 10 * MS);
        arrive(2, 20 * MS);
        arrive(2, 80 * MS);

        TrialBlock trial = receiver.trial(100 * MS);

        assertEquals(3, trial.datagrams);
        assertEquals(3 * 1222, trial.bytes);
        assertEquals(1, trial.delayCount, "the first gives none, the duplicate neither");
    }

    @Test
    void shouldTakeTheDelayOfTheResponseOffTheRoundTrip() {
        arrive(receiver, 1, 100 * MS, 90 * MS, 40 * MS, 20, 0);
        assertEquals(40, receiver.trial(110 * MS).rttMin);
        arrive(receiver, 2, 130 * MS, 120 * MS, 40 * MS, 25, 0);
        assertEquals(40, receiver.trial(140 * MS).rttMin, "the same status gives no second sample");
        arrive(receiver, 3, 200 * MS, 190 * MS, 190 * MS, 11, 0);
        assertEquals(0, receiver.trial(210 * MS).rttMin, "rounded up to more than it was");
        assertEquals(0, receiver.trial(210 * MS).rttVariation);
    }

    @Test
    void shouldKeepDelaysFinerThanTheWireTellsThem() {
        arrive(receiver, 1, 10 * MS, 9 * MS, 0, 0, 0);
        receiver.next(50 * MS);
        arrive(receiver, 2, 60 * MS, 60 * MS - 1_250_000, 0, 0, 0);
        assertEquals(0, receiver.trial(100 * MS).delayMin);
        for (int i = 2; i <= 21; i++) {
            receiver.next(50 * MS * i);
        }

        assertEquals(250_000, receiver.tally().oneWayVariation().maxNs());
    }

    @Test
    void shouldCountMarksOnlyIfAsked() {
        LoadReceiver watching = new LoadReceiver(parameters(10), WALL, 0, LoadLog.NONE);
        for (int seq = 1; seq <= 10; seq++) {
            arrive(watching, seq, seq * MS, 0, 0, 0, seq == 4 ? 3 : 1);
            arrive(receiver, seq, seq * MS, 0, 0, 0, 3);
        }

        assertEquals(1, watching.trial(50 * MS).marked);
        assertEquals(0, receiver.trial(50 * MS).marked);
        assertFalse(watching.bleached());
        arrive(watching, 11, 60 * MS, 0, 0, 0, 0);
        assertTrue(watching.bleached());
    }

    @Test
    void shouldSayThatThereIsNoSample() {
        TrialBlock trial = receiver.trial(50 * MS);

        assertEquals(Pdu.NONE, trial.delayMin);
        assertEquals(Pdu.NONE, trial.rttMin);
        assertEquals(Pdu.NONE, trial.rttVariation);
        assertEquals(0, datagram.get(JAVA_BYTE, 0));
    }

    @Test
    void shouldIgnoreStampsOfAnotherWorld() {
        arrive(receiver, 1, 100 * MS, 90 * MS, 900_000 * MS, 20, 0);
        assertEquals(Pdu.NONE, receiver.trial(110 * MS).rttMin);
    }
}
