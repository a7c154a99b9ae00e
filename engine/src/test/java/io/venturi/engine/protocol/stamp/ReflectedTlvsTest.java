package io.venturi.engine.protocol.stamp;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.venturi.engine.testing.PacketFixture.bytes;
import static io.venturi.engine.testing.PacketFixture.hex;
import static io.venturi.engine.testing.PacketFixture.normal;
import static io.venturi.engine.protocol.stamp.ReflectorHarness.KEY;
import static io.venturi.engine.protocol.stamp.ReflectorHarness.START_WALL_NS;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What a request's TLVs come back as; requests have number 5 and come from 127.0.0.1:40000. */
class ReflectedTlvsTest {
    private static final String ZERO_16 = "00".repeat(16);

    private static ReflectorHarness harness() {
        return new ReflectorHarness(options());
    }

    private static StampReflectorOptions.Builder options() {
        return StampReflectorOptions.builder().local(new InetSocketAddress("192.0.2.1", 862));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "padding,        80010003|a1b2c3,               00010003|a1b2c3",
        "two paddings,   80010000|80010001|ff,          00010000|00010001|ff",
        "time source,    80030004|00000000,             00030004|05020502",
        "access report,  80060004|10020000,             00060004|10020000",
        "destination,    80090004|01020304,             80090004|01020304",
        "return path,    800a0008|8001000400000001,     800a0008|8001000400000001",
        "micro session,  800b0004|00010000,             800b0004|00010000",
        "tag without key,80080010|000102030405060708090a0b0c0d0e0f, 80080010|000102030405060708090a0b0c0d0e0f",
        "unknown,        80fc0005|0000001234,           80fc0005|0000001234",
        "U not set,      00fc0001|99|00010001|88,       80fc0001|99|00010001|88",
        "other 240,      80f00018|000000000000000000000000000000000000000000000000,"
                + "       80f00018|000000000000000000000000000000000000000000000000",
        "rest,           80010001|aa|80|03,             00010001|aa|80|03"})
    void shouldAnswerOrCopy(String name, String request, String reply) {
        assertEquals(normal(reply), harness().tlvs(request));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "beyond the end,  80010004|aabbcc,                    40010004|aabbcc",
        "just too long,   80010001,                           40010001",
        "time source,     80030003|000000|80030004|00000000,  40030003|000000|80030004|00000000",
        "class,           80040005|0000000000,                40040005|0000000000",
        "direct,          80050000|80010000,                  40050000|80010000",
        "access,          80060003|100100,                    40060003|100100",
        "follow-up,       8007000f|000000000000000000000000000000,  4007000f|000000000000000000000000000000",
        "tag,             8008000f|000000000000000000000000000000,  4008000f|000000000000000000000000000000",
        "location,        80020003|000000,                    40020003|000000",
        "sub-TLV,         80020009|00000000|80070010|00,      40020009|00000000|80070010|00",
        "sub-TLV length,  80020009|00000000|80070001|00,      40020009|00000000|80070001|00",
        "after good,      80030004|00000000|80ff0009|00,      00030004|05020502|40ff0009|00"})
    void shouldMarkMalformedAndStop(String name, String request, String reply) {
        assertEquals(normal(reply), harness().tlvs(request));
    }

    @Test
    void shouldTellPortsAndAddresses() {
        assertEquals(normal("00020038|035e9c40|00050010|c0000201" + "00".repeat(12) + "|00080010|7f000001"
                        + "00".repeat(12) + "|80010008|0000000000000000"),
                harness().tlvs("80020038|00000000|80040010" + ZERO_16 + "|80070010" + ZERO_16
                        + "|80010008|0000000000000000"));

        var ipv6 = new ReflectorHarness(StampReflectorOptions.builder()).from(0x20010db8_00000000L, 1, 3);
        assertEquals(normal("00020038|00000003|80040010" + ZERO_16 + "|00090010|20010db8000000000000000000000001"
                        + "|80010008|0000000000000000"),
                ipv6.tlvs("80020038|00000000|80040010" + ZERO_16 + "|80070010" + ZERO_16
                        + "|80010008|0000000000000000"));
    }

    @Test
    void shouldTellTheDestinationOfEachRequestWhereBoundToAllAddresses() {
        var anywhere = new ReflectorHarness(StampReflectorOptions.builder().local(new InetSocketAddress("::", 862)));
        String asked = "80020018|00000000|80040010" + ZERO_16;

        assertEquals(normal("00020018|035e9c40|80040010" + ZERO_16), anywhere.tlvs(asked));
        assertEquals(normal("00020018|035e9c40|00050010|c0000207" + "00".repeat(12)),
                anywhere.to(0, 0xffff_c000_0207L).tlvs(asked));
        assertEquals(normal("00020018|035e9c40|00060010|20010db8000000000000000000000009"),
                anywhere.to(0x20010db8_00000000L, 9).tlvs(asked));
    }

    @Test
    void shouldUseTheDscpAskedForIfAllowed() {
        var harness = harness().header(0x29, 60); // DSCP 10, ECN 1

        assertEquals(normal("00040004|b8a40000"), harness.tlvs("80040004|b8000000")); // DSCP1 46
        assertEquals(46 << 2, harness.packet.replyTrafficClass());

        var refusing = new ReflectorHarness(options().dscpAllowed(false)).header(0x29, 60);
        assertEquals(normal("00040004|b8a50000"), refusing.tlvs("80040004|b8000000"));
        assertEquals(10 << 2, refusing.packet.replyTrafficClass());
    }

    @Test
    void shouldCountForDirectMeasurement() {
        var harness = harness();
        String request = "8005000c|00000063|00000000|00000000";

        assertEquals(normal("0005000c|00000063|00000001|00000001"), harness.tlvs(request));
        assertEquals(normal("0005000c|00000063|00000002|00000002"), harness.tlvs(request));

        var stateless = new ReflectorHarness(options().stateful(false));
        assertEquals(normal(request), stateless.tlvs(request));
    }

    @Test
    void shouldTellWhichProbesArrived() {
        var harness = harness();
        harness.send(harness.request(2, 9));
        harness.send(harness.request(4, 9));
        harness.send(harness.request(4, 9));
        String request = "80f00018|76746931|00000000|" + ZERO_16;

        assertEquals(normal("00f00018|76746931|00000000|000000000000000b|00000004|00000003"), harness.tlvs(request));

        harness.kernelStamped(0);
        assertEquals(normal("00f00018|76746931|00000001|000000000000000b|00000005|00000003"), harness.tlvs(request));
    }

    // ---- follow-up -----------------------------------------------------------------------------------------------

    private static final String FOLLOW_UP = "80070010" + ZERO_16;
    private static final String NO_FOLLOW_UP = "00070010" + ZERO_16;

    @Test
    void shouldTellWhenThePreviousReplyLeft() {
        var harness = harness();
        assertEquals(NO_FOLLOW_UP, harness.tlvs(FOLLOW_UP));
        harness.reflector.onReplied(70);
        harness.reflector.onTransmitStamp(70, START_WALL_NS + 500_000_000);

        assertEquals(normal("00070010|00000000|eeaaa52080000000|02000000"), harness.tlvs(FOLLOW_UP));

        harness.reflector.onReplied(71);
        harness.reflector.onTransmitStamp(71, START_WALL_NS + 750_000_000);
        assertEquals(normal("00070010|00000001|eeaaa520c0000000|02000000"), harness.tlvs(FOLLOW_UP));
    }

    @Test
    void shouldNotTellOfRepliesThatWereRefusedOrOfOtherSessions() {
        var harness = harness();
        harness.tlvs(FOLLOW_UP);
        harness.from(1).tlvs(FOLLOW_UP);
        harness.reflector.onReplied(-1);
        harness.reflector.onReplied(0);
        harness.reflector.onTransmitStamp(0, START_WALL_NS);
        harness.reflector.onTransmitStamp(0, START_WALL_NS + 1); // nobody's any more

        assertEquals(NO_FOLLOW_UP, harness.from(40_000).tlvs(FOLLOW_UP));
        assertEquals(normal("00070010|00000000|eeaaa52000000000|02000000"), harness.from(1).tlvs(FOLLOW_UP));
    }

    @Test
    void shouldTellNothingWhenStateless() {
        var harness = new ReflectorHarness(options().stateful(false));
        for (int i = 0; i < 3; i++) {
            assertEquals(NO_FOLLOW_UP, harness.tlvs(FOLLOW_UP));
            harness.reflector.onReplied(i);
            harness.reflector.onTransmitStamp(i, START_WALL_NS);
        }
    }

    // ---- integrity -----------------------------------------------------------------------------------------------

    @Test
    void shouldMarkAllTlvsWhoseTagIsWrongOrMissing() {
        var harness = new ReflectorHarness(options().key(KEY));
        String timeSource = "80030004|00000000";

        assertEquals(normal("a0030004|00000000"), harness.tlvs(timeSource));
        assertEquals(normal("a0030004|00000000|a0080010|" + ZERO_16),
                harness.tlvs(timeSource + "|80080010|" + ZERO_16));
        assertEquals(normal("00010001|aa"), harness.tlvs("80010001|aa")); // nothing to protect
        byte[] reply = harness.send(Golden.KEYED_REQUEST + Golden.KEYED_TLVS + timeSource); // not protected
        assertEquals(normal("a0030004|00000000"), hex(Arrays.copyOfRange(reply, 146, 154)));
        assertEquals(3, harness.count(StampReflectorCounters.Id.TLV_INTEGRITY));
        assertEquals(bytes(Golden.KEYED_REQUEST).length + 42, reply.length);
    }
}
