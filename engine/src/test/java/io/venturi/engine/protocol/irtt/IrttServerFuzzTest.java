package io.venturi.engine.protocol.irtt;

import io.venturi.engine.protocol.irtt.IrttServerCounters.Id;
import io.venturi.engine.protocol.irtt.ServerHarness.Session;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static io.venturi.engine.testing.PacketFixture.bytes;
import static io.venturi.engine.protocol.irtt.ServerHarness.MS;
import static io.venturi.engine.protocol.irtt.ServerHarness.S;
import static io.venturi.engine.protocol.irtt.ServerHarness.params;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Seeded random input: whatever arrives, the server stays up and never lends itself to amplification. */
class IrttServerFuzzTest {
    /** Token 8; version 2, interval 5 and fill 15 where the request left out or asked for less than is granted. */
    private static final int OPEN_GROWTH_BYTES = 8 + 2 + 5 + 15;

    @ParameterizedTest
    @ValueSource(strings = {"", "key"})
    void shouldSurviveRandomBytesAndSayNothing(String key) {
        var harness = new ServerHarness(IrttServerOptions.builder().key(IrttKey.parse(key)));
        Random random = new Random(21);
        for (int i = 0; i < 100_000; i++) {
            byte[] datagram = new byte[random.nextInt(100)];
            random.nextBytes(datagram);
            if (random.nextBoolean() && datagram.length >= 4) {
                System.arraycopy(bytes("14a75b"), 0, datagram, 0, 3);
                datagram[3] &= (byte) 0xfe; // no opens: those may be sound by chance
            }

            assertEquals(0, harness.send(datagram).length);
        }
        assertEquals(100_000, harness.events.size());
    }

    @Test
    void shouldNeverAnswerAMutatedOpenWithMoreThanTheProtocolTakes() {
        var harness = new ServerHarness(IrttServerOptions.builder().opensPerSecond(0).maxSessions(64)
                .allowedFills(List.of("*")));
        Random random = new Random(22);
        List<byte[]> valid = List.of(bytes(Captured.OPEN), bytes(Captured.NO_TEST), bytes(Captured.MIDPOINT_OPEN),
                harness.openRequest(params(S, MS, 1_400, "pattern:00112233445566778899aabb", 3)));
        int answered = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] open = mutated(valid.get(random.nextInt(valid.size())), random);
            open = Arrays.copyOf(open, Math.max(4, open.length));
            open[0] = 0x14;
            open[1] = (byte) 0xa7;
            open[2] = 0x5b;
            harness.after(MS);
            harness.server.advance(harness.monotonic.nanoTime());
            harness.from(random.nextInt(1_000));

            int length = harness.send(open).length;

            assertTrue(length <= IrttMessage.MAX_OPEN_REPLY_BYTES && length <= open.length + OPEN_GROWTH_BYTES);
            answered += length > 0 ? 1 : 0;
        }
        assertTrue(answered > 1_000, "only " + answered + " were answered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key"})
    void shouldSurviveMutatedMessagesOfLiveSessions(String key) {
        var harness = new ServerHarness(IrttServerOptions.builder().key(IrttKey.parse(key)).opensPerSecond(0)
                .maxSessions(8).maxDurationNs(5 * S).timeoutNs(2 * S).fill("none"));
        Random random = new Random(23);
        Session session = null;
        for (int i = 0; i < 100_000; i++) {
            if (session == null || random.nextInt(50) == 0) {
                byte[] reply = harness.send(harness.openRequest(params(S, S + i, random.nextInt(200), "rand",
                        IrttParams.CLOSE_ACK)));
                session = reply.length == 0 ? session : harness.accepted(reply);
            }
            harness.after(random.nextInt(100) * MS);
            harness.server.advance(harness.monotonic.nanoTime());
            byte[] message = random.nextInt(10) == 0 ? session.close(random.nextBoolean()) : session.request(i);
            byte[] datagram = random.nextInt(3) == 0 ? message : mutated(message, random);
            if (random.nextBoolean() && datagram.length >= 20) {
                harness.signed(datagram);
            }

            int length = harness.send(datagram).length;

            assertTrue(length <= 200);
        }
        assertTrue(harness.count(Id.ECHO_REPLIES) > 1_000);
        assertTrue(harness.count(Id.EXCEEDED_DURATION) + harness.count(Id.EXPIRED) > 0);
        assertTrue(harness.count(Id.CLOSED) > 100);
    }

    @Test
    void shouldFindEverySessionThatLivesAndNoneThatDoesNot() {
        var harness = new ServerHarness(IrttServerOptions.builder().opensPerSecond(0).maxSessions(50)
                .maxSessionsPerAddress(50).minIntervalNs(0));
        Random random = new Random(24);
        Session[] sessions = new Session[50];
        for (int i = 0; i < 50_000; i++) {
            int place = random.nextInt(50);
            harness.from(0, ServerHarness.LOOPBACK + place / 3, place);
            if (sessions[place] == null) {
                sessions[place] = harness.open(params(S, S));
            } else if (random.nextInt(3) == 0) {
                harness.send(sessions[place].close(false));
                assertEquals(0, harness.send(sessions[place].request(0)).length);
                sessions[place] = null;
            } else {
                sessions[place].echo(i);
            }
        }
        assertEquals(Arrays.stream(sessions).filter(s -> s != null).count(), harness.count(Id.LIVE));
    }

    private static byte[] mutated(byte[] valid, Random random) {
        byte[] bytes = Arrays.copyOf(valid, switch (random.nextInt(4)) {
            case 0 -> random.nextInt(valid.length + 1);
            case 1 -> valid.length + random.nextInt(40);
            default -> valid.length;
        });
        for (int n = random.nextInt(3); n > 0 && bytes.length > 0; n--) {
            bytes[random.nextInt(bytes.length)] = random.nextBoolean()
                    ? (byte) random.nextInt() : (byte) random.nextInt(12);
        }
        return bytes;
    }
}
