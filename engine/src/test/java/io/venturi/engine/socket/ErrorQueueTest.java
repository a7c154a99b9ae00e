package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.MessageVector;
import io.venturi.ffi.linux.ThreadErrno;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With control messages written here as the kernel writes them: linux/errqueue.h. */
class ErrorQueueTest {
    private static final int ENOMSG = 42;
    private static final int LOCAL = 1;
    private static final int ICMP = 2;
    private static final int ICMP6 = 3;
    private static final int TIMESTAMPING = 4;
    private static final int TXTIME = 6;
    private static final int LEFT = 0;

    private final Arena arena = Arena.ofAuto();
    private final MessageVector entries = new MessageVector(arena, 1, 256, false);
    private final ErrorQueue queue = new ErrorQueue(-1, entries, new ThreadErrno(), 2);
    private final KernelEvents events = new KernelEvents();

    @BeforeEach
    void clear() {
        entries.clearControl(0);
    }

    @Test
    void shouldCountOnWhereTheKernelsNumberWraps() {
        long nearTheEnd = 0xffff_fffeL;
        queueReachesId(nearTheEnd);

        stampArrives(nearTheEnd + 1, 20);
        stampArrives(nearTheEnd + 2, 30);
        stampArrives(nearTheEnd + 4, 50);
        stampArrives(nearTheEnd + 3, 40);

        assertEquals(List.of(20L, 30L, 40L, 50L), List.copyOf(events.stamps.tailMap(nearTheEnd + 1).values()));
        assertEquals(0x1_0000_0002L, events.stamps.lastKey());
    }

    @Test
    void shouldGiveLateStampsFromBeforeTheWrapTheirOwnNumber() {
        queueReachesId(0x2_0000_0005L);

        stampArrives(0x1_ffff_fff0L, 7);

        assertEquals(7, events.stamps.get(0x1_ffff_fff0L));
    }

    @Test
    void shouldNumberWhatWasAcceptedThoughTheKernelNumberedMore() {
        queue.expectStamp();
        queue.missStamp();
        queue.missStamp();
        queue.expectStamp();
        queue.missStamp();
        queue.expectStamp();

        stampArrives(5, 52);
        stampArrives(3, 51);
        stampArrives(0, 50);

        assertEquals(List.of(0L, 1L, 2L), List.copyOf(events.stamps.keySet()));
        assertEquals(List.of(50L, 51L, 52L), List.copyOf(events.stamps.values()));
    }

    @Test
    void shouldGiveNoNumberRatherThanAWrongOneWhenTooManyWereMissed() {
        queue.expectStamp();
        for (int i = 0; i < 1024; i++) {
            queue.missStamp();
        }
        queue.expectStamp();

        stampArrives(0, 1);
        stampArrives(1025, 2);

        assertEquals(List.of(1L), List.copyOf(events.stamps.keySet()));
    }

    @Test
    void shouldIgnoreAStampWithoutATime() {
        stampArrives(0, 0);

        assertEquals(0, events.stamps.size());
    }

    @Test
    void shouldTellTheStampsOfKernelAndCardApartInWhateverOrderTheyCome() {
        long[][] entries = {{0, 10, 0}, {2, 0, 120}, {1, 11, 0}, {0, 0, 100}, {3, 13, 0}, {3, 0, 130}, {2, 12, 0}};
        for (long[] entry : entries) {
            stampArrives(entry[0], LEFT, entry[1], entry[2]);
        }

        assertEquals(Map.of(0L, 10L, 1L, 11L, 2L, 12L, 3L, 13L), events.stamps);
        assertEquals(Map.of(0L, 100L, 2L, 120L, 3L, 130L), events.nicStamps, "the card gave none of 1");
        assertEquals(0, events.repeatedStamps);
    }

    @Test
    void shouldTellBothStampsOfOneEntry() {
        stampArrives(0, LEFT, 7, 9);

        assertEquals(Map.of(0L, 7L), events.stamps);
        assertEquals(Map.of(0L, 9L), events.nicStamps);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 77})
    void shouldNotTakeOtherInstantsForTheDeparture(int kind) {
        stampArrives(0, kind, 5, 6);

        assertEquals(Map.of(), events.stamps);
        assertEquals(Map.of(), events.nicStamps);
    }

    @Test
    void shouldLeaveHolesWhereStampsWereDroppedAndMoveNoneToAnotherDatagram() {
        for (long id : new long[] {0, 1, 700, 699, 701, 5_000}) {
            stampArrives(id, LEFT, 1_000 + id, 0);
        }

        events.stamps.forEach((id, ns) -> assertEquals(1_000 + id, ns));
        assertEquals(Set.of(0L, 1L, 699L, 700L, 701L, 5_000L), events.stamps.keySet());
    }

    @Test
    void shouldTellDuplicatesAsTheyCome() {
        stampArrives(3, LEFT, 4, 0);
        stampArrives(3, LEFT, 5, 0);

        assertEquals(1, events.repeatedStamps, "which of them counts is the row's to say");
    }

    @Test
    void shouldNumberBothKindsOnWhereTheKernelsNumberWraps() {
        queueReachesId(0xffff_ffffL);

        stampArrives(0x1_0000_0001L, LEFT, 0, 41);
        stampArrives(0x1_0000_0000L, LEFT, 40, 0);
        stampArrives(0xffff_ffffL, LEFT, 0, 39);
        stampArrives(0x1_0000_0001L, LEFT, 42, 0);

        assertEquals(Map.of(0xffff_ffffL, 39L, 0x1_0000_0001L, 41L), events.nicStamps);
        assertEquals(40, events.stamps.get(0x1_0000_0000L));
        assertEquals(42, events.stamps.get(0x1_0000_0001L));
    }

    @ParameterizedTest
    @CsvSource({"0, 11", "41, 25"})
    void shouldTellOfErrorsFromTheNetworkOnly(int level, int type) {
        for (int origin : new int[] {LOCAL, ICMP, ICMP6, TXTIME, 200}) {
            entries.clearControl(0);
            error(level, type, origin == ICMP ? Errno.ECONNREFUSED : Errno.EMSGSIZE, origin, 0);
            queue.dispatch(0, events);
        }

        assertEquals(List.of(Errno.ECONNREFUSED, Errno.EMSGSIZE), events.errors, "ICMP and ICMPv6");
        assertEquals(0, events.stamps.size());
    }

    @ParameterizedTest
    @CsvSource({"0, 11, 22, 1", "0, 11, 125, 2", "41, 25, 125, 2"})
    void shouldTellTheLaunchTimeThatWasMissed(int level, int type, int errno, int code) {
        long time = 1_763_653_000_123_456_789L;
        error(level, type, errno, TXTIME, (int) (time >>> 32));
        long error = MessageVector.controlData(entries.firstControl(0));
        entries.controls().set(JAVA_BYTE, error + 6, (byte) code);
        entries.controls().set(JAVA_INT, error + 8, (int) time);

        queue.dispatch(0, events);

        assertEquals(List.of(time), events.missed);
        assertEquals(List.of(), events.errors);
        assertEquals(0, events.stamps.size());
    }

    @Test
    void shouldSurviveAnEntryThatSaysNothing() {
        queue.dispatch(0, events);

        assertEquals(List.of(), events.errors);
        assertEquals(0, events.stamps.size());
    }

    @Test
    void shouldReadNothingWhenNothingIsExpected() {
        assertEquals(0, queue.drain(events));
        queue.expect();
        assertEquals(0, queue.drain(events), "the descriptor is bad, but that is not the queue's to tell");
    }

    /** Stamps in steps that 32 bits can tell apart. */
    private void queueReachesId(long id) {
        for (long at = 0; at < id; at += 0x4000_0000L) {
            stampArrives(at, 1);
        }
        stampArrives(id, 1);
        assertEquals(id, events.stamps.lastKey());
    }

    private void stampArrives(long id, long atNs) {
        stampArrives(id, LEFT, atNs, 0);
    }

    private void stampArrives(long id, int kind, long kernelNs, long nicNs) {
        entries.clearControl(0);
        long stamp = entries.addControl(0, 1, 37, 48);
        entries.controls().asSlice(stamp, 48).fill((byte) 0);
        entries.controls().set(JAVA_LONG, stamp + 8, kernelNs);
        entries.controls().set(JAVA_LONG, stamp + 40, nicNs);
        error(0, 11, ENOMSG, TIMESTAMPING, (int) id);
        entries.controls().set(JAVA_INT, entries.controls().byteSize() - 256 + 64 + 16 + 8, kind);
        queue.dispatch(0, events);
    }

    private void error(int level, int type, int errno, int origin, int data) {
        long error = entries.addControl(0, level, type, 32);
        entries.controls().set(JAVA_INT, error, errno);
        entries.controls().set(JAVA_BYTE, error + 4, (byte) origin);
        entries.controls().set(JAVA_INT, error + 12, data);
    }
}
