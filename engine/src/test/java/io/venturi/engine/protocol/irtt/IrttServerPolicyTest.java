package io.venturi.engine.protocol.irtt;

import io.venturi.engine.protocol.irtt.IrttServerCounters.Id;
import io.venturi.engine.protocol.irtt.ServerHarness.Session;
import io.venturi.engine.protocol.irtt.wire.DropReason;
import io.venturi.engine.protocol.irtt.wire.IrttCloseAck;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.util.List;

import static io.venturi.engine.testing.PacketFixture.hex;
import static io.venturi.engine.protocol.irtt.ServerHarness.MS;
import static io.venturi.engine.protocol.irtt.ServerHarness.PORT;
import static io.venturi.engine.protocol.irtt.ServerHarness.S;
import static io.venturi.engine.protocol.irtt.ServerHarness.params;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who is answered, how often and for how long. */
class IrttServerPolicyTest {

    @Test
    void shouldAnswerTheBurstAndThenOneRequestPerMinimumInterval() {
        var harness = new ServerHarness();
        Session session = harness.open(params());
        int answered = 0;
        for (int seq = 0; seq < 200; seq++) {
            byte[] reply = harness.send(session.request(seq));
            if (reply.length > 0) {
                assertTrue(seq < 5 || seq % 10 == 0, "answered " + seq);
                assertEquals(++answered, reply[16]); // the count has no gaps
            }
            harness.after(MS);
        }

        assertEquals(5 + 19, answered);
        assertEquals(200 - answered, harness.drops(DropReason.SHORT_INTERVAL));
    }

    @Test
    void shouldKeepCreditThroughADroppedRequest() {
        var harness = new ServerHarness(IrttServerOptions.builder().minIntervalNs(S).packetBurst(1));
        Session session = harness.open(params());

        assertEquals(60, harness.send(session.request(0)).length);
        harness.after(500 * MS);
        assertEquals(0, harness.send(session.request(1)).length);
        harness.after(550 * MS);
        assertEquals(60, harness.send(session.request(2)).length);
        harness.after(350 * MS);
        assertEquals(0, harness.send(session.request(3)).length);
    }

    @Test
    void shouldJudgeTheIntervalByTheArrivalWhenItWasStalledItself() {
        var harness = new ServerHarness();
        Session session = harness.open(params());
        harness.after(500 * MS);

        for (int seq = 0; seq < 40; seq++) { // evenly spaced, but all read at once
            harness.kernelStamped((40 - seq) * 10 * MS);
            assertEquals(60, harness.send(session.request(seq)).length);
        }
    }

    @Test
    void shouldAnswerEverythingWithoutAMinimumInterval() {
        var harness = new ServerHarness(IrttServerOptions.builder().minIntervalNs(0).packetBurst(0));
        Session session = harness.open(params());
        for (int seq = 0; seq < 100; seq++) {
            assertEquals(60, harness.send(session.request(seq)).length);
        }
    }

    @Test
    void shouldIgnoreEchoAndCloseFromAnotherPortHostOrZone() {
        var harness = new ServerHarness();
        Session session = harness.open(params());

        for (Runnable elsewhere : List.<Runnable>of(() -> harness.from(PORT + 1),
                () -> harness.from(0, ServerHarness.LOOPBACK + 1, PORT), () -> harness.from(1, 1, PORT))) {
            elsewhere.run();
            assertEquals(0, harness.send(session.request(0)).length);
            assertEquals(0, harness.send(session.close(false)).length);
        }

        assertEquals(6, harness.drops(DropReason.ADDRESS_MISMATCH));
        harness.from(PORT);
        assertEquals(1, session.echo(1).count());
    }

    @Test
    void shouldEndTheSessionSilentlyOnClose() {
        var harness = new ServerHarness();
        Session session = harness.open(params());
        session.echo(0);

        assertEquals(0, harness.send(session.close(true)).length);
        assertEquals(0, harness.send(session.request(1)).length);
        assertEquals(0, harness.send(session.close(true)).length);

        assertEquals(List.of("NewConn", "CloseConn", "Drop InvalidConnToken", "Drop InvalidConnToken"), harness.events);
        assertEquals(0, harness.count(Id.LIVE));
        assertEquals(1, harness.count(Id.CLOSED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key"})
    void shouldAcknowledgeACloseWithTheFinalCountsWhenNegotiated(String key) {
        var harness = new ServerHarness(IrttServerOptions.builder().key(IrttKey.parse(key)));
        boolean keyed = !key.isEmpty();
        Session session = harness.open(params(S, S, 0, "", IrttParams.CLOSE_ACK));
        for (int seq : new int[] {0, 1, 1, 4, 3}) {
            session.echo(seq);
        }

        byte[] answer = harness.send(session.close(true));

        IrttCloseAck ack = new IrttCloseAck();
        assertEquals(DropReason.NONE, ack.wrap(MemorySegment.ofArray(answer), answer.length, keyed));
        assertEquals(session.token, ack.token());
        assertEquals(4, ack.highestSeq());
        assertEquals(4, ack.distinct());
        assertEquals(5, ack.count());
        assertEquals(0b11011, ack.window());
        assertEquals(keyed ? 0x0e : 0x06, answer[3]);
        assertEquals(session.close(true).length, answer.length);
    }

    @Test
    void shouldAcknowledgeARepeatedCloseTheSameForAFewSeconds() {
        var harness = new ServerHarness();
        Session session = harness.open(params(S, S, 0, "", IrttParams.CLOSE_ACK));
        session.echo(0);
        String answer = hex(harness.send(session.close(true)));
        harness.after(ClosedSessions.REMEMBERED_NS);

        assertEquals(answer, hex(harness.send(session.close(true))));
        assertEquals(0, harness.from(1).send(session.close(true)).length);
        assertEquals(0, harness.from(PORT).send(session.request(1)).length);
        harness.after(1);
        assertEquals(0, harness.send(session.close(true)).length);
        assertEquals(1, harness.count(Id.CLOSED));
    }

    @Test
    void shouldNotAcknowledgeACloseThatIsShorterThanTheAnswer() {
        var harness = new ServerHarness();
        Session session = harness.open(params(S, S, 0, "", IrttParams.CLOSE_ACK));

        assertEquals(0, harness.send(session.close(false)).length);

        assertEquals(0, harness.count(Id.LIVE));
        assertEquals(32, harness.send(session.close(true)).length);
    }

    @Test
    void shouldAcknowledgeACloseOfASessionThatReceivedNothing() {
        var harness = new ServerHarness();
        Session session = harness.open(params(S, S, 0, "", IrttParams.CLOSE_ACK));

        assertEquals("00".repeat(20), hex(harness.send(session.close(true))).substring(24));
    }

    @Test
    void shouldRememberOnlySoManyClosedSessions() {
        var harness = new ServerHarness(IrttServerOptions.builder().opensPerSecond(0));
        Session first = harness.open(params(S, S, 0, "", IrttParams.CLOSE_ACK));
        harness.send(first.close(true));
        for (int i = 0; i < ClosedSessions.CAPACITY; i++) {
            harness.send(harness.open(params(S, S + i, 0, "", IrttParams.CLOSE_ACK)).close(true));
        }

        assertEquals(0, harness.send(first.close(true)).length);
    }

    @Test
    void shouldEndASessionThatRunsTooLongWithAMarkedReply() {
        var harness = new ServerHarness(IrttServerOptions.builder().maxDurationNs(S));
        Session session = harness.open(params(60 * S, S, 0, "", IrttParams.CLOSE_ACK));
        harness.after(10 * S); // counts from the first request
        session.echo(0);
        harness.after(2_900 * MS);
        assertEquals(0x02, harness.send(session.request(1))[3]);
        harness.after(101 * MS);

        byte[] last = harness.send(session.request(2));

        assertEquals(60, last.length);
        assertEquals(0x06, last[3]);
        assertEquals(3, last[16]);
        assertEquals(0, harness.send(session.request(3)).length);
        assertEquals(32, harness.send(session.close(true)).length);
        assertEquals(List.of("NewConn", "ExceededDuration", "Drop InvalidConnToken"), harness.events);
        assertEquals(1, harness.count(Id.EXCEEDED_DURATION));
    }

    @Test
    void shouldForgetIdleSessionsAfterTheTimeoutAndItsGrace() {
        var harness = new ServerHarness(IrttServerOptions.builder().timeoutNs(S));
        Session session = harness.open(params());
        session.echo(0);
        harness.after(5_500 * MS);
        session.echo(1);
        harness.after(6_001 * MS);

        assertEquals(0, harness.send(session.request(2)).length);

        assertEquals(List.of("NewConn", "Expired " + PORT, "Drop InvalidConnToken"), harness.events);
        assertEquals(0, harness.count(Id.LIVE));
        assertEquals(1, harness.count(Id.EXPIRED));
    }

    @Test
    void shouldSweepSessionsThatNobodyAsksFor() {
        var harness = new ServerHarness(IrttServerOptions.builder().timeoutNs(40 * S));
        assertEquals(Long.MAX_VALUE, harness.server.dueNs());
        harness.from(1).open(params());
        harness.from(2).open(params()).echo(0);

        assertEquals(0, swept(harness, 30 * S));
        assertEquals(1, swept(harness, 2 * S)); // the unused one
        assertEquals(0, swept(harness, 12 * S));
        assertEquals(1, swept(harness, 2 * S));

        assertEquals(List.of("NewConn", "NewConn", "Expired 1", "Expired 2"), harness.events);
        assertEquals(Long.MAX_VALUE, harness.server.dueNs());
        assertEquals(0, harness.server.advance(harness.monotonic.nanoTime()));
    }

    @Test
    void shouldSweepALargeTableInBatches() {
        var harness = new ServerHarness(IrttServerOptions.builder().maxSessions(1_000).maxSessionsPerAddress(1_000)
                .opensPerSecond(0));
        for (int port = 0; port < 1_000; port++) {
            harness.from(port).open(params());
        }
        harness.after(31 * S);

        int work = harness.server.advance(harness.monotonic.nanoTime());

        assertTrue(work < 100, "looked at " + work);
        assertTrue(harness.server.dueNs() <= harness.monotonic.nanoTime());
        while (harness.server.advance(harness.monotonic.nanoTime()) > 0) {
            work++;
        }
        assertEquals(0, harness.count(Id.LIVE));
    }

    @Test
    void shouldKeepUsedSessionsForEverWithoutATimeout() {
        var harness = new ServerHarness(IrttServerOptions.builder().timeoutNs(0));
        Session session = harness.open(params(60 * S, 3_600 * S));
        session.echo(0);
        swept(harness, 86_400 * S);

        assertEquals(2, session.echo(1).count());
        assertEquals(3_600 * S, session.granted.intervalNs());
    }

    @Test
    void shouldDropRequestsLongerThanTheMaximumThoughTheHeaderIs() {
        var harness = new ServerHarness(IrttServerOptions.builder().maxLengthBytes(50));
        Session session = harness.open(params());

        assertEquals(0, harness.send(session.request(0, 60)).length);
        assertEquals(60, harness.send(session.request(1, 46)).length);

        assertEquals(1, harness.drops(DropReason.LARGE_REQUEST));
    }

    @ParameterizedTest
    @CsvSource({
        "14a75b, FIELDS_LENGTH_TOO_LARGE",
        "000000000000000000000000, BAD_MAGIC",
        "14a75b10, INVALID_FLAG_BITS_SET",
        "14a75b08 00000000000000000000000000000000, UNEXPECTED_HMAC",
        "14a75b03 0000000000000000, UNEXPECTED_REPLY_FLAG",
        "14a75b02 0000000000000000 00000000, UNEXPECTED_REPLY_FLAG",
        "14a75b00, FIELDS_LENGTH_TOO_LARGE",
        "14a75b04 00000000000000, FIELDS_LENGTH_TOO_LARGE",
        "14a75b00 3930000000000000, INVALID_CONN_TOKEN",
        "14a75b04 0000000000000000 0000000000000000000000000000000000000000, INVALID_CONN_TOKEN",
        "14a75b04 3930000000000000, INVALID_CONN_TOKEN",
        "14a75b01 02, SHORT_PARAM_BUFFER"})
    void shouldDropMalformedDatagramsSilentlyAndSayWhyOnce(String datagram, DropReason reason) {
        var harness = new ServerHarness();

        assertEquals(0, harness.send(datagram).length);

        assertEquals(List.of("Drop " + reason.code()), harness.events);
        assertEquals(1, harness.drops(reason));
        assertEquals(1, harness.open(params()).echo(0).count());
    }

    @Test
    void shouldDropEchoesWithoutASequenceNumber() {
        var harness = new ServerHarness();
        Session session = harness.open(params());

        assertEquals(0, harness.send(session.request(0, 15)).length);

        assertEquals(1, harness.drops(DropReason.FIELDS_LENGTH_TOO_LARGE));
    }

    @Test
    void shouldDropDatagramsThatDidNotFitTheBuffer() {
        var harness = new ServerHarness();
        harness.packet.reset(60, true, 1, 1);

        assertEquals(0, harness.server.onPacket(harness.packet));

        assertEquals(1, harness.drops(DropReason.TRUNCATED));
    }

    @Test
    void shouldStaySilentWithoutTheRightKey() {
        var harness = new ServerHarness(IrttServerOptions.builder().key(IrttKey.parse("0xdeadbeef")));

        assertEquals(0, harness.send(Captured.OPEN).length);
        assertEquals(0, harness.send(Captured.NO_TEST).length);
        assertEquals(0, harness.send(Captured.KEYED_OPEN).length);
        assertEquals(0, new ServerHarness().send(Captured.KEYED_OPEN).length);

        assertEquals(2, harness.drops(DropReason.NO_HMAC));
        assertEquals(1, harness.drops(DropReason.BAD_HMAC));
    }

    @Test
    void shouldDropATaggedEchoWithAFlippedBit() {
        var harness = new ServerHarness(IrttServerOptions.builder().key(IrttKey.parse("key")));
        Session session = harness.open(params(S, S, 100, "", 0));
        byte[] request = session.request(0);
        request[99] ^= 1;

        assertEquals(0, harness.send(request).length);

        assertEquals(1, harness.drops(DropReason.BAD_HMAC));
        assertEquals(1, session.echo(1).count());
    }

    /** Time passes and the lane calls when work is due; how many sessions were forgotten. */
    private static long swept(ServerHarness harness, long ns) {
        long before = harness.count(Id.EXPIRED);
        harness.after(ns);
        long nowNs = harness.monotonic.nanoTime();
        while (harness.server.dueNs() <= nowNs) {
            harness.server.advance(nowNs);
        }
        return harness.count(Id.EXPIRED) - before;
    }
}
