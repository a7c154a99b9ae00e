package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.ffi.linux.MessageVector;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With control messages written here as the kernel writes them: ip(7), ipv6(7), socket(7). */
class ControlParserTest {
    private static final int SOCKET = 1;
    private static final int IP = 0;
    private static final int IPV6 = 41;

    private final Arena arena = Arena.ofAuto();
    private final MessageVector incoming = new MessageVector(arena, 2, 256, true);
    private final MessageVector replies = new MessageVector(arena, 2, 64, false);
    private final MemorySegment controls = incoming.controls();
    private final ControlParser parser = new ControlParser(incoming, new int[] {7, 9});
    private final Packet packet = new Packet(arena.allocate(64));

    @BeforeEach
    void clear() {
        incoming.clearControl(1);
        replies.clearControl(1);
    }

    @Test
    void shouldReadAllOfAnIpv4Datagram() {
        controls.set(JAVA_LONG, incoming.addControl(1, SOCKET, 37, 48), 1_700_000_000L);
        controls.set(JAVA_LONG, 64 * 4 + 16 + 8, 123_456_789L);
        controls.set(JAVA_BYTE, incoming.addControl(1, IP, 1, 1), (byte) 0xbb);
        controls.set(JAVA_INT, incoming.addControl(1, IP, 2, 4), 255);

        parser.parse(1, packet);

        assertEquals(1_700_000_000_123_456_789L, packet.receivedKernelNs());
        assertEquals(0xbb, packet.trafficClass());
        assertEquals(255, packet.hopLimit());
    }

    @ParameterizedTest
    @CsvSource({"7, 5", "9, 5", "0, 5", "8, 0"})
    void shouldTakeTheStampOfTheCardThatStampsWhatIsSentAndOfNoOther(int index, long expectedNs) {
        for (boolean indexFirst : new boolean[] {true, false}) {
            incoming.clearControl(1);
            packet.reset(0, false, 0, 0);
            if (indexFirst) {
                controls.set(JAVA_INT, incoming.addControl(1, SOCKET, 58, 16), index);
            }
            long stamp = incoming.addControl(1, SOCKET, 37, 48);
            controls.asSlice(stamp, 48).fill((byte) 0);
            controls.set(JAVA_LONG, stamp + 8, 3);
            controls.set(JAVA_LONG, stamp + 40, 5);
            if (!indexFirst) {
                controls.set(JAVA_INT, incoming.addControl(1, SOCKET, 58, 16), index);
            }

            parser.parse(1, packet);

            assertEquals(3, packet.receivedKernelNs());
            assertEquals(expectedNs, packet.receivedNicNs());
        }
    }

    @Test
    void shouldReadAllOfAnIpv6Datagram() {
        controls.set(JAVA_INT, incoming.addControl(1, IPV6, 67, 4), 0xfe);
        controls.set(JAVA_INT, incoming.addControl(1, IPV6, 52, 4), 1);

        parser.parse(1, packet);

        assertEquals(0xfe, packet.trafficClass());
        assertEquals(1, packet.hopLimit());
        assertEquals(0, packet.receivedKernelNs());
    }

    @Test
    void shouldLeaveUnknownWhatIsNotThere() {
        incoming.addControl(1, 9999, 1, 4);
        incoming.addControl(1, SOCKET, 9999, 4);

        parser.parse(1, packet);

        assertEquals(Packet.UNKNOWN, packet.trafficClass());
        assertEquals(Packet.UNKNOWN, packet.hopLimit());
        assertEquals(0, packet.receivedKernelNs());
        assertEquals(0, parser.overflows());
    }

    @Test
    void shouldCountOverflowsOnWhereTheKernelsCountWraps() {
        overflowCount(5);
        assertEquals(5, parser.overflows());
        overflowCount(0x7fff_ffff);
        overflowCount(0xffff_fffe);
        assertEquals(0xffff_fffeL, parser.overflows());

        overflowCount(3);

        assertEquals(0x1_0000_0003L, parser.overflows());
    }

    @Test
    void shouldSendAnIpv4ReplyFromTheAddressThatWasAskedByAnyRoute() {
        long data = incoming.addControl(1, IP, 8, 12);
        controls.set(JAVA_INT, data, 77); // interface
        controls.set(JAVA_INT, data + 4, 0x0200007f); // 127.0.0.2 in network order
        controls.set(JAVA_INT, data + 8, 0x0100007f);
        parser.parse(1, packet);

        assertEquals(0, packet.destinationHigh());
        assertEquals(0xffff_7f00_0001L, packet.destinationLow());
        parser.addSource(1, replies, 1);

        long written = replies.firstControl(1);
        assertEquals(IP, replies.controlLevel(written));
        assertEquals(8, replies.controlType(written));
        assertArrayEquals(new int[] {0, 0x0200007f, 0}, ints(written, 3));
    }

    @ParameterizedTest
    @CsvSource({"fe80, 77", "febf, 77", "fec0, 0", "fe7f, 0", "fd00, 0", "2001, 0"})
    void shouldNameTheInterfaceOfAnIpv6ReplyOnlyWhereTheAddressNeedsIt(String start, int index) {
        long data = incoming.addControl(1, IPV6, 50, 20);
        int first = Integer.parseInt(start, 16);
        controls.set(JAVA_BYTE, data, (byte) (first >> 8));
        controls.set(JAVA_BYTE, data + 1, (byte) first);
        controls.set(JAVA_BYTE, data + 15, (byte) 9);
        controls.set(JAVA_INT, data + 16, 77);
        parser.parse(1, packet);

        assertEquals((long) first << 48, packet.destinationHigh());
        assertEquals(9, packet.destinationLow());
        parser.addSource(1, replies, 1);
        parser.addTrafficClass(186, replies, 1, true);

        long written = replies.firstControl(1);
        assertEquals(IPV6, replies.controlLevel(written));
        assertEquals(50, replies.controlType(written));
        assertArrayEquals(controls.asSlice(data, 16).toArray(JAVA_BYTE),
                replies.controls().asSlice(MessageVector.controlData(written), 16).toArray(JAVA_BYTE));
        assertEquals(index, ints(written, 5)[4]);
        long second = replies.nextControl(1, written);
        assertEquals(67, replies.controlType(second));
        assertEquals(186, ints(second, 1)[0]);
    }

    @Test
    void shouldForgetTheAddressOfTheDatagramBefore() {
        incoming.addControl(1, IP, 8, 12);
        parser.parse(1, packet);
        incoming.clearControl(1);
        parser.parse(1, packet);

        parser.addSource(1, replies, 1);

        assertEquals(-1, replies.firstControl(1));
    }

    private int[] ints(long control, int n) {
        return replies.controls().asSlice(MessageVector.controlData(control), 4L * n).toArray(JAVA_INT);
    }

    private void overflowCount(int value) {
        incoming.clearControl(1);
        controls.set(JAVA_INT, incoming.addControl(1, SOCKET, 40, 4), value);
        parser.parse(1, packet);
    }
}
