package io.venturi.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.1:7", "10.0.0.0, 10.0.0.0:7", "::1, [::1]:7", "::, [::]:7", "fe80::, [fe80::]:7",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:7", "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]:7",
        "fd55:0:10:20:30:40:50:60, [fd55:0:10:20:30:40:50:60]:7", "fe80::1%1, [fe80::1%1]:7",
        "fe80::%1, [fe80::%1]:7"})
    void shouldWriteTheLongestRunOfZerosAsTwoColons(String address, String text) throws UnknownHostException {
        InetSocketAddress socket = new InetSocketAddress(InetAddress.getByName(address), 7);

        assertEquals(text, AddressText.of(socket).replace("%lo", "%1"));
    }

    @Test
    void shouldGiveTheNameOfWhatIsNotResolved() {
        assertEquals("host.example:7", AddressText.of(InetSocketAddress.createUnresolved("host.example", 7)));
    }
}
