package io.venturi.engine.protocol.udpst.wire;

import static io.venturi.engine.protocol.udpst.wire.Golden.datagram;
import static io.venturi.engine.protocol.udpst.wire.Golden.hex;
import static io.venturi.engine.protocol.udpst.wire.Golden.plain;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DataPduTest {
    private static final long SECOND = 1_000_000_000L;

    private final LoadPdu load = new LoadPdu();
    private final StatusPdu status = new StatusPdu(StatusLayout.V20);

    @Test
    void shouldReadAndWriteTheLoadOfTheCapture() {
        MemorySegment captured = datagram(Golden.LOAD_SECOND);
        assertEquals(Fault.NONE, load.wrap(captured, 347));
        assertEquals(2, load.seq());
        assertEquals(347, load.payload());
        assertEquals(8, load.responseDelayMs());
        assertEquals(0x6b002a73L * SECOND + 0x25085ce5, load.statusTime());
        MemorySegment own = datagram(new byte[64]);

        new LoadPdu().begin(own).state(0, false).seq(2).payload(347).status(0, load.statusTime(), 8).time(load.time());

        assertEquals(plain(Golden.LOAD_SECOND), hex(own, 32));
    }

    @Test
    void shouldReadAndWriteTheStatusOfTheCapture() {
        MemorySegment captured = datagram(Golden.STATUS_60);
        IntervalBlock interval = new IntervalBlock();
        TrialBlock trial = new TrialBlock();

        assertEquals(Fault.NONE, status.wrap(captured, 204));
        status.interval(interval);
        status.trial(trial);

        assertEquals(987, interval.datagrams);
        assertEquals(342_489, interval.bytes);
        assertEquals(1_002_401, interval.us);
        assertEquals(2003, interval.accumulatedMs);
        assertEquals(50, trial.datagrams);
        assertEquals(17_350, trial.bytes);
        assertEquals(50_001, trial.us);
        MemorySegment own = datagram(new byte[204]);
        new StatusPdu(StatusLayout.V20).begin(own).seq(60).putInterval(2, interval).putTrial(trial)
                .time(status.time()).marks(0, false);
        assertEquals(plain(Golden.STATUS_60), hex(own, 204));
    }

    @Test
    void shouldAcceptAStatusWithGarbageInItsTail() {
        MemorySegment captured = datagram(Golden.STATUS_60);
        captured.set(JAVA_BYTE, 203, (byte) 1);

        assertEquals(Fault.NONE, status.wrap(captured, 204));

        assertTrue(status.isDoubtful());
        assertEquals(60, status.seq());
    }

    @Test
    void shouldVerifyAChecksumWhereverItIs() {
        MemorySegment own = datagram(new byte[204]);
        status.begin(own).seq(7).seal();
        assertEquals(Fault.NONE, status.wrap(own, 204));
        assertFalse(status.isDoubtful());

        Checksum.write(own, 204, 202);
        own.set(JAVA_BYTE, 202, (byte) 0);
        own.set(JAVA_BYTE, 203, (byte) 0);
        Checksum.write(own, 204, 186);
        assertEquals(Fault.NONE, status.wrap(own, 204));
        assertFalse(status.isDoubtful());
    }

    @Test
    void shouldMoveFieldsForOlderPeers() {
        StatusPdu older = new StatusPdu(StatusLayout.LEGACY);
        MemorySegment own = datagram(new byte[168]);
        IntervalBlock interval = new IntervalBlock();
        interval.datagrams = 5;
        interval.bytes = 0x0102030405060708L;
        interval.accumulatedMs = 1234;
        TrialBlock trial = new TrialBlock();
        trial.lost = 9;
        trial.marked = 3;

        older.begin(own).seq(1).putInterval(1, interval).putTrial(trial).time(3 * SECOND + 4).marks(1, true).seal();

        assertEquals(Fault.NONE, older.wrap(own, 168));
        assertEquals(5, own.get(Pdu.INT, 40));
        assertEquals(0, own.get(Pdu.INT, 44), "padding");
        assertEquals(0x0102030405060708L, own.get(Pdu.LONG, 48));
        assertEquals(1234, own.get(Pdu.INT, 96));
        assertEquals(0, own.get(Pdu.INT, 100), "padding");
        assertEquals(9, own.get(Pdu.INT, 104));
        assertEquals(3, own.get(Pdu.INT, 160), "seconds");
        TrialBlock back = new TrialBlock();
        older.trial(back);
        assertEquals(9, back.lost);
        assertEquals(Fault.SIZE, older.wrap(own, 204));
        own.set(JAVA_BYTE, 30, (byte) 1);
        assertEquals(Fault.CHECKSUM, older.wrap(own, 168));
    }

    @Test
    void shouldPutMarksWhereTheLayoutHasThem() {
        for (StatusLayout layout : new StatusLayout[] {StatusLayout.V20, StatusLayout.V20_MOVED}) {
            StatusPdu pdu = new StatusPdu(layout);
            MemorySegment own = datagram(new byte[204]);
            TrialBlock trial = new TrialBlock();
            trial.marked = 11;
            IntervalBlock interval = new IntervalBlock();
            interval.marked = 12;

            pdu.begin(own).putInterval(1, interval).putTrial(trial).marks(0, true);

            int at = layout == StatusLayout.V20 ? 176 : 192;
            assertEquals(11, own.get(Pdu.INT, at));
            assertEquals(12, own.get(Pdu.INT, at + 4));
            assertEquals(1, own.get(JAVA_BYTE, at + 9));
            assertTrue(pdu.bleached());
        }
    }

    @Test
    void shouldRefuseWhatIsNoLoad() {
        byte[] good = Golden.bytes(Golden.LOAD_FIRST);
        assertEquals(Fault.SIZE, load.wrap(datagram(good), 31));
        good[2] = 3;
        assertEquals(Fault.FORMAT, load.wrap(datagram(good), 32));
        good[2] = 2;
        assertEquals(Fault.NONE, load.wrap(datagram(good), 32));
        good[3] = 2;
        assertEquals(Fault.FORMAT, load.wrap(datagram(good), 32));
        good[3] = 0;
        good[30] = 1;
        assertEquals(Fault.CHECKSUM, load.wrap(datagram(good), 32));
        good[30] = 0;
        good[0] = 0;
        assertEquals(Fault.FORMAT, load.wrap(datagram(good), 32));
    }

    @Test
    void shouldSurviveAnyDatagram() {
        Random random = new Random(24_601);
        String[] all = {Golden.SETUP_REQUEST, Golden.ACTIVATION_REQUEST, Golden.LOAD_FIRST, Golden.STATUS_60};
        int sound = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = Golden.bytes(all[i & 3]);
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
            for (int n = random.nextInt(4); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            sound += read(datagram(bytes), length) ? 1 : 0;
        }
        assertTrue(sound > 1000 && sound < 199_000, "sound: " + sound);
    }

    /** Reads everything of whatever this is; true if it is sound. */
    private boolean read(MemorySegment datagram, int length) {
        SetupPdu setup = new SetupPdu();
        ActivationPdu activation = new ActivationPdu();
        boolean sound = false;
        if (setup.wrap(datagram, length, true) == Fault.NONE) {
            sound = setup.index() + setup.count() + setup.ident() + setup.bandwidth() + setup.testPort() >= 0;
            sound &= SetupCode.of(setup.code()) == null || !setup.isSignedWith(PduKey.raw(new byte[] {1}));
        }
        if (load.wrap(datagram, length) == Fault.NONE) {
            sound = load.time() >= 0 && load.statusTime() >= 0;
        }
        if (status.wrap(datagram, length) == Fault.NONE) {
            SendingRate rate = new SendingRate();
            status.rate(rate);
            rate.clamp(1472);
            assertTrue(rate.burst(1) <= 162 && rate.burst(2) <= 162 && rate.largestPayload() <= 1472, rate::toString);
            assertTrue(rate.intervalUs(1) == 0 || rate.intervalUs(1) >= 100, rate::toString);
            status.interval(new IntervalBlock());
            status.trial(new TrialBlock());
            sound = true;
        }
        if (activation.wrapRequest(datagram, length, length == 60) == Fault.NONE) {
            sound = activation.parameters().row() >= 0;
        }
        return sound;
    }
}
