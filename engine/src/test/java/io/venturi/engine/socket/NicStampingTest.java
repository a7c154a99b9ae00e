package io.venturi.engine.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.HostException;
import io.venturi.engine.socket.NicStamping.Config;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NicStampingTest {
    private static final int ALL_FLAGS = 0x7f;

    /**
     * Filters by number: 1 all, 5 a PTPv1 one, 6 PTPv2 events over UDP, 12 PTPv2 events. What the card can filter, what
     * it is set to, whether probes look like PTP events, and what it is to be set to.
     */
    @ParameterizedTest
    @CsvSource({
        "'0,1,12',   0, 0,  false, 1, 1", // off: on for all
        "'0,1,12',   0, 0,  true,  1, 12",
        "'0,1,6,12', 0, 0,  true,  1, 6", // the narrowest that does
        "'0,12',     0, 0,  false, 1, 0", // what is sent, at least
        "'0,1',      0, 0,  true,  1, 1",
        "'0,1,12',   1, 1,  false, 1, 1", // as needed already
        "'0,1,12',   1, 1,  true,  1, 1",
        "'0,1,12',   1, 12, true,  1, 12",
        "'0,1,12',   1, 12, false, 1, 1", // wider for the time of the test
        "'0,12',     1, 12, false, 1, 12", // and not narrower than others need it
        "'0,1,12',   0, 1,  false, 1, 1",
        "'0,1,12',   2, 12, false, 2, 12", // one-step clocks are not to be disturbed
    })
    void shouldChangeAsLittleAsItMust(String filters, int txType, int filter, boolean ptpEvents, int wantedType,
                                      int wantedFilter) {
        int bits = 0;
        for (String one : filters.split(",")) {
            bits |= 1 << Integer.parseInt(one);
        }

        assertEquals(new Config(wantedType, wantedFilter),
                NicStamping.wanted(new StampAbility(ALL_FLAGS, 0, 2, bits), new Config(txType, filter), ptpEvents));
    }

    @Test
    void shouldAskTheDriverAndNotTheSocket() {
        assertTrue(new StampAbility(ALL_FLAGS, 0, 2, 0).transmitsHardware());
        assertFalse(new StampAbility(ALL_FLAGS, -1, 2, 0).transmitsHardware(), "no clock");
        assertFalse(new StampAbility(ALL_FLAGS, 0, 1, 0).transmitsHardware(), "cannot be switched on");
        assertFalse(new StampAbility(0x1a, 0, 2, 0).transmitsHardware(), "software stamps only");
    }

    @Test
    void shouldSayThatLoopbackHasNoClock() {
        String lo = NicStamping.deviceOf(InetAddress.getLoopbackAddress());

        assertFalse(NicStamping.isPossible(lo));
        HostException refusal = assertThrows(HostException.class, () -> NicStamping.switchOn(lo, false));
        assertTrue(refusal.getMessage().startsWith(lo + " has no clock"), refusal.getMessage());
        assertFalse(NicStamping.isPossible(""));
        assertFalse(NicStamping.isPossible("a name too long for an interface"));
    }

    @Test
    void shouldNameFiltersAsEthtoolDoes() {
        assertEquals("none", NicStamping.filterName(0));
        assertEquals("all", NicStamping.filterName(1));
        assertEquals("ptpv2-l4-event", NicStamping.filterName(6));
        assertEquals("ptpv2-event", NicStamping.filterName(12));
        assertEquals("ntp-all", NicStamping.filterName(15));
        assertEquals("filter 99", NicStamping.filterName(99));
    }
}
