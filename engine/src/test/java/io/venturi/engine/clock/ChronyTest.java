package io.venturi.engine.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against lines captured from chronyc 4.3. */
@Timeout(30)
class ChronyTest {
    private static final String FOLLOWING = "0A630001,10.99.0.1,6,1795190917.836885868,-0.000002507,0.000000124,"
            + "0.000002709,-0.018,0.006,0.413,0.000007872,0.000002095,1.0,Normal";
    private static final String LOCAL = "7F7F0101,,5,1795190907.963695767,0.000000000,0.000000000,0.000000000,0.000,"
            + "0.000,0.000,0.000000000,0.000000000,0.0,Normal";

    @Test
    void shouldReadWhatItFollowsAndHowWell() {
        Chrony state = Chrony.parse(FOLLOWING).get();

        assertTrue(state.synchronised());
        assertEquals("10.99.0.1", state.source());
        assertEquals(6, state.stratum());
        assertEquals(-2507, state.systemOffsetNs());
        assertEquals(2507 + 7872 / 2 + 2095, state.errorBoundNs());
        assertEquals(-0.018, state.frequencyPpm());
    }

    @Test
    void shouldNotTakeItsOwnClockForASource() {
        assertFalse(Chrony.parse(LOCAL).get().synchronised());
        assertFalse(Chrony.parse(FOLLOWING.replace("Normal", "Not synchronised")).get().synchronised());
    }

    @Test
    void shouldSayWhatIsNotUnderstood() {
        assertEquals("chronyc said what is not understood: it said nothing", Chrony.parse("").why());
        assertEquals("chronyc said what is not understood: a,b", Chrony.parse("a,b").why());
        assertFalse(Chrony.parse(FOLLOWING.replace("0.413", "NaN")).isFound());
        assertFalse(Chrony.parse(FOLLOWING.replace("0.000007872", "1e300")).isFound());
    }

    @Test
    void shouldSurviveRandomLines() {
        Random random = new Random(323);
        int understood = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder line = new StringBuilder(FOLLOWING);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                line.setCharAt(random.nextInt(line.length()), (char) random.nextInt(1, 256));
            }
            line.setLength(round % 4 == 0 ? random.nextInt(line.length()) : line.length());
            Reading<Chrony> reading = Chrony.parse(line.toString());
            understood += reading.isFound() ? 1 : 0;
            assertTrue(reading.isFound() ? reading.get().errorBoundNs() >= 0 : !reading.why().isBlank());
        }
        assertTrue(understood > 5_000, "only " + understood + " were understood");
    }

    @Test
    void shouldNotWaitForAProgramThatDoesNotEnd() {
        assertEquals("no answer within 1500 ms", Chrony.query(List.of("sleep", "60")).why());
        assertEquals("no chrony here: chronyc cannot be run", Chrony.query(List.of("no-such-program-here")).why());
        assertEquals("no answer: it said nothing", Chrony.query(List.of("false")).why());
    }
}
