package io.venturi.engine.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.Refusal;
import io.venturi.engine.metric.Refusals;
import io.venturi.engine.plan.AccessPlan;
import io.venturi.engine.plan.AddressPrefix;
import io.venturi.engine.testing.AllocationProbe;
import io.venturi.engine.testing.PacketFixture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessGateTest {
    private static AccessGate gate(String allow, String deny) {
        return new AccessGate(AccessPlan.of(words(allow), words(deny)), (_, _) -> { });
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"'', '', 192.0.2.1, true", "192.0.2.0/24, '', 192.0.2.255, true", "192.0.2.0/24, '', 192.0.3.0, false",
        "192.0.2.0/24, '', ::1, false", "192.0.2.0/24, 192.0.2.66, 192.0.2.66, false",
        "192.0.2.0/24, 192.0.2.66, 192.0.2.67, true", "'', 192.0.2.0/24, 192.0.2.1, false",
        "'', 192.0.2.0/24, 2001:db8::1, true", "'', ::/0, 192.0.2.1, true", "'', ::/0, ::1, false",
        "::/0, '', 192.0.2.1, false", "::ffff:192.0.2.0/120, '', 192.0.2.1, true",
        "192.0.2.0/24 192.0.2.128/25 10.0.0.0/8, '', 192.0.2.3, true", "0.0.0.0/0 ::/0, '', 2001:db8::1, true",
        "192.0.2.1, 192.0.2.0/25 192.0.2.1, 192.0.2.200, nobody"})
    void shouldDenyFirstAndThenLetInWhoIsAllowed(String allow, String deny, String address, String expected)
            throws Exception {
        if (expected.equals("nobody")) {
            assertThrows(ConfigException.class, () -> gate(allow, deny));
            return;
        }
        assertEquals(Boolean.valueOf(expected), gate(allow, deny).admits(InetAddress.getByName(address)));
    }

    @Test
    void shouldAgreeWithALookAtEveryPrefix() {
        SplittableRandom random = new SplittableRandom(1519);
        for (int round = 0; round < 200; round++) {
            List<AddressPrefix> deny = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) { // close together, so that they often contain each other
                int bits = 112 + random.nextInt(17);
                boolean ipv4 = random.nextBoolean();
                long low = (ipv4 ? 0xffffL << 32 | 0xc0000000L : 1L << 40) | random.nextInt(1 << 16);
                deny.add(new AddressPrefix(0, low & -1L << 128 - bits, bits));
            }
            AccessList list = new AccessList(new AccessPlan(List.of(), deny));
            for (int i = 0; i < 500; i++) {
                long low = (random.nextBoolean() ? 0xffffL << 32 | 0xc0000000L : 1L << 40) | random.nextInt(1 << 17);
                AddressPrefix address = new AddressPrefix(0, low, 128);
                assertEquals(deny.stream().noneMatch(each -> each.contains(address)), list.admits(0, low),
                        () -> address + " in " + deny);
            }
        }
    }

    @Test
    void shouldAllocateNothing() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            many.append(many.isEmpty() ? "" : " ").append("10.").append(i >> 8).append('.').append(i & 255)
                    .append(".0/25");
        }
        AccessGate gate = gate(many + " 2001:db8::/32", "10.0.7.0/26 2001:db8:1::/48");
        Packet packet = PacketFixture.slot(64);
        int[] admitted = {0};
        int[] call = {0};

        AllocationProbe.assertAllocatesNothing(() -> {
            int i = call[0]++;
            boolean ipv4 = (i & 1) == 0;
            packet.peer(ipv4 ? 0 : 0x2001_0db8_0000_0000L | (i & 2) << 15, ipv4 ? 0xffff_0a00_0000L | i & 0x7ffff
                    : i, 9, 0);
            if (gate.admits(packet)) {
                admitted[0]++;
            } else {
                gate.count(Refusal.LIST);
            }
        });

        assertTrue(admitted[0] > 0);
        assertEquals(call[0], admitted[0] + gate.refusals().list());
    }

    @Test
    void shouldCountAllButTellOfAFew() {
        AtomicInteger told = new AtomicInteger();
        AccessGate gate = new AccessGate(AccessPlan.OPEN, (_, _) -> told.incrementAndGet());
        InetSocketAddress peer = new InetSocketAddress("192.0.2.1", 9);
        long began = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            gate.refuse(i % 2 == 0 ? Refusal.KEY : Refusal.LIMIT, peer);
        }
        long seconds = (System.nanoTime() - began) / 1_000_000_000L;

        assertEquals(new Refusals(0, 500, 500), gate.refusals());
        assertTrue(told.get() >= 10 && told.get() <= 10 * (seconds + 2), told + " in " + seconds + " s");
    }

    @Test
    void shouldUseTheNewListAtOnce() throws Exception {
        AccessGate gate = gate("192.0.2.0/24", "");
        InetAddress address = InetAddress.getByName("192.0.2.1");
        assertTrue(gate.admits(address));

        gate.replace(AccessPlan.of(List.of(), List.of("192.0.2.1")));

        assertFalse(gate.admits(address));
    }
}
