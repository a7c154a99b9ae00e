package io.venturi.engine.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PtpEventTest {
    /** IEEE 1588-2008 tables 18 and 26: header of a two-step Sync in domain 127, and its origin timestamp. */
    private static final String HEAD = "0002002c" + "7f000200" + "0000000000000000" + "00000000"
            + "76656e7475726900" + "0001" + "0000" + "00" + "7f" + "00000000000000000000";

    private final MemorySegment buffer = Arena.ofAuto().allocate(100);

    private static String hex(MemorySegment segment, int bytes) {
        return HexFormat.of().formatHex(segment.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
    }

    @Test
    void shouldWriteASyncMessage() {
        buffer.fill((byte) 0xee);

        PtpEvent.write(buffer);

        assertEquals(HEAD + "ee", hex(buffer, 45));
        assertTrue(PtpEvent.isOurs(buffer));
        PtpEvent.sequence(buffer, 0x1_2345);
        assertEquals("2345", hex(buffer, 32).substring(60));
    }

    @Test
    void shouldTakeNothingElseForOneOfOurs() {
        PtpEvent.write(buffer);
        buffer.set(ValueLayout.JAVA_BYTE, 20, (byte) 0); // another clock's
        assertFalse(PtpEvent.isOurs(buffer));

        PtpEvent.write(buffer);
        buffer.set(ValueLayout.JAVA_BYTE, 0, (byte) 1); // a Delay_Req
        assertFalse(PtpEvent.isOurs(buffer));

        buffer.fill((byte) 0); // the STAMP probe whose number is the same as these four bytes
        buffer.set(ValueLayout.JAVA_INT, 0, Integer.reverseBytes(0x0002_002c));
        assertFalse(PtpEvent.isOurs(buffer));
    }

    @Test
    void shouldShowAndHideWhatIsBehind() {
        Packet packet = new Packet(buffer);
        PtpEvent.write(buffer);
        buffer.set(ValueLayout.JAVA_BYTE, 44, (byte) 5);
        packet.reset(60, false, 1, 2);

        assertTrue(packet.enterPtpEvent());
        assertEquals(16, packet.length());
        assertEquals(5, packet.payload().get(ValueLayout.JAVA_BYTE, 0));

        packet.leavePtpEvent();
        assertEquals(60, packet.length());
        assertEquals(0x02, packet.payload().get(ValueLayout.JAVA_BYTE, 1));
        packet.reset(43, false, 1, 2);
        assertFalse(packet.enterPtpEvent(), "too short");
    }

    @Test
    void shouldNotLookIntoSlotsWithoutRoom() {
        Packet packet = new Packet(buffer.asSlice(0, 43));
        packet.reset(43, true, 1, 2);

        assertFalse(packet.enterPtpEvent());
    }
}
