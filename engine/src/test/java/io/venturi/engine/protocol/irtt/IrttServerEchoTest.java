package io.venturi.engine.protocol.irtt;

import io.venturi.engine.protocol.irtt.IrttServerCounters.Id;
import io.venturi.engine.protocol.irtt.ServerHarness.Session;
import io.venturi.engine.protocol.irtt.wire.DropReason;
import io.venturi.engine.protocol.irtt.wire.IrttEcho;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.protocol.irtt.wire.IrttLayout;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.protocol.irtt.wire.ReceivedStats;
import io.venturi.engine.protocol.irtt.wire.StampAt;
import io.venturi.engine.protocol.irtt.wire.StampClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.venturi.engine.testing.PacketFixture;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import static io.venturi.engine.testing.PacketFixture.SLOT_BYTES;
import static io.venturi.engine.testing.PacketFixture.bytes;
import static io.venturi.engine.testing.PacketFixture.hex;
import static io.venturi.engine.testing.PacketFixture.normal;
import static io.venturi.engine.protocol.irtt.ServerHarness.MS;
import static io.venturi.engine.protocol.irtt.ServerHarness.S;
import static io.venturi.engine.protocol.irtt.ServerHarness.START_NS;
import static io.venturi.engine.protocol.irtt.ServerHarness.START_WALL_NS;
import static io.venturi.engine.protocol.irtt.ServerHarness.params;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IrttServerEchoTest {

    @Test
    void shouldAnswerEchoesLikeARealServer() {
        var harness = new ServerHarness(IrttServerOptions.builder(), ServerHarness.drawing(Captured.TOKEN), SLOT_BYTES);
        Session session = harness.accepted(harness.send(Captured.OPEN));
        session.echo(0);
        harness.after(200 * MS);
        session.echo(1);

        harness.monotonic.set(START_NS - 1 + 1_506_136_121L);
        harness.realtime.set(1_795_172_921_287_348_665L);
        byte[] reply = harness.send(bytes(Captured.ECHO_REQUEST_2), START_NS - 1 + 1_506_127_258L,
                1_795_172_921_287_339_792L);

        assertEquals(normal(Captured.ECHO_REPLY_2), hex(reply));
    }

    @Test
    void shouldAnswerTaggedEchoesLikeARealServer() {
        var harness = new ServerHarness(IrttServerOptions.builder().key(IrttKey.parse(Captured.KEY)),
                ServerHarness.drawing(Captured.KEYED_TOKEN), SLOT_BYTES);
        harness.send(Captured.KEYED_OPEN);
        byte[] expected = bytes(Captured.KEYED_ECHO_REPLY_0);
        IrttEcho captured = new IrttEcho();
        captured.wrapReply(MemorySegment.ofArray(expected), expected.length,
                IrttLayout.of(params(), true));

        harness.monotonic.set(START_NS - 1 + captured.sendMonoNs());
        harness.realtime.set(captured.sendWallNs());
        byte[] reply = harness.send(bytes(Captured.KEYED_ECHO_REQUEST_0), START_NS - 1 + captured.receiveMonoNs(),
                captured.receiveWallNs());

        assertEquals(normal(Captured.KEYED_ECHO_REPLY_0), hex(reply));
        assertEquals(0, harness.send(Captured.KEYED_CLOSE).length);
        assertEquals(List.of("NewConn", "CloseConn"), harness.events);
    }

    @Test
    void shouldAnswerMidpointEchoesLikeARealServer() {
        var harness = new ServerHarness(IrttServerOptions.builder(), ServerHarness.drawing(Captured.MIDPOINT_TOKEN),
                SLOT_BYTES);
        Session session = harness.accepted(harness.send(Captured.MIDPOINT_OPEN));
        session.echo(0);
        byte[] expected = bytes(Captured.MIDPOINT_ECHO_REPLY_1_HEADER);
        long midpointNs = ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).getLong(20);

        harness.realtime.set(midpointNs + 4_001);
        byte[] reply = harness.send(bytes(Captured.MIDPOINT_ECHO_REQUEST_1), harness.monotonic.nanoTime(),
                midpointNs - 4_000);

        assertEquals(40, reply.length);
        assertEquals(normal(Captured.MIDPOINT_ECHO_REPLY_1_HEADER), hex(reply).substring(0, 56));
        assertNotEquals("aabbaabbaabbaabbaabbaabb", hex(reply).substring(56));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key"})
    void shouldAnswerWithTheNegotiatedLayoutInAllCombinations(String key) {
        for (ReceivedStats stats : ReceivedStats.values()) {
            for (StampAt stampAt : StampAt.values()) {
                for (StampClock clock : List.of(StampClock.WALL, StampClock.MONOTONIC, StampClock.BOTH)) {
                    var harness = new ServerHarness(IrttServerOptions.builder().key(IrttKey.parse(key)));
                    Session session = harness.open(params(stats, stampAt, clock));
                    byte[] request = session.request(0);

                    byte[] reply = harness.send(request);

                    assertEquals(request.length, reply.length);
                    assertEquals(session.layout.headerBytes(), reply.length);
                    assertEquals(0, harness.drops(DropReason.BAD_HMAC));
                }
            }
        }
    }

    @Test
    void shouldAlwaysAnswerWithTheNegotiatedLength() {
        var harness = new ServerHarness();
        for (int length : new int[] {59, 60, 61, 1_472, 65_507}) {
            Session session = harness.open(params(S, S, length, "", 0));
            int negotiated = Math.max(60, length);

            assertEquals(negotiated, harness.send(session.request(0)).length);
            assertEquals(negotiated, harness.send(session.request(1, 16)).length);
            assertEquals(negotiated, harness.send(session.request(2, Math.min(negotiated + 7, 65_507))).length);
        }
    }

    @Test
    void shouldStampArrivalAndSending() {
        var harness = new ServerHarness();
        Session session = harness.open(params());
        harness.after(S);

        byte[] reply = harness.send(session.request(0), START_NS + S - 30, START_WALL_NS + S - 40);

        IrttEcho echo = wrapped(session, reply);
        assertEquals(START_WALL_NS + S - 40, echo.receiveWallNs());
        assertEquals(S - 30 + 1, echo.receiveMonoNs());
        assertEquals(START_WALL_NS + S, echo.sendWallNs());
        assertEquals(S + 1, echo.sendMonoNs());
    }

    @Test
    void shouldStampOneInstantOnBothClocksWhenInterruptedBetweenThem() {
        var harness = new ServerHarness();
        Session session = harness.open(params());
        for (var clock : List.of(harness.monotonic, harness.realtime)) {
            clock.interruptNextReading(() -> {
                harness.monotonic.advanceNs(9_000_000);
                harness.realtime.advanceNs(9_000_000);
            });

            IrttEcho echo = session.echo(0);

            assertEquals(START_WALL_NS - START_NS, echo.sendWallNs() - (echo.sendMonoNs() - 1 + START_NS));
        }
    }

    @Test
    void shouldNeverSendAZeroStamp() {
        var harness = new ServerHarness();
        Session session = harness.open(params());

        byte[] reply = harness.send(session.request(0), START_NS - 50, START_WALL_NS);

        assertEquals(1, wrapped(session, reply).receiveMonoNs());
        assertEquals(1, wrapped(session, reply).sendMonoNs());
    }

    @Test
    void shouldStampBothInstantsThoughTheyAreEqual() {
        var harness = new ServerHarness();

        IrttEcho echo = harness.open(params()).echo(0);

        assertEquals(echo.receiveWallNs(), echo.sendWallNs());
        assertEquals(echo.receiveMonoNs(), echo.sendMonoNs());
    }

    @Test
    void shouldStampTheMidpointOfBothClocks() {
        var harness = new ServerHarness();
        Session session = harness.open(params(ReceivedStats.NONE, StampAt.MIDPOINT, StampClock.BOTH));
        harness.after(S);

        IrttEcho echo = wrapped(session, harness.send(session.request(0), START_NS + S - 30, START_WALL_NS + S - 40));

        assertEquals(START_WALL_NS + S - 20, echo.midpointWallNs());
        assertEquals(S - 15 + 1, echo.midpointMonoNs());
    }

    @Test
    void shouldStampArrivalByTheKernelWhenItsStampIsCredible() {
        var harness = new ServerHarness();
        harness.after(10 * S);
        Session session = harness.open(params());
        harness.kernelStamped(250);

        IrttEcho echo = session.echo(0);

        assertEquals(250, echo.sendWallNs() - echo.receiveWallNs());
        assertEquals(250, echo.sendMonoNs() - echo.receiveMonoNs());
    }

    @Test
    void shouldStampArrivalByTheUserWhenTheKernelStampIsNotCredible() {
        var harness = new ServerHarness();
        harness.after(10 * S);
        Session session = harness.open(params());
        harness.kernelStamped(S + 1);
        assertEquals(harness.realtime.nanoTime(), session.echo(0).receiveWallNs());

        byte[] request = session.request(1);
        PacketFixture.receive(harness.packet, request, harness.monotonic.nanoTime(), harness.realtime.nanoTime());
        harness.packet.peer(0, ServerHarness.LOOPBACK, ServerHarness.PORT, 0);
        harness.packet.receivedKernelNs(harness.realtime.nanoTime() + 1);
        assertEquals(60, harness.server.onPacket(harness.packet));
        IrttEcho echo = new IrttEcho();
        echo.wrapReply(harness.packet.payload(), 60, session.layout);
        assertEquals(harness.realtime.nanoTime(), echo.receiveWallNs());
        assertEquals(harness.monotonic.nanoTime() - START_NS + 1, echo.receiveMonoNs());
    }

    @Test
    void shouldStampArrivalByTheUserWhenKernelStampsAreOff() {
        var harness = new ServerHarness(IrttServerOptions.builder().kernelReceiveStamps(false));
        Session session = harness.open(params());
        harness.kernelStamped(250);

        assertEquals(harness.realtime.nanoTime(), session.echo(0).receiveWallNs());
    }

    @Test
    void shouldSurviveStampsWithoutAClock() {
        var harness = new ServerHarness();

        Session session = harness.accepted(harness.send("14a75b01|0102|028094ebdc03|038088debe01|0506|0606"));

        assertEquals(StampAt.NONE, session.granted.stampAt());
        assertEquals(28, harness.send(session.request(0)).length);
    }

    @Test
    void shouldTellCountAndWindowOfRequestsInOrder() {
        assertEquals(List.of("1:1", "2:3", "3:3", "4:7"), statistics(0, 1, 1, 2));
    }

    @Test
    void shouldTellTheWindowRelativeToEachReplyWhenRequestsAreReordered() {
        assertEquals(List.of("1:1", "2:3", "3:7", "4:39", "5:f", "6:1f", "7:7f"), statistics(0, 1, 2, 5, 3, 4, 6));
    }

    @Test
    void shouldTellAWindowOfOneAfterTheFirstRequestAndAfterAGap() {
        assertEquals(List.of("1:1", "2:1"), statistics(10, 74));
    }

    @Test
    void shouldCountEachSessionForItself() {
        var harness = new ServerHarness(IrttServerOptions.builder().maxSessions(1));
        Session first = harness.open(params());
        first.echo(0);
        first.echo(1);
        harness.send(first.close(false));

        IrttEcho echo = harness.open(params()).echo(1);

        assertEquals(1, echo.count());
        assertEquals(1, echo.window());
    }

    @Test
    void shouldFillRepliesWithItsOwnPatternInOnePhaseForAll() {
        var harness = new ServerHarness(IrttServerOptions.builder().fill("pattern:010203"));
        Session first = harness.from(1).open(params(S, S, 64, "", 0));
        Session second = harness.from(2).open(params(S, S, 64, "", 0));

        assertEquals("01020301", hex(harness.from(1).send(first.request(0))).substring(120));
        assertEquals("02030102", hex(harness.from(2).send(second.request(0))).substring(120));
    }

    @Test
    void shouldEchoThePayloadWhenItHasNoFill() {
        var harness = new ServerHarness(IrttServerOptions.builder().fill("none"));
        Session session = harness.open(params(S, S, 64, "", 0));
        byte[] request = session.request(0);
        Arrays.fill(request, 60, 64, (byte) 0xab);

        assertEquals("abababab", hex(harness.send(request)).substring(120));
    }

    @Test
    void shouldNotLeakOtherPacketsThroughShortRequests() {
        var harness = new ServerHarness(IrttServerOptions.builder().fill("none"));
        Session session = harness.open(params(S, S, 200, "", 0));
        byte[] secret = new byte[1_000];
        Arrays.fill(secret, (byte) 0x55);
        harness.send(secret);

        byte[] reply = harness.send(session.request(0, 70));

        assertEquals("00".repeat(140), hex(reply).substring(120));
    }

    @Test
    void shouldFillWithTheGrantedPattern() {
        var harness = new ServerHarness(IrttServerOptions.builder().allowedFills(List.of("pattern:*")));
        Session session = harness.open(params(S, S, 64, "pattern:c0ffee", 0));

        assertEquals("c0ffeec0", hex(harness.send(session.request(0))).substring(120));
    }

    @Test
    void shouldMarkRepliesWithTheGrantedTrafficClass() {
        var harness = new ServerHarness();
        Session session = harness.open(new IrttParams(1, S, S, 0, ReceivedStats.NONE, StampAt.NONE, StampClock.BOTH,
                0xb9, "", 0));

        session.echo(0);

        assertEquals(0xb9, harness.packet.replyTrafficClass());
    }

    @Test
    void shouldCountWhatItAnswered() {
        var harness = new ServerHarness();
        Session session = harness.open(params());
        session.echo(0);
        session.echo(1);

        assertEquals(2, harness.count(Id.ECHO_REPLIES));
        assertEquals(120, harness.count(Id.ECHO_REPLY_BYTES));
        assertEquals(List.of("NewConn"), harness.events);
    }

    private static IrttEcho wrapped(Session session, byte[] reply) {
        IrttEcho echo = new IrttEcho();
        assertEquals(DropReason.NONE,
                echo.wrapReply(MemorySegment.ofArray(reply), reply.length, session.layout));
        return echo;
    }

    private static List<String> statistics(int... arrivals) {
        var harness = new ServerHarness();
        Session session = harness.open(params());
        return Arrays.stream(arrivals).mapToObj(seq -> {
            harness.after(S);
            IrttEcho echo = session.echo(seq);
            assertTrue(echo.receiveMonoNs() > 0);
            return echo.count() + ":" + Long.toHexString(echo.window());
        }).toList();
    }
}
