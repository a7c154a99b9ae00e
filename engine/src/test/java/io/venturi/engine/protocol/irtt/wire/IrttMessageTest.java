package io.venturi.engine.protocol.irtt.wire;

import io.venturi.engine.protocol.irtt.Captured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import static io.venturi.engine.testing.PacketFixture.bytes;
import static io.venturi.engine.testing.PacketFixture.hex;
import static io.venturi.engine.testing.PacketFixture.normal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IrttMessageTest {
    private static final IrttParams HALF_SECOND = asked(500_000_000, 200_000_000);

    private final byte[] bytes = new byte[256];
    private final MemorySegment buffer = MemorySegment.ofArray(bytes);
    private final IrttMessage message = new IrttMessage();

    @Test
    void shouldWriteOpenRequestsLikeARealClient() {
        assertEquals(normal(Captured.OPEN), hex(buffer, IrttMessage.writeOpen(buffer, false, false, HALF_SECOND)));
        assertEquals(normal(Captured.NO_TEST), hex(buffer,
                IrttMessage.writeOpen(buffer, false, true, asked(60_000_000_000L, 1_000_000_000))));
    }

    @Test
    void shouldWriteOpenRepliesLikeARealServer() {
        assertEquals(normal(Captured.OPEN_REPLY),
                hex(buffer, IrttMessage.writeOpenReply(buffer, false, Captured.TOKEN, HALF_SECOND)));
        assertEquals(normal(Captured.NO_TEST_REPLY), hex(buffer,
                IrttMessage.writeOpenReply(buffer, false, 0, asked(60_000_000_000L, 1_000_000_000))));
    }

    @Test
    void shouldWriteTaggedMessagesLikeARealPeer() {
        IrttHmac hmac = new IrttHmac(IrttKey.parse(Captured.KEY));

        int open = IrttMessage.writeOpen(buffer, true, false, asked(300_000_000, 200_000_000));
        hmac.sign(buffer, open);
        assertEquals(normal(Captured.KEYED_OPEN), hex(buffer, open));

        int close = IrttMessage.writeClose(buffer, true, Captured.KEYED_TOKEN, false);
        hmac.sign(buffer, close);
        assertEquals(normal(Captured.KEYED_CLOSE), hex(buffer, close));
    }

    @Test
    void shouldWriteEchoRequestsLikeARealClient() {
        IrttLayout layout = IrttLayout.of(HALF_SECOND, false);

        new IrttEcho().beginRequest(buffer, layout, Captured.TOKEN).seq(2);

        assertEquals(normal(Captured.ECHO_REQUEST_2), hex(buffer, layout.headerBytes()));
    }

    @Test
    void shouldReadEchoRepliesOfARealServer() {
        byte[] reply = bytes(Captured.ECHO_REPLY_2);
        IrttEcho echo = new IrttEcho();

        assertEquals(DropReason.NONE, message.wrap(MemorySegment.ofArray(reply), reply.length, false));
        assertEquals(DropReason.NONE, echo.wrapReply(MemorySegment.ofArray(reply), reply.length,
                IrttLayout.of(HALF_SECOND, false)));

        assertEquals(IrttMessage.REPLY, message.flags());
        assertEquals(Captured.TOKEN, message.token());
        assertEquals(2, echo.seq());
        assertEquals(3, echo.count());
        assertEquals(7, echo.window());
        assertEquals(1795172921287339792L, echo.receiveWallNs());
        assertEquals(1506127258L, echo.receiveMonoNs());
        assertEquals(1795172921287348665L, echo.sendWallNs());
        assertEquals(1506136121L, echo.sendMonoNs());
        assertEquals(0, echo.midpointWallNs());
    }

    @Test
    void shouldReadTheParametersOfRequestsAndReplies() {
        for (String captured : new String[] {Captured.OPEN, Captured.OPEN_REPLY}) {
            byte[] open = bytes(captured);
            assertEquals(DropReason.NONE, message.wrap(MemorySegment.ofArray(open), open.length, false));
            IrttParamsReader reader = new IrttParamsReader();

            assertEquals(DropReason.NONE,
                    reader.read(MemorySegment.ofArray(open), message.paramsOffset(), open.length));

            assertTrue(message.isOpen());
            assertEquals(HALF_SECOND, reader.params());
        }
    }

    @Test
    void shouldPadACloseToTheLengthOfItsAcknowledgement() {
        Arrays.fill(bytes, (byte) 0xee);

        assertEquals(normal(Captured.CLOSE),
                hex(buffer, IrttMessage.writeClose(buffer, false, Captured.TOKEN, false)));
        assertEquals(normal(Captured.CLOSE) + "00".repeat(20),
                hex(buffer, IrttMessage.writeClose(buffer, false, Captured.TOKEN, true)));
        assertEquals(IrttCloseAck.bytes(true), IrttMessage.writeClose(buffer, true, Captured.TOKEN, true));
    }

    @Test
    void shouldReadTheCloseAcknowledgementItWrote() {
        new IrttCloseAck().begin(buffer, false, Captured.TOKEN).highestSeq(4).distinct(3).count(5).window(0x1d);
        IrttCloseAck ack = new IrttCloseAck();

        assertEquals(normal("14a75b|06|48b1b9b193367905|04000000|03000000|05000000|1d00000000000000"),
                hex(buffer, IrttCloseAck.bytes(false)));
        assertEquals(DropReason.FIELDS_LENGTH_TOO_LARGE, ack.wrap(buffer, 31, false));
        assertEquals(DropReason.FIELDS_LENGTH_TOO_LARGE, ack.wrap(buffer, 60, false));
        assertEquals(DropReason.NONE, ack.wrap(buffer, 32, false));
        assertEquals(Captured.TOKEN, ack.token());
        assertEquals(4, ack.highestSeq());
        assertEquals(3, ack.distinct());
        assertEquals(5, ack.count());
        assertEquals(0x1d, ack.window());
    }

    @ParameterizedTest
    @CsvSource({
        "'', false, FIELDS_LENGTH_TOO_LARGE",
        "14a75b, false, FIELDS_LENGTH_TOO_LARGE",
        "ffffff, false, FIELDS_LENGTH_TOO_LARGE",
        "14a75b08 00000000000000000000000000000000, true, NONE",
        "14a75b08 000000000000000000000000000000, true, FIELDS_LENGTH_TOO_LARGE",
        "14a75c00, false, BAD_MAGIC",
        "14a75cff, false, BAD_MAGIC",
        "14a75b10, false, INVALID_FLAG_BITS_SET",
        "14a75b88, false, INVALID_FLAG_BITS_SET",
        "14a75b08, false, UNEXPECTED_HMAC",
        "14a75b01 00000000000000000000000000000000, true, NO_HMAC",
        "14a75b02, false, NONE"})
    void shouldJudgeLengthThenMagicThenFlagsThenTag(String hex, boolean keyed, DropReason reason) {
        byte[] datagram = bytes(hex);

        assertEquals(reason, message.wrap(MemorySegment.ofArray(datagram), datagram.length, keyed));
    }

    @Test
    void shouldKnowWhetherThereIsAToken() {
        byte[] close = bytes(Captured.CLOSE);
        message.wrap(MemorySegment.ofArray(close), 11, false);
        assertFalse(message.hasToken());

        message.wrap(MemorySegment.ofArray(close), 12, false);
        assertTrue(message.hasToken());
        assertTrue(message.isClose());
        assertEquals(Captured.TOKEN, message.token());
    }

    private static IrttParams asked(long durationNs, long intervalNs) {
        return new IrttParams(1, durationNs, intervalNs, 0, ReceivedStats.BOTH, StampAt.BOTH, StampClock.BOTH, 0, "",
                0);
    }
}
