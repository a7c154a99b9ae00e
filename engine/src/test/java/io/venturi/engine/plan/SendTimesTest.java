package io.venturi.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendTimesTest {

    @Test
    void shouldReadTimesAndLengths() {
        SendTimes times = SendTimes.parse("f", List.of("# at first", "0 64", "", "1.5ms   # no length", "\t2ms 0 "));

        assertEquals(3, times.count());
        assertEquals(1_500_000, times.offsetNs(1));
        assertEquals(64, times.lengthBytes(0));
        assertEquals(-1, times.lengthBytes(1));
        assertEquals(0, times.lengthBytes(2));
        assertTrue(times.withLengths());
        assertFalse(SendTimes.parse("f", List.of("0", "1s")).withLengths());
        assertEquals(2, times.countBefore(2_000_000));
        assertEquals(3, times.countBefore(2_000_001));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0;1ms;x          | f line 3: \"x\" is no duration",
        "0;2ms;# ;1ms     | f line 4: times are since the start of the test and never go back: 1ms is before that of",
        "-1ms             | f line 1: times are since the start of the test and never go back: -1ms is before the"
        + " start",
        "0;1ms 64 65      | f line 2: a time and if wanted a length stand on a line, not 3 words.",
        "0 70000          | f line 1: the length is the UDP payload in bytes, 0 to 65507, not 70000.",
        "0 -1             | f line 1: the length",
        "0 long           | f line 1: the length",
        "#                | f has no send time",
    })
    void shouldNameTheLineThatIsWrong(String lines, String message) {
        ConfigException refused = assertThrows(ConfigException.class,
                () -> SendTimes.parse("f", List.of(lines.split(";"))));

        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    @Test
    void shouldSayWhyAFileCannotBeRead(@TempDir Path directory) throws Exception {
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertTrue(assertThrows(ConfigException.class, () -> SendPattern.parse("file:" + directory.resolve("none")))
                .getMessage().startsWith("There is no file "));
        assertTrue(assertThrows(ConfigException.class, () -> SendTimes.read(binary)).getMessage()
                .contains("is no text"));
        assertTrue(assertThrows(ConfigException.class, () -> SendTimes.read(directory)).getMessage()
                .startsWith("The send times cannot be read from "));
    }

    @Test
    void shouldTakeOrRefuseAnyTextWithoutFailingOtherwise() {
        Random random = new Random(9);
        String letters = "0123456789. \t#mnsuh-+e,x:\u00b5\u0000";
        int taken = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder line = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                line.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                SendTimes times = SendTimes.parse("fuzz", List.of("0", line.toString()));
                assertTrue(times.offsetNs(times.count() - 1) >= 0);
                taken++;
            } catch (ConfigException e) {
                assertTrue(e.getMessage().startsWith("fuzz line 2: "), e.getMessage());
            }
        }
        assertTrue(taken > 0);
    }

    @ParameterizedTest
    @CsvSource({"isochronous, isochronous", "poisson, poisson", "burst:4, burst:4", "pairs:50us, pairs:50µs",
        "train:3:1ms, train:3:1ms", "train:2:1ms, pairs:1ms", "train:3:0, burst:3"})
    void shouldParsePatterns(String text, String shown) {
        assertEquals(shown, SendPattern.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource({"''", "Poisson", "poisson:1", "burst", "burst:1", "burst:x", "burst:1025", "pairs", "pairs:x",
        "train:3", "train:3:", "train:x:1ms", "train:3:-1ms", "isochronous:"})
    void shouldRefuseWhatIsNoPattern(String text) {
        if (text.equals("isochronous:")) {
            assertEquals(SendPattern.ISOCHRONOUS, SendPattern.parse(text));
            return;
        }
        assertThrows(ConfigException.class, () -> SendPattern.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"burst:2, 1, true", "pairs:10ms, 10000000, false", "pairs:10ms, 10000001, true",
        "train:1024:9223372036854775807ns, 1000, false"})
    void shouldFitTrainsIntoTheirInterval(String pattern, long intervalNs, boolean fits) {
        SendPattern trains = SendPattern.parse(pattern);
        if (fits) {
            assertEquals(2, new RttPlan.Probes(1, intervalNs, trains, new Lengths.Fixed(0), 0, "none", false,
                    RttPlan.Pacing.BY_USER)
                    .expected());
        } else {
            assertThrows(ConfigException.class, () -> new RttPlan.Probes(1, intervalNs, trains, new Lengths.Fixed(0),
                    0, "none", false, RttPlan.Pacing.BY_USER));
        }
    }

    @Test
    void shouldGiveLengthsByTheNumberOfTheSendTime() {
        Lengths range = Lengths.parse("64-1400", 7);
        int[] counts = new int[1401];
        for (int slot = 0; slot < 1_337_000; slot++) {
            counts[range.bytes(slot)]++;
        }
        for (int bytes = 0; bytes <= 1400; bytes++) {
            assertEquals(bytes < 64 ? 0 : 1_000, counts[bytes], bytes < 64 ? 0 : 200, bytes + " bytes");
        }
        assertEquals(1400, range.most());
        assertEquals(range.bytes(123), Lengths.parse("64-1400", 7).bytes(123));
        assertEquals("64-1400", range.toString());

        Lengths turn = Lengths.parse("64,576", 0);
        assertEquals(List.of(64, 576, 64), List.of(turn.bytes(0), turn.bytes(1), turn.bytes(2)));
        assertEquals("64,576", turn.toString());
        assertEquals("imix", Lengths.parse("imix", 0).toString());
        assertEquals(1452, Lengths.IMIX.most());
        assertEquals(4 * 548 + 1452, java.util.stream.IntStream.range(0, 12).map(Lengths.IMIX::bytes).sum());
    }

    @ParameterizedTest
    @CsvSource({"''", "x", "-1", "65508", "1400-64", "64-", "'64,'", "'64,-2'", "64-70000"})
    void shouldRefuseWhatIsNoLength(String text) {
        assertThrows(ConfigException.class, () -> Lengths.parse(text, 0));
    }
}
