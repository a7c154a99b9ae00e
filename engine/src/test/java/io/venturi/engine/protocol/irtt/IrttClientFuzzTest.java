package io.venturi.engine.protocol.irtt;

import static io.venturi.engine.protocol.irtt.IrttClientPair.MS;
import static io.venturi.engine.protocol.irtt.IrttClientPair.S;
import static io.venturi.engine.protocol.irtt.IrttClientPlans.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.EndState;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.record.Counters.Id;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives, the client neither throws nor ends for it. */
class IrttClientFuzzTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "secret"})
    void shouldNotCareAboutRandomDatagrams(String key) throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            IrttClientPair pair = plan().every(10 * MS, S).key(key).pair()
                    .against(IrttServerOptions.builder().key(IrttKey.parse(key)));
            pair.runTo(IrttClient.Phase.RUNNING);
            pair.reverse.delay(0);
            for (int i = 0; i < 2_000; i++) {
                pair.timeline.at(pair.monotonic.nanoTime() + random.nextLong(S), () -> pair.reply(noise(random)));
            }
            pair.reverse.delay(7 * MS);

            pair.runToEnd();

            assertEquals(EndState.COMPLETED, pair.outcome().end());
            assertEquals(100, pair.count(Id.RECEIVED));
            assertEquals(100, pair.outcome().peerTotals().distinct());
        }
    }

    /** Random bytes, often behind a sound prefix; the token is never that of the session. */
    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(120)];
        random.nextBytes(bytes);
        if (bytes.length > 3 && random.nextInt(4) > 0) {
            bytes[0] = 0x14;
            bytes[1] = (byte) 0xa7;
            bytes[2] = 0x5b;
            bytes[3] = (byte) random.nextInt(16);
        }
        return bytes;
    }

    /** Replies of the session itself, damaged anywhere behind the token. */
    @ParameterizedTest
    @ValueSource(ints = {0x02, 0x03, 0x07, 0x0a})
    void shouldNotThrowForDamagedDatagramsOfItsSession(int flags) throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            IrttClientPair pair = plan().every(10 * MS, S).pair().against(IrttServerOptions.builder());
            pair.runTo(IrttClient.Phase.RUNNING);
            byte[] probe = pair.sent(IrttClientAnswers.ECHO).getFirst().bytes();
            for (int i = 0; i < 500; i++) {
                byte[] bytes = Arrays.copyOf(probe, 12 + random.nextInt(60));
                for (int at = 12; at < bytes.length; at++) {
                    bytes[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : bytes[at]);
                }
                bytes[3] = (byte) flags;
                pair.timeline.at(pair.monotonic.nanoTime() + random.nextLong(S), () -> pair.reply(bytes));
            }

            pair.runToEnd();

            assertEquals(EndState.COMPLETED, pair.outcome().end());
            assertEquals(100, pair.count(Id.SENT));
            assertTrue(pair.count(Id.RECEIVED) >= 100);
            pair.report().close();
        }
    }

    /** A peer that answers an open with anything: the client may refuse, never throw. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotThrowForAnyParameters(boolean accepting) throws Exception {
        Random random = new Random(5);
        for (int round = 0; round < 1_000; round++) {
            IrttClientPlans plan = plan().every(100 * MS, S).timeouts(200 * MS).length(200);
            IrttClientPair pair = (accepting ? plan.accepting() : plan).pair();
            pair.against(datagram -> {
                if (datagram[3] == IrttClientAnswers.OPEN) {
                    pair.reply(damaged(datagram, random));
                } else {
                    pair.reply(IrttClientAnswers.echoReply(datagram));
                }
            });

            pair.runUntil(30 * S);
            pair.client.stop();
            pair.client.stop();
            pair.client.stop();
            pair.runUntil(60 * S);

            assertEquals(IrttClient.Phase.DONE, pair.client.phase());
            for (IrttClientPair.Sent sent : pair.sent) {
                assertTrue(sent.bytes().length <= 200, "never longer than asked for");
            }
            pair.close();
        }
    }

    private static byte[] damaged(byte[] open, Random random) {
        byte[] reply = new byte[open.length + 8];
        System.arraycopy(open, 0, reply, 0, 4);
        System.arraycopy(open, 4, reply, 12, open.length - 4);
        reply[3] |= 2;
        reply[4] = 1;
        for (int i = random.nextInt(4); i > 0; i--) {
            reply[12 + random.nextInt(reply.length - 12)] = (byte) random.nextInt();
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(reply, 12 + random.nextInt(reply.length - 11)) : reply;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldComeToAnEndOnAnyPath(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            IrttClientPair pair = plan().every(10 * MS, 500 * MS).pair().against(IrttServerOptions.builder());
            double trouble = random.nextDouble() * 0.6;
            for (var path : List.of(pair.forward, pair.reverse)) {
                path.losing(_ -> random.nextDouble() < trouble).doubling(_ -> random.nextDouble() < trouble, 3 * MS)
                        .jitter(random, random.nextInt(1, 2_000) * MS);
            }
            pair.kernel((_, _, _) -> random.nextDouble() < trouble / 4 ? 11 : 0);

            pair.runToEnd();

            EndState end = pair.outcome().end();
            assertTrue(end == EndState.COMPLETED || !pair.opening().failure().isEmpty());
            if (pair.opening().agreed() != null) {
                assertEquals(50, pair.count(Id.SENT) + pair.count(Id.REFUSED));
                pair.report().close();
            }
        }
    }
}
