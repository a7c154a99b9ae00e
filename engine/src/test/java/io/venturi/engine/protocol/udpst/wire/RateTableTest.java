package io.venturi.engine.protocol.udpst.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTableTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0/0/0 + 50000/0/0 + +1222, 0/0/0 + 50000/0/0 + +1472",
        "1, 0/0/0 + 1000/0/0 + 97, 0/0/0 + 1000/0/0 + 97",
        "2, 0/0/0 + 1000/0/0 + 222, 0/0/0 + 1000/0/0 + 222",
        "10, 0/0/0 + 1000/1222/1 + 0, 0/0/0 + 1000/0/0 + 1222",
        "11, 0/0/0 + 1000/1222/1 + 97, 0/0/0 + 1000/0/0 + 1347",
        "15, 0/0/0 + 1000/1222/1 + 597, 0/0/0 + 1000/1472/1 + 347",
        "50, 0/0/0 + 1000/1222/5 + 0, 0/0/0 + 1000/1472/4 + 222",
        "100, 100/1222/1 + 0/0/0 + 0, 0/0/0 + 1000/1472/8 + 472",
        "101, 100/1222/1 + 1000/0/0 + 97, 0/0/0 + 1000/1472/8 + 597",
        "120, 100/1222/1 + 1000/1222/2 + 0, 100/1472/1 + 0/0/0 + 0",
        "121, 100/1222/1 + 1000/1222/2 + 97, 100/1472/1 + 1000/0/0 + 97",
        "500, 100/1222/5 + 0/0/0 + 0, 100/1472/4 + 1000/1472/1 + 972",
        "555, 100/1222/5 + 1000/1222/5 + 597, 100/1472/4 + 1000/1472/6 + 347",
        "999, 100/1222/9 + 1000/1222/9 + 1097, 100/1472/8 + 1000/1472/3 + 347",
        "1000, 100/1222/10 + 0/0/0 + 0, 100/1472/8 + 1000/1472/3 + 472",
        "1001, 100/1347/10 + 0/0/0 + 0, 100/1347/10 + 0/0/0 + 0",
        "1010, 100/2472/10 + 0/0/0 + 0, 100/2472/10 + 0/0/0 + 0",
        "1062, 100/8972/10 + 0/0/0 + 0, 100/8972/10 + 0/0/0 + 0",
        "1063, 100/8972/11 + 0/0/0 + 0, 100/8972/11 + 0/0/0 + 0",
        "1152, 100/8972/100 + 0/0/0 + 0, 100/8972/100 + 0/0/0 + 0"})
    void shouldHaveTheRowsOfTheProtocol(int row, String usual, String traditional) {
        assertEquals(usual, RateTable.of(true, false).row(row).toString());
        assertEquals(traditional, RateTable.of(true, true).row(row).toString());
    }

    @ParameterizedTest
    @CsvSource({"1001, 100/1222/11, 1100, 100/1472/9, 1080", "1002, 100/1222/12, 1200, 100/1472/10, 1200",
        "1010, 100/1222/20, 2000, 100/1472/18, 2160", "1062, 100/1222/72, 7200, 100/1472/70, 8400",
        "1074, 100/1222/84, 8400, 100/1472/82, 9840", "1089, 100/1222/99, 9900, 100/1472/97, 11640",
        "1090, 100/1222/100, 10000, 100/1472/98, 11760", "1092, 100/1222/100, 10000, 100/1472/100, 12000",
        "1152, 100/1222/100, 10000, 100/1472/100, 12000"})
    void shouldHaveTheRowsWithoutJumboDatagrams(int row, String usual, double mbps, String traditional, double more) {
        assertEquals(usual + " + 0/0/0 + 0", RateTable.of(false, false).row(row).toString());
        assertEquals(mbps, RateTable.of(false, false).row(row).mbps(), 1e-9);
        assertEquals(traditional + " + 0/0/0 + 0", RateTable.of(false, true).row(row).toString());
        assertEquals(more, RateTable.of(false, true).row(row).mbps(), 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"1090, 100/1222/100, 10000, 100/1472/98, 11760", "1092, 100/1222/102, 10200, 100/1472/100, 12000",
        "1152, 100/1222/162, 16200, 100/1472/160, 19200"})
    void shouldGoOnWithLongerBurstsWhereBothEndsKnowThem(int row, String usual, double mbps, String traditional,
                                                         double more) {
        assertEquals(usual + " + 0/0/0 + 0", RateTable.of(false, false, true).row(row).toString());
        assertEquals(mbps, RateTable.of(false, false, true).row(row).mbps(), 1e-9);
        assertEquals(traditional + " + 0/0/0 + 0", RateTable.of(false, true, true).row(row).toString());
        assertEquals(more, RateTable.of(false, true, true).row(row).mbps(), 1e-9);
    }

    @Test
    void shouldKeepTheRowsUnderLongBurstsAndAllOfJumboDatagrams() {
        for (int n = 0; n <= RateTable.LAST; n++) {
            assertEquals(RateTable.of(true, false).row(n), RateTable.of(true, false, true).row(n));
            if (n <= 1090) {
                assertEquals(RateTable.of(false, false).row(n), RateTable.of(false, false, true).row(n));
            }
        }
    }

    @Test
    void shouldBeAsManyMbpsAsTheNumberOfTheRowUpToHighSpeed() {
        for (boolean traditional : new boolean[] {false, true}) {
            for (int n = 1; n <= RateTable.HIGH_SPEED; n++) {
                assertEquals(n, RateTable.of(true, traditional).row(n).mbps(), 1e-9);
            }
            assertEquals(72_000, RateTable.of(true, traditional).row(RateTable.LAST).mbps(), 1e-9);
        }
        assertEquals(0.11, RateTable.of(true, false).row(0).mbps(), 0.005);
        assertEquals(0.13, RateTable.of(true, true).row(0).mbps(), 0.005);
    }

    @Test
    void shouldGrowFromRowToRow() {
        for (int variant = 0; variant < 4; variant++) {
            RateTable table = RateTable.of((variant & 1) != 0, (variant & 2) != 0);
            for (int n = 1; n <= RateTable.LAST; n++) {
                assertTrue(table.row(n).mbps() >= table.row(n - 1).mbps(), "row " + n);
            }
        }
    }

    @Test
    void shouldFindARowByWhatItSays() {
        RateTable table = RateTable.of(true, false);

        assertEquals(555, table.indexOf(table.row(555)));
        assertEquals(-1, table.indexOf(new SendingRate()));
    }
}
