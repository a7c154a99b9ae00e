package io.venturi.engine.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.socket.EgressQueue.Kind;
import io.venturi.engine.testing.PacketFixture;
import io.venturi.engine.testing.PrivateNetwork;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages as a kernel 6.12 writes them, little endian. */
class EgressQueueTest {
    private static final int ROOT = 0xffff_ffff;
    /** fq on interface 2: kind and one option, handle 8001:. */
    private static final String FQ = "2c000000 2400 0200 01000000 00000000"
            + " 00000000 02000000 00000180 ffffffff 02000000 0700 0100 66710000";
    /** etf on interface 3 with delta 300 us, clock 11, flags deadline and offload. */
    private static final String ETF = "40000000 2400 0200 01000000 00000000"
            + " 00000000 03000000 00000280 ffffffff 02000000"
            + " 0800 0100 65746600 1400 0200 1000 0100 e0930400 0b000000 03000000";
    private static final String DONE = " 14000000 0300 0200 01000000 00000000 00000000";

    private static ByteBuffer message(String hex) {
        return ByteBuffer.wrap(PacketFixture.bytes(hex)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Qdisc qdisc(int device, int handle, int parent, String kind) {
        return new Qdisc(device, handle, parent, kind, 0, false, false);
    }

    @Test
    void shouldReadDisciplinesUntilTheKernelIsDone() {
        List<Qdisc> qdiscs = new ArrayList<>();

        assertFalse(Qdisc.read(message(FQ + ETF), qdiscs));
        assertTrue(Qdisc.read(message(DONE), qdiscs));

        assertEquals(List.of(new Qdisc(2, 0x8001_0000, ROOT, "fq", 0, false, false),
                new Qdisc(3, 0x8002_0000, ROOT, "etf", 300_000, true, true)), qdiscs);
    }

    @Test
    void shouldTakeAnyBytesForWhatTheyAre() {
        Random random = new Random(4);
        byte[] sound = PacketFixture.bytes(FQ + ETF + DONE);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = java.util.Arrays.copyOf(sound, random.nextInt(sound.length + 1));
            for (int i = random.nextInt(6); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

            List<Qdisc> qdiscs = new ArrayList<>();
            Qdisc.read(message, qdiscs);
            assertTrue(qdiscs.size() <= 4);
            EgressQueue.of("eth", qdiscs, 3);
            EgressQueue.interfaceOf(message);
        }
    }

    @Test
    void shouldTellWhatAnInterfaceDoesWithLaunchTimes() {
        assertEquals(new EgressQueue("e", Kind.PLAIN, "fq_codel", 0, false, false),
                EgressQueue.of("e", List.of(qdisc(2, 0, ROOT, "fq_codel"), qdisc(3, 0, ROOT, "fq")), 2));
        assertEquals(Kind.FQ, EgressQueue.of("e", List.of(qdisc(2, 0, ROOT, "fq")), 2).kind());
        assertEquals(Kind.PLAIN, EgressQueue.of("e", List.of(), 2).kind());

        List<Qdisc> all = List.of(qdisc(2, 0, ROOT, "mq"), qdisc(2, 0, 1, "fq"), qdisc(2, 0, 2, "fq"),
                qdisc(2, 0xffff_0000, 0xffff_fff1, "clsact"));
        assertEquals(new EgressQueue("e", Kind.FQ, "mq (fq)", 0, false, false), EgressQueue.of("e", all, 2));
        List<Qdisc> some = List.of(qdisc(2, 0x10000, ROOT, "mqprio"), qdisc(2, 0, 0x10001, "fq"),
                new Qdisc(2, 0x20000, 0x10002, "etf", 5, false, true));
        assertEquals(new EgressQueue("e", Kind.PARTLY_ETF, "mqprio (etf, fq)", 5, false, true),
                EgressQueue.of("e", some, 2));
        List<Qdisc> none = List.of(qdisc(2, 0x10000, ROOT, "mq"), qdisc(2, 0, 0x10001, "fq"),
                qdisc(2, 0, 0x10002, "pfifo"));
        assertEquals(Kind.PLAIN, EgressQueue.of("e", none, 2).kind());
    }

    @Test
    void shouldAskForTheRouteToAnAddress() throws Exception {
        assertEquals(PacketFixture.normal("24000000 1a00 0100 01000000 00000000 02200000 00000000 00000000"
                + "0800 0100 c0000201"), PacketFixture.hex(EgressQueue.routeRequest(
                        InetAddress.getByName("192.0.2.1")).array()));
        assertEquals(7, EgressQueue.interfaceOf(message("2c000000 1800 0000 01000000 00000000"
                + "02200000 fe000001 00000000 0800 0f00 fe000000 0800 0400 07000000")));
        assertEquals(0, EgressQueue.interfaceOf(message("24000000 0200 0000 01000000 00000000"
                + "9bffffff 00000000 00000000 00000000 00000000")));
    }

    @Test
    void shouldFindTheQueueOfThisHostsOwnInterface() throws Exception {
        PrivateNetwork.with(List.of("ip link set lo up"), () -> {
            assertEquals("lo", EgressQueue.towards(InetAddress.getByName("127.0.0.1"), "").device());
            assertEquals("lo", EgressQueue.towards(InetAddress.getByName("::1"), "").device());
            assertEquals(Kind.PLAIN, EgressQueue.towards(InetAddress.getByName("127.0.0.1"), "lo").kind());
            assertEquals("noqueue", EgressQueue.towards(InetAddress.getByName("127.0.0.1"), "lo").name());
            assertEquals("", EgressQueue.towards(InetAddress.getByName("192.0.2.1"), "").device());
            assertEquals("", EgressQueue.towards(InetAddress.getByName("192.0.2.1"), "none0").device());
        });
    }
}
