package io.venturi.engine.protocol.iperf3.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.protocol.iperf3.DatagramAccount;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Json.MalformedException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents and datagrams that nobody would write. Each test is the same every time. */
@Timeout(120)
class Iperf3FuzzTest {
    private static final int ROUNDS = 5_000;
    private static final List<String> NAMES = List.of("tcp", "udp", "UDP", "sctp", "omit", "time", "num", "blockcount",
            "MSS", "nodelay", "parallel", "reverse", "bidirectional", "window", "len", "bandwidth", "fqrate", "burst",
            "TOS", "flowlabel", "title", "congestion", "get_server_output", "server_affinity", "x_opts", "streams",
            "id", "bytes", "retransmits", "jitter", "errors", "packets", "omitted_errors", "omitted_packets", "end_time",
            "cpu_util_total", "cpu_util_user", "cpu_util_system", "sender_has_retransmits", "server_output_json");
    private static final List<String> VALUES = List.of("0", "-0", "-1", "1", "128", "18446744073709551615", "1e999",
            "-1e999", "1.5", "9223372036854775808", "9".repeat(400), "true", "false", "null", "\"\"", "\"2\"",
            "\"\\u0000\\ud800\"", "[]", "{}", "1E-400");

    private static String value(Random random, int depth) {
        int kind = depth > 3 ? 0 : random.nextInt(6);
        return kind == 4 ? "[" + value(random, depth + 1) + "," + value(random, depth + 1) + "]"
                : kind == 5 ? object(random, depth + 1) : VALUES.get(random.nextInt(VALUES.size()));
    }

    private static String object(Random random, int depth) {
        StringBuilder text = new StringBuilder("{");
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append('"').append(NAMES.get(random.nextInt(NAMES.size()))).append("\":").append(value(random, depth))
                    .append(i > 0 ? "," : "");
        }
        return text.append('}').toString();
    }

    @Test
    void shouldRefuseParametersOrBeAbleToSayThemAgain() throws Exception {
        int taken = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            byte[] document = object(new Random(seed), 0).getBytes(StandardCharsets.UTF_8);
            try {
                Iperf3Parameters parameters = Iperf3Parameters.decode(document);
                taken++;
                assertTrue(parameters.flow().streams() >= 1 && parameters.streamsInAll() <= 256);
                assertTrue(parameters.blockBytes(1460) >= 1 && parameters.blockBytes(1460) <= 1 << 20);
                assertEquals(parameters.flow(), Iperf3Parameters.decode(parameters.encode()).flow());
                assertEquals(parameters.limits(), Iperf3Parameters.decode(parameters.encode()).limits());
            } catch (MalformedException | Iperf3RefusedException e) {
                assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
            }
        }
        assertTrue(taken > ROUNDS / 100, taken + " were taken");
    }

    @Test
    void shouldRefuseResultsOrBeAbleToSayThemAgain() {
        String head = "{\"cpu_util_total\":0,\"cpu_util_user\":0,\"cpu_util_system\":0,\"sender_has_retransmits\":0,"
                + "\"streams\":[{";
        int taken = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(head);
            for (String name : List.of("id", "bytes", "retransmits", "jitter", "errors", "packets", "end_time")) {
                text.append(name.equals("id") ? "\"" : ",\"").append(name).append("\":").append(value(random, 0));
            }
            text.append("}],\"server_output_json\":").append(value(random, 0)).append('}');
            byte[] document = text.toString().getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0) {
                document[random.nextInt(document.length)] = (byte) random.nextInt(256);
            }
            try {
                Iperf3Results results = Iperf3Results.decode(document);
                taken++;
                assertTrue(results.streams().size() <= 1);
                assertTrue(results.encode().length > 0);
            } catch (MalformedException e) {
                assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
            }
        }
        assertTrue(taken > ROUNDS / 10, taken + " were taken");
    }

    @Test
    void shouldCountWhateverNumbersDatagramsCarry() {
        long[] edges = {0, 1, 2, -1, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE, 1L << 32, (1L << 31) - 1,
            65_536};
        MemorySegment payload = Arena.ofAuto().allocate(16);
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            DatagramAccount account = new DatagramAccount();
            for (int i = 0; i < 200; i++) {
                long seq = random.nextBoolean() ? random.nextInt(1000) : edges[random.nextInt(edges.length)];
                Iperf3Datagram.write(payload, random.nextLong() >>> 1, seq, true);
                assertEquals(seq, Iperf3Datagram.seq(payload, true));
                account.received(Iperf3Datagram.seq(payload, true), 16, Iperf3Datagram.sentNs(payload), i);
            }
            assertEquals(200, account.received());
            assertTrue(account.packets() >= 0 && account.lost() >= 0 && account.duplicates() >= 0);
        }
    }
}
