package io.venturi.engine.protocol.stamp;

import io.venturi.engine.testing.AllocationProbe;
import io.venturi.engine.protocol.stamp.StampReflectorCounters.Id;
import io.venturi.engine.protocol.stamp.wire.StampKey;
import io.venturi.engine.protocol.stamp.wire.StampPacket;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.venturi.engine.testing.PacketFixture.bytes;
import static io.venturi.engine.testing.PacketFixture.hex;
import static io.venturi.engine.testing.PacketFixture.normal;
import static io.venturi.engine.protocol.stamp.ReflectorHarness.KEY;
import static io.venturi.engine.protocol.stamp.ReflectorHarness.LOOPBACK;
import static io.venturi.engine.protocol.stamp.ReflectorHarness.MS;
import static io.venturi.engine.protocol.stamp.ReflectorHarness.S;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StampReflectorTest {
    private static final ClockQuality ONE_US = new ClockQuality(true, 1_000, ClockQuality.Source.PTP, 37);

    private static ReflectorHarness harness(StampReflectorOptions.Builder options) {
        var harness = new ReflectorHarness(options.clock(ONE_US));
        harness.residenceNs = S / 4;
        return harness;
    }

    private static StampReflectorOptions.Builder options() {
        return StampReflectorOptions.builder();
    }

    // ---- golden bytes --------------------------------------------------------------------------------------------

    @Test
    void shouldAnswerAsTheRfcDraws() {
        assertEquals(normal(Golden.REPLY), hex(harness(options()).send(Golden.REQUEST)));
    }

    @Test
    void shouldCopyTheNumberWhenStateless() {
        byte[] expected = bytes(Golden.REPLY);
        System.arraycopy(bytes("01020304"), 0, expected, 0, 4);

        assertEquals(hex(expected), hex(harness(options().stateful(false)).send(Golden.REQUEST)));
    }

    @Test
    void shouldStampInPtpForm() {
        assertEquals(normal(Golden.PTP_REPLY),
                hex(harness(options().format(TimestampFormat.PTP)).send(Golden.REQUEST)));
    }

    @Test
    void shouldAnswerAuthenticated() {
        assertEquals(normal(Golden.KEYED_REPLY), hex(harness(options().key(KEY)).send(Golden.KEYED_REQUEST)));
    }

    @Test
    void shouldAnswerAuthenticatedTlvs() {
        assertEquals(normal(Golden.KEYED_REPLY + Golden.KEYED_TLVS_REPLY),
                hex(harness(options().key(KEY)).send(Golden.KEYED_REQUEST + Golden.KEYED_TLVS)));
    }

    @Test
    void shouldAnswerTheShortestTwampRequestWithABasePacket() {
        assertEquals(normal(Golden.TWAMP_REPLY), hex(harness(options()).send(Golden.TWAMP_REQUEST)));
    }

    // ---- TWAMP Light ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"13, 0", "14, 44", "27, 44", "40, 44", "41, 41", "43, 43", "44, 44", "100, 100", "1472, 1472"})
    void shouldAnswerTwampRequestsOfAnyLength(int requestBytes, int replyBytes) {
        byte[] request = new byte[requestBytes];
        new Random(41).nextBytes(request); // padding of random bytes
        System.arraycopy(bytes(Golden.TWAMP_REQUEST), 0, request, 0, Math.min(14, requestBytes));

        byte[] reply = harness(options()).send(request);

        assertEquals(replyBytes, reply.length);
        int common = Math.min(replyBytes, 41);
        assertArrayEquals(Arrays.copyOf(bytes(Golden.TWAMP_REPLY), common), Arrays.copyOf(reply, common));
        if (requestBytes > 44) {
            assertArrayEquals(Arrays.copyOfRange(request, 44, requestBytes), Arrays.copyOfRange(reply, 44, replyBytes));
        }
    }

    @Test
    void shouldNotTakeRandomPaddingForSessionsOrTlvs() {
        var harness = harness(options());
        Random random = new Random(42);
        for (int i = 0; i < 200; i++) {
            byte[] request = new byte[200];
            random.nextBytes(request);
            System.arraycopy(bytes(Golden.TWAMP_REQUEST), 0, request, 0, 14);
            harness.after(S);

            assertEquals(i, harness.reply(harness.send(request)).seq());
        }
        assertEquals(1, harness.count(Id.BEGUN));
        assertEquals(0, harness.count(Id.TLV_MALFORMED));
    }

    @Test
    void shouldLeaveZeroPaddingAlone() {
        byte[] reply = harness(options()).send(Golden.REQUEST + "00".repeat(60));

        assertEquals("00".repeat(60), hex(Arrays.copyOfRange(reply, 44, 104)));
    }

    @Test
    void shouldSendLongerRepliesSeldom() {
        var harness = harness(options().grownPerSecond(3));
        harness.residenceNs = 0;
        for (int i = 0; i < 10; i++) {
            harness.send(Golden.TWAMP_REQUEST);
        }
        assertEquals(3, harness.count(Id.GROWN));
        assertEquals(7, harness.drops(StampDrop.GROWTH_RATE));

        harness.from(0, LOOPBACK + 1, 1);
        assertEquals(44, harness.send(Golden.TWAMP_REQUEST).length);
        var never = harness(options().grownPerSecond(0));
        assertEquals(0, never.send(Golden.TWAMP_REQUEST).length);
    }

    // ---- what is no request --------------------------------------------------------------------------------------

    @Test
    void shouldNotAnswerReplies() {
        var harness = harness(options());
        assertEquals(0, harness.send(Golden.REPLY).length);
        assertEquals(0, harness.send(Golden.TWAMP_REPLY).length);
        assertEquals(2, harness.drops(StampDrop.REPLY));

        var keyed = harness(options().key(KEY));
        assertEquals(0, keyed.send(Golden.KEYED_REPLY).length);
        assertEquals(1, keyed.drops(StampDrop.REPLY));
    }

    @Test
    void shouldDropCorruptRequests() {
        var harness = harness(options());
        assertEquals(0, harness.send(Golden.REQUEST.replace("9107", "9100")).length);
        assertEquals(1, harness.drops(StampDrop.BAD_ERROR_ESTIMATE));

        var keyed = harness(options().key(KEY));
        assertEquals(0, keyed.send(Golden.REQUEST).length);
        assertEquals(1, keyed.drops(StampDrop.TOO_SHORT));
        byte[] forged = bytes(Golden.KEYED_REQUEST);
        forged[3]++;
        assertEquals(0, keyed.send(forged).length);
        var otherKey = harness(options().key(StampKey.of(new byte[] {1})));
        assertEquals(0, otherKey.send(Golden.KEYED_REQUEST).length);
        assertEquals(1, keyed.drops(StampDrop.BAD_HMAC) & otherKey.drops(StampDrop.BAD_HMAC));
    }

    // ---- time, headers -------------------------------------------------------------------------------------------

    @Test
    void shouldTakeTheKernelsReceiveStamp() {
        var harness = harness(options());
        harness.kernelStamped(S / 2);

        assertEquals(0xeeaaa51f80000000L, harness.reply(harness.send(Golden.REQUEST)).receiveTimestamp());

        harness.kernelStamped(2 * S); // the wall clock was stepped
        harness.realtime.set(ReflectorHarness.START_WALL_NS);
        assertEquals(0xeeaaa52000000000L, harness.reply(harness.send(Golden.REQUEST)).receiveTimestamp());
    }

    @Test
    void shouldAnswerInTheNextNtpEra() {
        var harness = harness(options());
        harness.realtime.set(((1L << 32) - 2_208_988_800L) * S - S / 8); // 2036-02-07 06:28:15.875

        StampPacket reply = harness.reply(harness.send(Golden.REQUEST));

        assertEquals(0xffffffff_e0000000L, reply.receiveTimestamp());
        assertEquals(0x00000000_20000000L, reply.timestamp());
    }

    @Test
    void shouldReflectDscpButNotEcn() {
        var harness = harness(options()).header(0xbb, -1);

        assertEquals(255, harness.reply(harness.send(Golden.REQUEST)).hopLimit());
        assertEquals(0xb8, harness.packet.replyTrafficClass());
    }

    // ---- sessions ------------------------------------------------------------------------------------------------

    @Test
    void shouldCountRepliesPerSession() {
        var harness = harness(options());
        for (int i = 0; i < 3; i++) {
            assertEquals(i, harness.reply(harness.send(harness.request(10 * i, 1))).seq());
        }
        assertEquals(0, harness.reply(harness.send(harness.request(7, 2))).seq());
        assertEquals(0, harness.reply(harness.from(41_000).send(harness.request(7, 1))).seq());
        assertEquals(3, harness.reply(harness.from(40_000).send(harness.request(30, 1))).seq());
        assertEquals(3, harness.count(Id.LIVE));
    }

    @Test
    void shouldCountRepliesPerAddressThatWasSentTo() {
        var harness = harness(options()).to(0, LOOPBACK + 1);
        for (int i = 0; i < 3; i++) {
            assertEquals(i, harness.reply(harness.send(harness.request(i, 1))).seq());
        }

        assertEquals(0, harness.reply(harness.to(0, LOOPBACK + 2).send(harness.request(0, 1))).seq());
        assertEquals(3, harness.reply(harness.to(0, LOOPBACK + 1).send(harness.request(3, 1))).seq());
    }

    @Test
    void shouldForgetIdleSessions() {
        var harness = harness(options());
        harness.send(harness.request(0, 1));
        harness.send(harness.request(1, 1));
        harness.after(899 * S);
        assertEquals(2, harness.reply(harness.send(harness.request(2, 1))).seq());

        harness.after(901 * S);
        while (harness.reflector.advance(harness.monotonic.nanoTime()) > 0) {
            // all batches
        }
        assertEquals(0, harness.count(Id.LIVE));
        assertEquals(Long.MAX_VALUE, harness.reflector.dueNs());
        assertEquals(0, harness.reply(harness.send(harness.request(3, 1))).seq());
    }

    @Test
    void shouldBeginAnewWithASenderThatDoes() {
        var harness = harness(options());
        harness.send(harness.request(0, 1));
        assertEquals(1, harness.reply(harness.send(harness.request(0, 1))).seq()); // a duplicate

        harness.after(11 * S);

        assertEquals(0, harness.reply(harness.send(harness.request(0, 1))).seq());
    }

    @Test
    void shouldLimitSessions() {
        var harness = harness(options().maxSessions(5).maxSessionsPerAddress(3));
        for (int i = 0; i < 4; i++) {
            harness.send(harness.request(0, i));
        }
        assertEquals(1, harness.drops(StampDrop.TOO_MANY_SESSIONS_OF_ADDRESS));
        for (int i = 0; i < 3; i++) {
            harness.from(0x20010db8_00000000L + i, i, 1).send(harness.request(0, 1));
        }
        assertEquals(1, harness.drops(StampDrop.TOO_MANY_SESSIONS));
        assertEquals(5, harness.count(Id.LIVE));
    }

    @Test
    void shouldServeListedSendersOnlyAndWithoutLimits() throws Exception {
        var listed = List.of(new ListedSession(InetAddress.getByName("127.0.0.1"), 0, 7),
                new ListedSession(InetAddress.getByName("2001:db8::1"), 5_000, ListedSession.ANY_SSID));
        var harness = harness(options().listed(listed).packetsPerSecond(1).packetBurst(1).grownPerSecond(0)
                .stateful(false));

        assertEquals(44, harness.send(harness.request(0, 7)).length);
        assertEquals(44, harness.send(harness.request(0, 7)).length);
        assertEquals(0, harness.send(harness.request(0, 8)).length);
        harness.from(0x20010db8_00000000L, 1, 5_000);
        assertEquals(44, harness.send(Golden.TWAMP_REQUEST).length);
        harness.from(0x20010db8_00000000L, 1, 5_001);
        assertEquals(0, harness.send(Golden.TWAMP_REQUEST).length);
        assertEquals(2, harness.drops(StampDrop.UNLISTED));
    }

    @Test
    void shouldLimitTheRateOfOneAddress() {
        var harness = new ReflectorHarness(options().packetsPerSecond(10).packetBurst(5));
        for (int i = 0; i < 10; i++) {
            harness.send(harness.request(i, 1));
        }
        assertEquals(5, harness.drops(StampDrop.PACKET_RATE));
        harness.after(100 * MS);
        assertEquals(5, harness.reply(harness.send(harness.request(10, 1))).seq());
    }

    @Test
    void shouldFindEverySessionThatLives() {
        var harness = new ReflectorHarness(options().packetsPerSecond(0).maxSessions(64).refwaitNs(5 * S));
        Random random = new Random(43);
        int[] replies = new int[50];
        long[] lastNs = new long[50];
        for (int i = 0; i < 50_000; i++) {
            int place = random.nextInt(50);
            harness.after(random.nextInt(200) * MS);
            harness.reflector.advance(harness.monotonic.nanoTime());
            long nowNs = harness.monotonic.nanoTime();
            replies[place] = nowNs - lastNs[place] > 5 * S ? 0 : replies[place];
            lastNs[place] = nowNs;
            harness.from(0, LOOPBACK + place / 3, place % 7);

            int seq = harness.reply(harness.send(harness.request(i + 1, place))).seq();

            assertEquals(replies[place]++, seq);
        }
    }

    // ---- hostility -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSurviveMutatedRequestsAndNeverAnswerWithMoreThanTheBase(boolean keyed) {
        var harness = new ReflectorHarness(options().key(keyed ? KEY : StampKey.NONE).packetsPerSecond(0)
                .grownPerSecond(0));
        Random random = new Random(44);
        String tlvs = "80020038|00000000|80040010" + "00".repeat(16) + "|80070010" + "00".repeat(16)
                + "|80010008|0000000000000000|80030004|00000000|80040004|b8000000|8005000c" + "00".repeat(12)
                + "|80060004|10010000|80070010" + "00".repeat(16) + "|80f00018|76746931" + "00".repeat(20)
                + "|80080010" + "00".repeat(16) + "|800b0004|00010002";
        int answered = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] request = harness.request(random.nextInt(), random.nextInt(3), bytes(tlvs));
            int length = random.nextInt(3) == 0 ? random.nextInt(request.length + 1) : request.length;
            byte[] datagram = Arrays.copyOf(request, length);
            for (int n = random.nextInt(4); n > 0 && length > 0; n--) {
                datagram[random.nextInt(length)] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(9));
            }
            harness.signed(datagram);

            byte[] reply = harness.send(datagram);

            assertTrue(reply.length == 0 || reply.length == datagram.length, reply.length + " of " + datagram.length);
            answered += reply.length > 0 ? 1 : 0;
        }
        assertTrue(answered > 50_000, "only " + answered + " were answered");
        assertTrue(harness.count(keyed ? Id.TLV_INTEGRITY : Id.TLV_MALFORMED) > 1_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSurviveRandomBytes(boolean keyed) {
        var harness = new ReflectorHarness(options().key(keyed ? KEY : StampKey.NONE).packetsPerSecond(0));
        Random random = new Random(45);
        for (int i = 0; i < 100_000; i++) {
            byte[] datagram = new byte[random.nextInt(200)];
            random.nextBytes(datagram);

            assertTrue(harness.send(datagram).length <= (keyed ? 0 : Math.max(44, datagram.length)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unauthenticated", "authenticated", "TWAMP"})
    void shouldAllocateNothingPerReply(String mode) {
        StampKey key = mode.equals("authenticated") ? KEY : StampKey.NONE;
        var harness = new ReflectorHarness(options().key(key).packetsPerSecond(0).grownPerSecond(0));
        byte[] tlvs = bytes("80020018|00000000|80070010" + "00".repeat(16) + "|80030004|00000000|80040004|b8000000"
                + "|8005000c" + "00".repeat(12) + "|80070010" + "00".repeat(16) + "|80f00018|76746931"
                + "00".repeat(20));
        byte[] request = mode.equals("TWAMP")
                ? bytes(Golden.TWAMP_REQUEST + "5a".repeat(27))
                : harness.request(1, 2, tlvs);
        MemorySegment datagram = MemorySegment.ofArray(request);
        var packet = harness.packet;
        long[] id = new long[1];

        AllocationProbe.assertAllocatesNothing(() -> {
            harness.after(MS);
            MemorySegment.copy(datagram, 0, packet.payload(), 0, request.length);
            packet.reset(request.length, false, harness.monotonic.nanoTime(), harness.realtime.nanoTime());
            packet.peer(0, LOOPBACK, 40_000, 0);
            harness.reflector.advance(harness.monotonic.nanoTime());
            harness.reflector.onPacket(packet);
            harness.reflector.onReplied(id[0]);
            harness.reflector.onTransmitStamp(id[0]++, harness.realtime.nanoTime());
        });

        assertTrue(harness.count(Id.REPLIES) >= 120_000);
    }
}
