package io.venturi.engine.protocol.udpst.wire;

import static io.venturi.engine.protocol.udpst.wire.Golden.datagram;
import static io.venturi.engine.protocol.udpst.wire.Golden.hex;
import static io.venturi.engine.protocol.udpst.wire.Golden.plain;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ControlPduTest {
    private static final byte[] SHARED = "secretkey01".getBytes(StandardCharsets.US_ASCII);
    private static final long TIME = 1_795_173_096L;

    private final MemorySegment buffer = datagram(new byte[256]);
    private final SetupPdu setup = new SetupPdu();
    private final ActivationPdu activation = new ActivationPdu();

    @Test
    void shouldWriteTheSetupRequestOfTheCapture() {
        setup.begin(buffer).connection(0, 1, 0x6262).modifiers(SetupPdu.JUMBO);

        assertEquals(plain(Golden.SETUP_REQUEST), hex(buffer, SetupPdu.BYTES));
    }

    @Test
    void shouldAnswerAsInTheCapture() {
        MemorySegment request = datagram(Golden.SETUP_REQUEST);

        assertEquals(Fault.NONE, setup.wrap(request, 56, false));
        setup.answer(SetupCode.ACCEPTED, 0xc1a6);

        assertEquals(plain(Golden.SETUP_RESPONSE), hex(request, 56));
        assertEquals(Fault.NONE, setup.wrap(request, 56, true));
        assertEquals(49_574, setup.testPort());
        assertEquals(SetupCode.ACCEPTED, SetupCode.of(setup.code()));
    }

    @Test
    void shouldWriteTheNullRequestOfTheCapture() {
        new NullPdu().begin(buffer, 20);

        assertEquals(plain(Golden.NULL_REQUEST), hex(buffer, NullPdu.BYTES));
    }

    @Test
    void shouldWriteTheActivationOfTheCapture() {
        TestParameters asked = fixed(5, 3);

        activation.begin(buffer).parameters(asked);

        assertEquals(plain(Golden.ACTIVATION_REQUEST), hex(buffer, ActivationPdu.BYTES));
        assertEquals(Fault.NONE, activation.wrapRequest(buffer, 104, false));
        assertEquals(asked, activation.parameters());
    }

    private static TestParameters fixed(int seconds, int row) {
        return new TestParameters(false, 30, 90, 50, seconds, 1000, 0, row, false, false, 10, 3, 10, true, false,
                SearchAlgorithm.B, 0, 0);
    }

    @Test
    void shouldDeriveTheKeysOfTheCapture() {
        assertEquals("d3261973196b2dbca84f3fde7056dd1cf830ab18d79145a01e0d5cdf33b00dd8",
                HexFormat.of().formatHex(PduKey.client(SHARED, TIME).bytes()));
        assertEquals("1ab384f040da70f27f4eefec835fbe1731a2f294b0b6e8288eeb98024e4437f0",
                HexFormat.of().formatHex(PduKey.server(SHARED, TIME).bytes()));
    }

    @Test
    void shouldSignAsInTheCapture() {
        PduKey client = PduKey.client(SHARED, TIME);
        PduKey server = PduKey.server(SHARED, TIME);

        setup.begin(buffer).connection(0, 1, 0x1c6e).bandwidth(100, false).modifiers(SetupPdu.JUMBO);
        setup.sign(client, 7, TIME);
        assertEquals(plain(Golden.KEYED_SETUP_REQUEST), hex(buffer, 56));

        assertEquals(Fault.NONE, setup.wrap(buffer, 56, false));
        assertTrue(setup.isSignedWith(client));
        setup.answer(SetupCode.ACCEPTED, 0x8367).sign(server, setup.keyId(), TIME);
        assertEquals(plain(Golden.KEYED_SETUP_RESPONSE), hex(buffer, 56));

        new NullPdu().begin(buffer, 20).sign(server, 7, TIME);
        assertEquals(plain(Golden.KEYED_NULL), hex(buffer, 48));

        activation.begin(buffer).parameters(fixed(5, 2)).sign(client, 7, TIME);
        assertEquals(plain(Golden.KEYED_ACTIVATION_REQUEST), hex(buffer, 104));
        activation.code(ActivationPdu.ACCEPTED).sign(server, 7, TIME);
        assertEquals(plain(Golden.KEYED_ACTIVATION_RESPONSE), hex(buffer, 104));
    }

    @Test
    void shouldSeeEveryBitThatWasChanged() {
        byte[] signed = Golden.bytes(Golden.KEYED_SETUP_REQUEST);
        PduKey client = PduKey.client(SHARED, TIME);

        for (int bit = 0; bit < (SetupPdu.BYTES - 2) * 8; bit++) {
            byte[] changed = signed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            setup.wrap(datagram(changed), 56, false);

            assertFalse(setup.isSignedWith(client), "bit " + bit);
        }
    }

    @Test
    void shouldSealAndCheckEachControlPdu() {
        setup.begin(buffer).connection(2, 4, 77).seal();
        assertEquals(Fault.NONE, setup.wrap(buffer, 56, false));
        buffer.set(JAVA_BYTE, 6, (byte) 9);
        assertEquals(Fault.CHECKSUM, setup.wrap(buffer, 56, false));

        activation.begin(buffer).parameters(TestParameters.DEFAULT).seal(104);
        assertEquals(Fault.NONE, activation.wrapRequest(buffer, 104, false));
        buffer.set(JAVA_BYTE, 9, (byte) 1);
        assertEquals(Fault.CHECKSUM, activation.wrapResponse(buffer, 104));
    }

    @Test
    void shouldRefuseWhatIsNoSetupRequest() {
        byte[] good = Golden.bytes(Golden.SETUP_REQUEST);

        assertEquals(Fault.SIZE, setup.wrap(datagram(good), 55, false));
        assertEquals(Fault.SIZE, setup.wrap(datagram(good), 57, false));
        assertEquals(Fault.FORMAT, setup.wrap(changed(good, 8, 0), 56, false));
        assertEquals(Fault.FORMAT, setup.wrap(changed(good, 8, 2), 56, false));
        assertEquals(Fault.FORMAT, setup.wrap(changed(good, 8, 3), 56, false));
        assertEquals(Fault.FORMAT, setup.wrap(changed(good, 9, 1), 56, false));
        assertEquals(Fault.FORMAT, setup.wrap(changed(good, 1, 0xe2), 56, false));
        assertEquals(Fault.CHECKSUM, setup.wrap(changed(good, 55, 1), 56, false));
    }

    private static MemorySegment changed(byte[] good, int at, int value) {
        byte[] bytes = good.clone();
        bytes[at] = (byte) value;
        return datagram(bytes);
    }

    @Test
    void shouldReadTheOlderActivation() {
        MemorySegment request = datagram(Golden.bytes("ace2000b 0100001e 005a0032 000a0100 ffff000a 0003000a 01000000"
                + " z28 00000000"));

        assertEquals(Fault.NONE, activation.wrapRequest(request, 60, true));
        TestParameters asked = activation.parameters();

        assertTrue(asked.upstream());
        assertEquals(1000, asked.subIntervalMs());
        assertEquals(TestParameters.AUTOMATIC, asked.row());
        activation.parameters(asked).putRate(RateTable.of(true, false).row(0)).code(1).seal(60);
        assertEquals(Fault.NONE, activation.wrapRequest(request, 60, true));
        assertEquals(1, Byte.toUnsignedInt(request.get(JAVA_BYTE, 14)), "sub-interval in s");
    }

    @Test
    void shouldTakeAShortActivationAsContinuedWithZeros() {
        MemorySegment request = datagram(Golden.ACTIVATION_REQUEST);
        request.asSlice(80, 24).fill((byte) 0x77);

        assertEquals(Fault.NONE, activation.wrapRequest(request, 80, false));
        assertEquals(fixed(5, 3), activation.parameters());
        assertEquals(Fault.SIZE, activation.wrapRequest(request, 59, false));
        assertEquals(Fault.SIZE, activation.wrapRequest(request, 105, false));
        assertEquals(Fault.SIZE, activation.wrapResponse(request, 80));
    }

    @Test
    void shouldKeepUnknownBitsOfTheRequest() {
        MemorySegment request = datagram(Golden.ACTIVATION_REQUEST);
        request.set(JAVA_BYTE, 25, (byte) 0xf2);

        activation.wrapRequest(request, 104, false);
        activation.parameters(fixed(5, 3));

        assertEquals(0xf0, Byte.toUnsignedInt(request.get(JAVA_BYTE, 25)));
    }
}
