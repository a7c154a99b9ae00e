package io.venturi.engine.clock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against datagrams captured from ptp4l 3.1.1, following a master over veth with software stamps. */
class PtpManagementTest {
    static final String TIME_STATUS =
            "0d0200680000000000000000000000000000000056817afffee675be00000000047f0000000000001234"
            + "00010000020000010034c000fffffffffffffe8c18e9cc6a3541d79e000000000000000000000000000000000000000000000000"
            + "0001027ee4fffe5ea51e";
    static final String CURRENT =
            "0d0200480000000000000000000000000000000056817afffee675be00000001047f00000000000012340001"
            + "000002000001001420010001fffffffffe8c00000000000007340000";
    static final String PORT =
            "0d0200500000000000000000000000000000000056817afffee675be00010002047f00000000000012340001000002"
            + "000001001c200456817afffee675be000108000000000000000000010300010002";
    static final String TIME_PROPERTIES =
            "0d02003a0000000000000000000000000000000056817afffee675be00000003047f0000000000"
            + "001234000100000200000100062003002500a0";
    static final String PORT_PROPERTIES =
            "0d0200460000000000000000000000000000000056817afffee675be00010004047f0000000000"
            + "00123400010000020000010012c00456817afffee675be0001080002766200";
    static final String DEFAULT =
            "0d02004a0000000000000000000000000000000056817afffee675be00000005047f00000000000012340001"
            + "000002000001001620000300000180fffeffff8056817afffee675be0000";

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static ByteBuffer data(String hex, int id, int sequence) {
        byte[] datagram = bytes(hex);
        return PtpManagement.answer(datagram, datagram.length, id, sequence).orElseThrow();
    }

    @Test
    void shouldAskInTheFormOfTheStandard() {
        byte[] question = PtpManagement.get(PtpManagement.TIME_STATUS_NP, 0x1234, 7);

        assertArrayEquals(bytes("0d020036" + "07000000" + "0000000000000000" + "00000000" + "0000000000000000" + "0001"
                + "1234" + "047f" + "ffffffffffffffffffff" + "00000000" + "00010002c000"), question);
    }

    @Test
    void shouldReadCapturedAnswers() {
        PtpManagement.TimeStatus status = PtpManagement.timeStatus(data(TIME_STATUS, 0xC000, 0)).orElseThrow();
        PtpManagement.Current current = PtpManagement.current(data(CURRENT, 0x2001, 1)).orElseThrow();

        assertEquals(new PtpManagement.TimeStatus(-372, true, "027ee4.fffe.5ea51e"), status);
        assertEquals(new PtpManagement.Current(1, -372, 1844), current);
        assertEquals(new PtpManagement.Port(1, 8), PtpManagement.port(data(PORT, 0x2004, 2)).orElseThrow());
        assertEquals(new PtpManagement.TimeProperties(37, false, false, false, false),
                PtpManagement.timeProperties(data(TIME_PROPERTIES, 0x2003, 3)).orElseThrow());
        assertEquals(new PtpManagement.PortProperties(1, 0, "vb"),
                PtpManagement.portProperties(data(PORT_PROPERTIES, 0xC004, 4)).orElseThrow());
        assertEquals(new PtpManagement.Default("56817a.fffe.e675be", 1, 0),
                PtpManagement.defaults(data(DEFAULT, 0x2000, 5)).orElseThrow());
    }

    @Test
    void shouldNotTakeTheAnswerToAnotherQuestion() {
        byte[] datagram = bytes(CURRENT);

        assertTrue(PtpManagement.answer(datagram, datagram.length, 0x2001, 2).isEmpty());
        assertTrue(PtpManagement.answer(datagram, datagram.length, 0x2004, 1).isEmpty());
        datagram[46] = 4; // an acknowledgement
        assertTrue(PtpManagement.answer(datagram, datagram.length, 0x2001, 1).isEmpty());
    }

    @Test
    void shouldSurviveTruncatedAndRandomDatagrams() {
        Random random = new Random(1588);
        String[] all = {TIME_STATUS, CURRENT, PORT, TIME_PROPERTIES, PORT_PROPERTIES, DEFAULT};
        int[] ids = {0xC000, 0x2001, 0x2004, 0x2003, 0xC004, 0x2000};
        int read = 0;
        for (int round = 0; round < 60_000; round++) {
            int which = round % all.length;
            byte[] datagram = bytes(all[which]);
            int length = random.nextInt(datagram.length + 1);
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
            }
            Optional<ByteBuffer> data = PtpManagement.answer(datagram, round % 3 == 0 ? datagram.length : length,
                    ids[which], which);
            read += data.flatMap(found -> parse(which, found)).isPresent() ? 1 : 0;
        }
        assertTrue(read > 10_000, "only " + read + " were read at all");
    }

    private static Optional<?> parse(int which, ByteBuffer data) {
        return switch (which) {
            case 0 -> PtpManagement.timeStatus(data);
            case 1 -> PtpManagement.current(data);
            case 2 -> PtpManagement.port(data);
            case 3 -> PtpManagement.timeProperties(data);
            case 4 -> PtpManagement.portProperties(data);
            default -> PtpManagement.defaults(data);
        };
    }
}
