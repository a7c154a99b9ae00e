package io.venturi.engine.protocol.kcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.testing.AllocationProbe;
import io.venturi.engine.protocol.kcp.KcpPair.Path;
import io.venturi.engine.protocol.kcp.KcpPeer.Ours;
import io.venturi.engine.protocol.kcp.wire.KcpSegment;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KcpSessionTest {
    private static final long MS = 1_000_000;
    private static final KcpOptions PLAIN = new KcpOptions(false, 10, 0, false, 512, 512, 1400, false);
    private static final KcpOptions SLOW = new KcpOptions(false, 100, 0, true, 32, 32, 1400, false);
    private static final BiFunction<KcpOptions, Consumer<byte[]>, KcpPeer> OURS = Ours::new;
    private static final BiFunction<KcpOptions, Consumer<byte[]>, KcpPeer> REFERENCE = ReferenceKcp::new;

    private final List<byte[]> sent = new ArrayList<>();
    private final Ours ours = new Ours(PLAIN, sent::add);

    // ---- bytes -----------------------------------------------------------------------------------------------------

    @Test
    void shouldSendTheBytesOfTheReference() {
        ours.write(new byte[] {1, 0, 0, 0}, 0, 4);

        ours.session.flush(1000 * MS);

        assertEquals(List.of("44332211510000" + "02e8030000" + "0000000000000000" + "04000000" + "01000000"), hex());
    }

    @Test
    void shouldAcknowledgeWithTheBytesOfTheReference() {
        Ours small = new Ours(new KcpOptions(false, 10, 0, false, 128, 128, 1400, false), sent::add);

        small.input(HexFormat.of().parseHex("4433221151000002e803000000000000000000000400000001000000"), 1003 * MS);
        small.session.flush(1003 * MS);

        assertEquals(List.of("4433221152007f00e8030000000000000100000000000000"), hex());
        assertArrayEquals(new byte[] {1, 0, 0, 0}, small.read());
    }

    @Test
    void shouldCutTheStreamIntoFullSegments() {
        ours.write(new byte[4], 0, 4);
        ours.session.flush(1000 * MS);
        ours.write(new byte[3000], 0, 3000);
        ours.session.flush(1001 * MS);

        assertEquals(List.of(28, 1400, 1400, 272), sent.stream().map(datagram -> datagram.length).toList());
        assertEquals(List.of(0, 1, 2, 3), sent.stream().map(datagram -> KcpSegment.seq(segment(datagram), 0)).toList());
    }

    @Test
    void shouldFillUpASegmentThatStillWaits() {
        ours.write(new byte[1000], 0, 1000);
        ours.write(new byte[1000], 0, 1000);

        ours.session.flush(1000 * MS);

        assertEquals(List.of(1400, 648), sent.stream().map(datagram -> datagram.length).toList());
    }

    @Test
    void shouldPackAcknowledgementsIntoOneDatagram() {
        for (int seq = 2; seq >= 1; seq--) { // with a gap at 0 each needs its own
            ours.input(push(seq, 1000), 1001 * MS);
        }

        ours.session.flush(1002 * MS);

        assertEquals(1, sent.size());
        assertEquals(2 * KcpSegment.HEADER_BYTES, sent.getFirst().length);
    }

    // ---- transfers -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.01, 0, 0", "0.1, 0, 0", "0.3, 0, 0", "0, 20, 0", "0, 0, 0.2", "0.1, 20, 0.2",
            "0.3, 50, 0.3"})
    void shouldDeliverTheStreamIntact(double loss, long jitterMs, double doubled) {
        for (KcpOptions options : List.of(PLAIN, KcpOptions.FAST, SLOW)) {
            byte[] data = data(300_000);
            Path path = new Path(5 * MS, jitterMs * MS, loss, doubled, 0);

            byte[] arrived = new KcpPair(path, 7).between(OURS, options, OURS, options).transfer(data);

            assertArrayEquals(data, arrived, options.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.01, 0, 0", "0.1, 20, 0.1", "0.3, 0, 0"})
    void shouldInterworkWithAnotherImplementation(double loss, long jitterMs, double doubled) {
        for (KcpOptions options : List.of(PLAIN, KcpOptions.FAST)) {
            byte[] data = data(200_000);
            Path path = new Path(5 * MS, jitterMs * MS, loss, doubled, 0);

            byte[] sentByUs = new KcpPair(path, 11).between(OURS, options, REFERENCE, options).transfer(data);
            byte[] sentToUs = new KcpPair(path, 12).between(REFERENCE, options, OURS, options).transfer(data);

            assertArrayEquals(data, sentByUs, "to the other, " + options);
            assertArrayEquals(data, sentToUs, "from the other, " + options);
        }
    }

    @Test
    void shouldSurviveTheWrapOfTheMillisecondClock() {
        KcpPair pair = new KcpPair(new Path(5 * MS, 0, 0.1, 0, 0), 3).between(OURS, PLAIN, OURS, PLAIN);
        byte[] data = data(50_000);

        // 5,000 s after zero at the start of a pair; 2^31 ms and 2^32 ms lie weeks ahead, so the session is asked
        // directly
        for (long nowMs : new long[] {(1L << 31) - 5, (1L << 32) - 5}) {
            sent.clear();
            Ours one = new Ours(PLAIN, sent::add);
            one.write(data, 0, 1000);
            one.session.flush(nowMs * MS);
            one.session.flush((nowMs + 10) * MS);
            assertEquals(1, sent.size(), "not due for 200 ms");
            one.session.flush((nowMs + 201) * MS);
            assertEquals(2, sent.size(), "due again");
            assertEquals(1, one.session.counters().resentAfterTimeout());
        }
        assertArrayEquals(data, pair.transfer(data));
    }

    // ---- retransmission --------------------------------------------------------------------------------------------

    @Test
    void shouldSendAgainAtOnceWhatWasPassedOverOftenEnough() {
        Ours fast = new Ours(KcpOptions.FAST, sent::add);
        fast.write(new byte[4 * 1376], 0, 4 * 1376);
        fast.session.flush(1000 * MS);
        sent.clear();

        fast.input(ack(1, 1000, 0), 1005 * MS);
        fast.input(ack(2, 1000, 0), 1006 * MS);
        fast.session.flush(1006 * MS);

        assertEquals(List.of(0), sent.stream().map(datagram -> KcpSegment.seq(segment(datagram), 0)).toList());
        assertEquals(1, fast.session.counters().resentFast());
        assertEquals(0, fast.session.counters().resentAfterTimeout());
    }

    @Test
    void shouldSendAgainEarlyWhenNothingNewWaits() {
        ours.write(new byte[2 * 1376], 0, 2 * 1376);
        ours.session.flush(1000 * MS);
        sent.clear();

        ours.input(ack(1, 1000, 0), 1005 * MS);
        ours.session.flush(1010 * MS);

        assertEquals(1, ours.session.counters().resentEarly());
        assertEquals(List.of(0), sent.stream().map(datagram -> KcpSegment.seq(segment(datagram), 0)).toList());
    }

    @Test
    void shouldTakeThePeerForGoneAfterTwentyTransmissions() {
        ours.write(new byte[1], 0, 1);
        long nowMs = 1000;
        for (int i = 0; i < KcpSession.DEAD_LINK_TRANSMISSIONS; i++) {
            assertFalse(ours.session.isDead());
            ours.session.flush(nowMs * MS);
            nowMs += 100_000;
        }

        assertTrue(ours.session.isDead());
        assertEquals(KcpSession.DEAD_LINK_TRANSMISSIONS, sent.size());
    }

    @Test
    void shouldLearnTheRoundTripTime() {
        ours.write(new byte[1], 0, 1);
        ours.session.flush(1000 * MS);

        ours.input(ack(0, 1000, 1), 1080 * MS);

        assertEquals(80, ours.session.counters().smoothedRttMs());
        assertEquals(40, ours.session.counters().rttVariationMs());
        assertEquals(240, ours.session.counters().timeoutMs());
        assertTrue(ours.session.isDrained());
    }

    // ---- windows ---------------------------------------------------------------------------------------------------

    @Test
    void shouldHoldNoMoreThanThePeerCanTake() {
        byte[] data = data(200 * 1376);

        int taken = ours.write(data, 0, data.length);
        ours.input(push(0, 1000, 8), 1001 * MS); // the peer's window is 8 now
        ours.session.flush(1002 * MS);

        assertEquals(32 * 1376, taken, "what a peer takes that has not spoken yet");
        assertEquals(8, ours.session.counters().underWay());
    }

    @Test
    void shouldAskAPeerWithoutRoomForItsWindow() {
        ours.write(new byte[1], 0, 1);
        ours.input(push(0, 1000, 0), 1000 * MS);
        ours.session.flush(1000 * MS);
        sent.clear();

        ours.session.flush(7_999 * MS);
        ours.session.flush(8_000 * MS);

        assertEquals(List.of(KcpSegment.ASK_WINDOW),
                sent.stream().map(datagram -> KcpSegment.command(segment(datagram), 0)).toList());
    }

    @Test
    void shouldTellItsWindowWhenAskedAndWhenTheReaderMadeRoom() {
        Ours small = new Ours(new KcpOptions(false, 10, 0, false, 4, 4, 1400, false), sent::add);
        for (int seq = 0; seq < 4; seq++) {
            small.input(push(seq, 1000), 1001 * MS);
        }
        small.session.flush(1001 * MS);
        assertEquals(0, KcpSegment.window(segment(sent.getLast()), 0));
        sent.clear();

        small.input(push(4, 1000), 1002 * MS);
        small.read();
        small.session.flush(1003 * MS);

        assertEquals(KcpSegment.TELL_WINDOW, KcpSegment.command(segment(sent.getLast()), sent.getLast().length - 24));
        assertEquals(1, small.read().length, "what came while there was no room");
    }

    @Test
    void shouldIgnoreWhatLiesBeyondItsWindow() {
        ours.input(push(512, 1000), 1001 * MS);
        ours.input(push(-1, 1000), 1001 * MS);

        assertEquals(1, ours.session.counters().outsideWindow());
        assertEquals(1, ours.session.counters().duplicatesReceived());
        assertEquals(0, ours.read().length);
    }

    @Test
    void shouldKeepEverythingWhenTheOutputHasNoRoom() {
        byte[] data = data(20 * 1376);
        ours.write(data, 0, data.length);
        ours.input(push(0, 1000), 1000 * MS);
        ours.block(true);
        ours.session.flush(1001 * MS);

        assertEquals(0, sent.size());
        assertEquals(1002 * MS, ours.session.dueNs(), "tries again soon");

        ours.block(false);
        ours.session.flush(1002 * MS);
        assertEquals(20, sent.stream().filter(datagram -> datagram.length > 1000).count());
        assertEquals(0, ours.session.counters().resent());
        assertEquals(1, ours.session.counters().acknowledgementsSent());
    }

    @Test
    void shouldHalveTheCongestionWindowAfterLosses() {
        KcpOptions options = new KcpOptions(true, 10, 2, true, 512, 512, 1400, false);
        Path path = new Path(20 * MS, 0, 0.02, 0, 50_000_000);
        KcpPair careful = new KcpPair(path, 5).between(OURS, options, OURS, options);
        KcpPair bold = new KcpPair(path, 5).between(OURS, KcpOptions.FAST, OURS, KcpOptions.FAST);
        byte[] data = data(500_000);

        assertArrayEquals(data, careful.transfer(data));
        assertArrayEquals(data, bold.transfer(data));

        assertTrue(careful.elapsedNs() > 2 * bold.elapsedNs(), careful.elapsedNs() + " to " + bold.elapsedNs());
    }

    // ---- hostile input ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23})
    void shouldRefuseWhatIsShorterThanAHeader(int bytes) {
        assertFalse(ours.session.input(Arena.ofAuto().allocate(32), bytes, 0));
    }

    @Test
    void shouldRefuseAnotherConversationAndALengthBeyondTheEnd() {
        byte[] other = push(0, 1000);
        other[0] ^= 1;
        byte[] tooLong = push(0, 1000);
        tooLong[20] = 2;
        byte[] negative = push(0, 1000);
        negative[23] = (byte) 0x80;
        byte[] unknown = push(0, 1000);
        unknown[4] = 85;

        for (byte[] datagram : List.of(other, tooLong, negative, unknown)) {
            assertFalse(ours.session.input(segment(datagram), datagram.length, 1000 * MS));
        }
        assertEquals(0, ours.read().length);
    }

    @Test
    void shouldSurviveRandomDatagrams() {
        Random random = new Random(42);
        byte[] data = data(100_000);
        int written = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] datagram = new byte[random.nextInt(200)];
            random.nextBytes(datagram);
            if (datagram.length >= 24) {
                segment(datagram);
                datagram[0] = 0x44;
                datagram[1] = 0x33;
                datagram[2] = 0x22;
                datagram[3] = 0x11;
                datagram[4] = (byte) (80 + random.nextInt(6));
                datagram[22] = 0;
                datagram[23] = 0;
                datagram[21] = 0;
            }
            ours.input(datagram, (1000 + i) * MS);
            written += ours.write(data, written % 50_000, 100);
            ours.advance((1000 + i) * MS);
            ours.read();
        }
        assertTrue(ours.session.counters().underWay() <= PLAIN.sendWindow());
        assertTrue(written > 0);
    }

    @Test
    void shouldAllocateNothing() {
        MemorySegment data = Arena.ofAuto().allocate(1376);
        MemorySegment[] wire = {Arena.ofAuto().allocate(1400), Arena.ofAuto().allocate(1400)};
        int[] lengths = new int[2];
        KcpSession a = session(wire[0], lengths, 0);
        KcpSession b = session(wire[1], lengths, 1);
        long[] nowNs = {1000 * MS};

        AllocationProbe.assertAllocatesNothing(() -> {
            nowNs[0] += 10 * MS;
            a.write(data, 0, 1376);
            a.flush(nowNs[0]);
            b.input(wire[0], lengths[0], nowNs[0]);
            b.read(null, 0, 1376);
            b.flush(nowNs[0]);
            a.input(wire[1], lengths[1], nowNs[0]);
        });

        assertTrue(b.counters().bytesReceived() > 1_000_000);
    }

    private static KcpSession session(MemorySegment wire, int[] lengths, int index) {
        return new KcpSession(KcpPair.CONVERSATION, PLAIN, new KcpOutput() {
            @Override
            public MemorySegment claim() {
                return wire;
            }

            @Override
            public void commit(int bytes) {
                lengths[index] = bytes;
            }
        }, Arena.ofAuto());
    }

    // ---- means -----------------------------------------------------------------------------------------------------

    private List<String> hex() {
        return sent.stream().map(HexFormat.of()::formatHex).toList();
    }

    private static MemorySegment segment(byte[] datagram) {
        return MemorySegment.ofArray(datagram);
    }

    private static byte[] data(int bytes) {
        byte[] data = new byte[bytes];
        new Random(1).nextBytes(data);
        return data;
    }

    private static byte[] push(int seq, int timeMs) {
        return push(seq, timeMs, 512);
    }

    private static byte[] push(int seq, int timeMs, int window) {
        byte[] datagram = new byte[25];
        KcpSegment.write(segment(datagram), 0, KcpPair.CONVERSATION, KcpSegment.PUSH, window, timeMs, seq, 0, 1);
        return datagram;
    }

    private static byte[] ack(int seq, int timeMs, int unacknowledged) {
        byte[] datagram = new byte[24];
        KcpSegment.write(segment(datagram), 0, KcpPair.CONVERSATION, KcpSegment.ACK, 512, timeMs, seq, unacknowledged,
                0);
        return datagram;
    }
}
