package io.venturi.engine.record;

import io.venturi.engine.metric.Fate;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RoundTripTableTest {
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[Observations.RECEIVED_LENGTH]);

    @Test
    void shouldKeepRowsBeyondOneChunk() {
        try (RoundTripTable table = RoundTripTable.keepingAll()) {
            long rows = 3L * RoundTripTable.CHUNK_ROWS + 5;
            RoundTripRow row = table.cursor();

            for (long seq = 0; seq < rows; seq++) {
                table.append();
                writeSent(row.moveTo(seq), seq);
            }

            assertEquals(0, table.first());
            assertEquals(rows, table.size());
            for (long seq = 0; seq < rows; seq++) {
                assertEquals(seq * 10, row.moveTo(seq).sentUserNs());
                assertEquals(seq * 10 + 3, row.sendCallNs());
            }
        }
    }

    @Test
    void shouldKeepTheLastRowsEmptiedBeforeReuse() {
        try (RoundTripTable table = RoundTripTable.keepingLast(5)) { // rounded up to 8
            RoundTripRow row = table.cursor();

            for (long seq = 0; seq < 20; seq++) {
                assertEquals(seq >= 8, table.isFull());
                table.append();
                assertEquals(Fate.NOT_RECORDED, row.moveTo(seq).fate());
                assertEquals(0, row.sentUserNs());
                writeSent(row, seq);
                row.addDuplicate();
            }

            assertEquals(12, table.first());
            assertEquals(8, table.size());
            assertEquals(120, row.moveTo(12).sentUserNs());
            assertNull(row.previous());
            assertEquals(120, row.moveTo(13).previous().sentUserNs());
            assertThrows(IndexOutOfBoundsException.class, () -> row.moveTo(11));
            assertThrows(IndexOutOfBoundsException.class, () -> row.moveTo(20));
        }
    }

    @Test
    void shouldGiveBackWhatARecordHeld() {
        try (RoundTripTable table = RoundTripTable.keepingAll()) {
            table.append();
            RoundTripRow row = table.cursor().moveTo(0);
            for (int i = 0; i < Observations.COUNT; i += Long.BYTES) {
                record.putLong(i, 100 + i);
            }
            record.putInt(Observations.LENGTH, 60_000);
            record.putShort(Observations.TRAFFIC_CLASS, (short) 255);
            record.putShort(Observations.HOP_LIMIT, (short) -1);
            record.putInt(Observations.FLAGS, Observations.PEER_KERNEL_RECEIVE);

            row.received(record, 0);

            assertEquals(100 + Observations.RECEIVED_USER, row.receivedUserNs());
            assertEquals(100 + Observations.RECEIVED_WALL, row.receivedWallNs());
            assertEquals(100 + Observations.RECEIVED_KERNEL, row.receivedKernelNs());
            assertEquals(100 + Observations.PEER_RECEIVED_WALL, row.peerReceivedWallNs());
            assertEquals(100 + Observations.PEER_RECEIVED, row.peerReceivedNs());
            assertEquals(100 + Observations.PEER_SENT_WALL, row.peerSentWallNs());
            assertEquals(100 + Observations.PEER_SENT, row.peerSentNs());
            assertEquals(60_000, row.replyBytes());
            assertEquals(255, row.trafficClass());
            assertEquals(-1, row.hopLimit());
            assertTrue(row.peerKernelReceive());
            assertFalse(row.sent());
            assertEquals(Fate.ANSWERED, row.fate());
        }
    }

    @Test
    void shouldNotTakeBackThatThePeerHadAProbe() {
        try (RoundTripTable table = RoundTripTable.keepingAll()) {
            table.append();
            RoundTripRow row = table.cursor().moveTo(0);
            writeSent(row, 0);

            assertEquals(Fate.UNANSWERED, row.fate());
            row.markPeerHasIt(false);
            assertEquals(Fate.LOST_FORWARD, row.fate());
            row.markPeerHasIt(true);
            assertEquals(Fate.LOST_REVERSE, row.fate());
            row.markPeerHasIt(false);
            assertEquals(Fate.LOST_REVERSE, row.fate());
        }
    }

    @Test
    void shouldTellTheMemoryATestNeeds() {
        assertEquals(0, RoundTripTable.bytesFor(0));
        assertEquals(RoundTripTable.CHUNK_ROWS * 128L + 8, RoundTripTable.bytesFor(1));
        assertThrows(ArithmeticException.class, () -> RoundTripTable.bytesFor(Long.MAX_VALUE / 100));
    }

    @Test
    void shouldBeClosableTwiceAndNotReadableAfterwards() {
        RoundTripTable table = RoundTripTable.keepingAll();
        table.append();
        RoundTripRow row = table.cursor().moveTo(0);

        table.close();
        table.close();

        assertThrows(IllegalStateException.class, row::sentUserNs);
    }

    private void writeSent(RoundTripRow row, long seq) {
        record.putLong(Observations.SENT_USER, seq * 10);
        record.putLong(Observations.SENT_CALL, seq * 10 + 3);
        row.sent(record, 0);
    }
}
