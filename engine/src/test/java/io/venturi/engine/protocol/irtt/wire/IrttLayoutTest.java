package io.venturi.engine.protocol.irtt.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

class IrttLayoutTest {

    private static Stream<Arguments> shouldHaveTheHeaderOfTheTables() {
        return Stream.of(ReceivedStats.values()).flatMap(stats -> Stream.of(StampAt.values()).flatMap(
                stampAt -> IntStream.rangeClosed(1, 3).boxed().flatMap(
                        clock -> Stream.of(false, true).map(
                                keyed -> Arguments.of(stats, stampAt, StampClock.values()[clock], keyed)))));
    }

    @ParameterizedTest
    @MethodSource
    void shouldHaveTheHeaderOfTheTables(ReceivedStats stats, StampAt stampAt, StampClock clock, boolean keyed) {
        int[] statsBytes = {0, 4, 8, 12};
        int[] instants = {0, 1, 1, 2, 1};
        int clocks = clock == StampClock.BOTH ? 2 : 1;

        IrttLayout layout = IrttLayout.of(stats, stampAt, clock, keyed);

        int fixed = keyed ? 32 : 16;
        assertEquals(fixed, layout.requestBytes());
        assertEquals(fixed + statsBytes[stats.ordinal()] + 8 * instants[stampAt.ordinal()] * clocks,
                layout.headerBytes());
    }

    @Test
    void shouldPutTheFieldsInTheirOrder() {
        IrttLayout layout = IrttLayout.of(ReceivedStats.BOTH, StampAt.BOTH, StampClock.BOTH, false);

        assertEquals(12, layout.seq());
        assertEquals(16, layout.count());
        assertEquals(20, layout.window());
        assertEquals(28, layout.receiveWall());
        assertEquals(36, layout.receiveMono());
        assertEquals(44, layout.sendWall());
        assertEquals(52, layout.sendMono());
        assertEquals(60, layout.headerBytes());
        assertEquals(IrttLayout.ABSENT, layout.midpointWall());
        assertEquals(IrttLayout.ABSENT, layout.midpointMono());
    }

    @Test
    void shouldHoldOneStampWhenMidpointHasOneClock() {
        IrttLayout layout = IrttLayout.of(ReceivedStats.NONE, StampAt.MIDPOINT, StampClock.MONOTONIC, true);

        assertEquals(32, layout.midpointMono());
        assertEquals(40, layout.headerBytes());
        assertEquals(IrttLayout.ABSENT, layout.midpointWall());
        assertEquals(IrttLayout.ABSENT, layout.receiveMono());
        assertEquals(IrttLayout.ABSENT, layout.sendMono());
    }

    @Test
    void shouldHaveNoStampsWhenThereIsNoClock() {
        IrttLayout layout = IrttLayout.of(ReceivedStats.NONE, StampAt.BOTH, StampClock.UNSET, false);

        assertEquals(16, layout.headerBytes());
    }

    @Test
    void shouldKeepPacketsBetweenTheHeaderAndTheProtocolLimit() {
        IrttLayout layout = IrttLayout.of(ReceivedStats.BOTH, StampAt.BOTH, StampClock.BOTH, false);

        assertEquals(60, layout.packetBytes(-1));
        assertEquals(60, layout.packetBytes(60));
        assertEquals(61, layout.packetBytes(61));
        assertEquals(IrttLayout.MAX_IPV6_BYTES, layout.packetBytes(1L << 40));
    }
}
