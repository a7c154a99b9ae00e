package io.venturi.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPlanTest {

    @Test
    void shouldReadAFile() {
        AccessPlan plan = AccessPlan.parse("list", """
                # who may

                allow 192.0.2.0/24   # the lab
                \tdeny\t192.0.2.66
                allow 2001:db8::/32
                """);

        assertEquals(AccessPlan.of(List.of("192.0.2.0/24", "2001:db8::/32"), List.of("192.0.2.66")), plan);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"allow 192.0.2.0/24~permit ::/0|list:2: a line is",
        "~~allow 192.0.2.1/24|list:3: 192.0.2.1/24 has bits set", "deny|list:1: a line is",
        "allow 192.0.2.1, 192.0.2.2|list:1: a line is", "allow no.such.host|list:1: 'no.such.host' is no address",
        "allow 10.0.0.0/8~deny 0.0.0.0/0|list: Nobody would be let in"})
    void shouldNameTheLineThatIsWrong(String text, String words) {
        ConfigException wrong = assertThrows(ConfigException.class,
                () -> AccessPlan.parse("list", text.replace('~', '\n')));

        assertTrue(wrong.getMessage().startsWith(words), wrong.getMessage());
    }

    @Test
    void shouldSayWhatIsAllowedInVain() {
        AccessPlan plan = AccessPlan.of(List.of("10.1.0.0/16", "192.0.2.0/24"), List.of("10.0.0.0/8"));

        assertEquals(List.of("allow 10.1.0.0/16 lets nobody in: deny 10.0.0.0/8 counts more."), plan.notices());
    }

    @Test
    void shouldHaveRulesOfOneProtocolBesideThoseOfAll() {
        AccessPlan plan = AccessPlan.parse("list", """
                deny 192.0.2.66
                [irtt]            # a few more
                allow 198.51.100.0/24
                [stamp]
                deny 203.0.113.0/24
                """);

        assertEquals(AccessPlan.of(List.of("198.51.100.0/24"), List.of("192.0.2.66")), plan.of(AccessPlan.Served.IRTT));
        assertEquals(AccessPlan.of(List.of(), List.of("192.0.2.66", "203.0.113.0/24")),
                plan.of(AccessPlan.Served.STAMP));
        assertEquals(AccessPlan.of(List.of(), List.of("192.0.2.66")), plan.of(AccessPlan.Served.UDPST));
        assertEquals(plan, AccessPlan.OPEN.and(plan));
        assertEquals(2, AccessPlan.of(List.of("10.0.0.0/8"), List.of()).and(plan).of(AccessPlan.Served.IRTT).allow()
                .size());
    }

    @Test
    void shouldSayWhatIsWrongWithTheRulesOfOneProtocol() {
        String unknown = assertThrows(ConfigException.class,
                () -> AccessPlan.parse("list", "deny 192.0.2.66\n[ftp]\n")).getMessage();
        String nobody = assertThrows(ConfigException.class,
                () -> AccessPlan.parse("list", "deny 0.0.0.0/0\n[irtt]\nallow 192.0.2.0/24\n")).getMessage();

        assertTrue(unknown.startsWith("list:2: there is no protocol ftp"), unknown);
        assertTrue(nobody.contains("Nobody would be let in"), nobody);
    }
}
