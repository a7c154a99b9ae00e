package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.ffi.linux.gen.cmsghdr;
import io.venturi.ffi.linux.gen.iovec;
import io.venturi.ffi.linux.gen.mmsghdr;
import io.venturi.ffi.linux.gen.msghdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageVectorTest {
    private static final int CONTROL = 64;
    private static final long LENGTH_OF_CONTROL = msghdr.msg_controllen$offset();
    private static final long FIELD_LENGTH = cmsghdr.cmsg_len$offset();

    private final Arena arena = Arena.ofAuto();
    private final MessageVector vector = new MessageVector(arena, 3, CONTROL, true);

    @Test
    void shouldGiveEachMessageItsOwnBuffers() {
        for (int i = 0; i < 3; i++) {
            MemorySegment header = vector.headersFrom(i);

            assertEquals(vector.names().address() + vector.nameOffset(i), longAt(header, msghdr.msg_name$offset()));
            assertEquals(SocketAddresses.SIZE, header.get(JAVA_INT, msghdr.msg_namelen$offset()));
            assertEquals(vector.controls().address() + (long) CONTROL * i,
                    longAt(header, msghdr.msg_control$offset()));
            assertEquals(CONTROL, longAt(header, LENGTH_OF_CONTROL));
            assertEquals(1, longAt(header, msghdr.msg_iovlen$offset()));
            assertEquals(vector.headers().address() + mmsghdr.sizeof() * i, header.address());
            assertEquals(vector.name(i).address(), vector.names().address() + vector.nameOffset(i));
        }
        assertEquals(0, vector.headers().address() % 64, "one header to a cache line");
    }

    @Test
    void shouldPointPayloadsWhereTheOwnerSays() {
        MemorySegment payload = arena.allocate(100);

        vector.payload(1, payload.address(), 100);
        vector.length(1, 42);

        MemorySegment iov = MemorySegment.ofAddress(longAt(vector.headersFrom(1), msghdr.msg_iov$offset()))
                .reinterpret(iovec.sizeof());
        assertEquals(payload.address(), longAt(iov, iovec.iov_base$offset()));
        assertEquals(42, longAt(iov, iovec.iov_len$offset()));
    }

    @Test
    void shouldGiveTheFullRoomBackOnlyToTheMessagesNamed() {
        for (int i = 0; i < 3; i++) {
            vector.destination(i, vector.name(i).address(), 16);
            vector.clearControl(i);
        }

        vector.resetForReceive(2);

        assertEquals(SocketAddresses.SIZE, vector.nameLength(1));
        assertEquals(CONTROL, longAt(vector.headersFrom(1), LENGTH_OF_CONTROL));
        assertEquals(16, vector.nameLength(2));
        assertEquals(0, longAt(vector.headersFrom(2), LENGTH_OF_CONTROL));
    }

    @Test
    void shouldReadBackTheControlMessagesItWrote() {
        vector.clearControl(1);
        long first = vector.addControl(1, 41, 67, 4);
        long second = vector.addControl(1, 0, 8, 12);
        vector.controls().set(JAVA_INT, first, 184);

        long at = vector.firstControl(1);
        long next = vector.nextControl(1, at);

        assertEquals(CONTROL, at, "the first one begins where the buffer of message 1 does");
        assertEquals(41, vector.controlLevel(at));
        assertEquals(67, vector.controlType(at));
        assertEquals(first, MessageVector.controlData(at));
        assertEquals(184, vector.controls().get(JAVA_INT, MessageVector.controlData(at)));
        assertEquals(0, vector.controlLevel(next));
        assertEquals(8, vector.controlType(next));
        assertEquals(second, MessageVector.controlData(next));
        assertEquals(-1, vector.nextControl(1, next));
        assertEquals(24 + 32, longAt(vector.headersFrom(1), LENGTH_OF_CONTROL), "CMSG_SPACE of both");
    }

    @Test
    void shouldFindNoControlMessageWhereThereIsNone() {
        MessageVector without = new MessageVector(arena, 1, 0, false);
        vector.clearControl(0);

        assertEquals(-1, vector.firstControl(0));
        assertEquals(-1, without.firstControl(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 15, 65, 1L << 40, Long.MAX_VALUE - 7, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void shouldStopAtAControlMessageOfImpossibleLength(long length) {
        vector.resetForReceive(3);
        long at = (long) CONTROL * 2;
        vector.controls().set(JAVA_LONG, at + FIELD_LENGTH, length);

        assertEquals(-1, vector.firstControl(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 15, 41, Long.MAX_VALUE - 7, Long.MAX_VALUE, -1})
    void shouldStopAtASecondControlMessageOfImpossibleLength(long length) {
        vector.resetForReceive(1);
        vector.controls().set(JAVA_LONG, FIELD_LENGTH, 20);
        vector.controls().set(JAVA_LONG, 24 + FIELD_LENGTH, length);

        List<Long> seen = new ArrayList<>();
        for (long at = vector.firstControl(0); at >= 0 && seen.size() < 10; at = vector.nextControl(0, at)) {
            seen.add(at);
        }

        assertEquals(List.of(0L), seen);
    }

    @Test
    void shouldTakeAControlMessageThatFillsTheBuffer() {
        vector.resetForReceive(1);
        vector.controls().set(JAVA_LONG, FIELD_LENGTH, CONTROL);

        assertEquals(0, vector.firstControl(0));
        assertEquals(-1, vector.nextControl(0, 0));
    }

    private static long longAt(MemorySegment segment, long offset) {
        return segment.get(JAVA_LONG, offset);
    }
}
