package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.api.Addresses.HostPort;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.PeerException;
import io.venturi.engine.plan.RttPlan.Family;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @CsvSource({
        "example.net, example.net, -1", "example.net:80, example.net, 80", "192.0.2.1, 192.0.2.1, -1",
        "192.0.2.1:0, 192.0.2.1, 0", "192.0.2.1:65535, 192.0.2.1, 65535", "192.0.2.1:00080, 192.0.2.1, 80",
        ":2112, '', 2112", "'', '', -1", "::, ::, -1", "::1, ::1, -1", "2001:db8::1, 2001:db8::1, -1",
        "[::1], ::1, -1", "[::1]:2112, ::1, 2112", "[::], ::, -1", "[::]:0, ::, 0",
        "fe80::1%eth0, fe80::1%eth0, -1", "[fe80::1%eth0]:5, fe80::1%eth0, 5", "[192.0.2.1]:5, 192.0.2.1, 5",
        "::ffff:192.0.2.1, ::ffff:192.0.2.1, -1", "[]:5, '', 5"})
    void shouldPartHostFromPort(String text, String host, int port) {
        assertEquals(new HostPort(host, port), HostPort.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:", "host:x", "host:-1", "host:+5", "host: 5", "host:65536", "host:999999",
        "host:4294967297", ":", "[::1]:", "[::1]x", "[::1]2112", "[::1]:x", "[::1", "["})
    void shouldTellHowToWriteAnAddress(String text) {
        ConfigException refusal = assertThrows(ConfigException.class, () -> HostPort.parse(text));

        assertTrue(refusal.getMessage().startsWith("\"" + text + "\""), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("[::1]") || refusal.getMessage().contains("[2001:db8::1]:2112"));
    }

    @Test
    void shouldFindThePeer() throws Exception {
        InetAddress ipv4 = InetAddress.getByName("127.0.0.1");
        InetAddress ipv6 = InetAddress.getByName("::1");

        assertEquals(List.of(new InetSocketAddress(ipv4, 2112)), Addresses.peer("127.0.0.1", Family.ANY, 2112));
        assertEquals(List.of(new InetSocketAddress(ipv4, 7)), Addresses.peer("127.0.0.1:7", Family.IPV4, 2112));
        assertEquals(List.of(new InetSocketAddress(ipv6, 2112)), Addresses.peer("::1", Family.ANY, 2112));
        assertEquals(List.of(new InetSocketAddress(ipv6, 7)), Addresses.peer("[::1]:7", Family.IPV6, 2112));
    }

    @Test
    void shouldTellWhyThereIsNoPeer() {
        assertEquals("127.0.0.1 has no IPv6 address.", assertThrows(PeerException.class,
                () -> Addresses.peer("127.0.0.1", Family.IPV6, 2112)).getMessage());
        assertEquals("::1 has no IPv4 address.", assertThrows(PeerException.class,
                () -> Addresses.peer("::1", Family.IPV4, 2112)).getMessage());
        assertEquals("\":7\" names no host.", assertThrows(ConfigException.class,
                () -> Addresses.peer(":7", Family.ANY, 2112)).getMessage());
        assertEquals("Port 0 cannot be measured.", assertThrows(ConfigException.class,
                () -> Addresses.peer("127.0.0.1:0", Family.ANY, 2112)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"'', 127.0.0.1, 0.0.0.0, 0", "'', ::1, ::, 0", ":77, 127.0.0.1, 0.0.0.0, 77", ":77, ::1, ::, 77",
        "127.0.0.2, 127.0.0.1, 127.0.0.2, 0", "127.0.0.2:5, 127.0.0.1, 127.0.0.2, 5", "[::1]:5, ::1, ::1, 5"})
    void shouldSendFromAnAddressOfThePeersFamily(String text, String peer, String host, int port) throws Exception {
        assertEquals(new InetSocketAddress(InetAddress.getByName(host), port),
                Addresses.local(text, InetAddress.getByName(peer)));
    }

    @Test
    void shouldRefuseToSendFromAnotherFamily() throws Exception {
        InetAddress ipv6 = InetAddress.getByName("::1");

        assertEquals("The local address 127.0.0.1 is not of the peer's family (IPv6).",
                assertThrows(ConfigException.class, () -> Addresses.local("127.0.0.1", ipv6)).getMessage());
    }

    @Test
    void shouldBindWhatIsWritten() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");

        assertEquals(List.of(new InetSocketAddress(loopback, 2112), new InetSocketAddress(loopback, 5)),
                Addresses.binds(List.of("127.0.0.1", "127.0.0.1:5", "127.0.0.1:2112"), Family.ANY, 2112));
        assertEquals(List.of(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 5)),
                Addresses.binds(List.of(":5"), Family.IPV4, 2112));
        assertEquals(List.of(new InetSocketAddress(InetAddress.getByName("::1"), 5)),
                Addresses.binds(List.of("[::1]:5", "127.0.0.1:5"), Family.IPV6, 2112));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%lo", "%lo:2112", "%l*", "%*"})
    void shouldBindTheAddressesOfInterfaces(String text) throws Exception {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 2112);

        assertTrue(Addresses.binds(List.of(text), Family.IPV4, 2112).contains(loopback));
    }

    @Test
    void shouldTellWhyNothingCanBeBound() {
        for (String text : List.of("%nosuch0", "%nosuch*:5", "%l")) {
            ConfigException refusal = assertThrows(ConfigException.class,
                    () -> Addresses.binds(List.of(text), Family.ANY, 2112));
            assertTrue(refusal.getMessage().startsWith("No interface that is up"), refusal.getMessage());
        }
        assertTrue(assertThrows(ConfigException.class,
                () -> Addresses.binds(List.of("127.0.0.1"), Family.IPV6, 2112)).getMessage()
                .startsWith("Nothing to listen on: 127.0.0.1 gives no IPv6 address"));
        assertThrows(ConfigException.class, () -> Addresses.binds(List.of("%lo:x"), Family.ANY, 2112));
    }

    @Test
    void shouldKnowItsOwnAddresses() throws Exception {
        assertTrue(Addresses.isOwn(InetAddress.getByName("127.9.9.9")));
        assertTrue(Addresses.isOwn(InetAddress.getByName("::1")));
        assertEquals(false, Addresses.isOwn(InetAddress.getByName("192.0.2.1")));
    }
}
