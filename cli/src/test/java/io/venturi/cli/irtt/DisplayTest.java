package io.venturi.cli.irtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTest {

    @ParameterizedTest
    @CsvSource({"0, 0s", "1, 1ns", "999, 999ns", "1000, 1µs", "1004, 1µs", "1005, 1.01µs", "9994, 9.99µs",
        "9995, 10µs", "12345, 12.3µs", "12350, 12.4µs", "99950, 100µs", "99949, 99.9µs", "123499, 123µs",
        "123500, 124µs", "999499, 999µs", "999500, 1ms", "1004999, 1ms", "1005000, 1.01ms", "12345678, 12.35ms",
        "99994999, 99.99ms", "99995000, 100ms", "123450000, 123.5ms", "400600000, 400.6ms", "999950000, 1s",
        "1234567890, 1.23s", "9995000000, 10s", "12345678901, 12.3s", "59950000000, 1m0s", "60499999999, 1m0s",
        "60500000000, 1m1s", "3600000000000, 1h0m0s", "-1, -1ns", "-1005, -1.01µs", "-123500, -124µs"})
    void shouldRoundDurationsBySize(long ns, String text) {
        assertEquals(text, Display.duration(ns));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 bps", "999, 999 bps", "1000, 1.0 Kbps", "9558, 9.6 Kbps", "3649, 3.6 Kbps", "3650, 3.6 Kbps",
        "999999, 1000.0 Kbps", "1000000, 1.00 Mbps", "10260000, 10.26 Mbps", "1234567890, 1.235 Gbps",
        "1000000000000, 1000.000 Gbps"})
    void shouldScaleBitrates(long bps, String text) {
        assertEquals(text, Display.bitrate(bps));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.00%", "33.33333333, 33.33%", "100, 100.00%", "0.125, 0.12%", "0.375, 0.38%"})
    void shouldGivePercentagesTwoDecimals(double percent, String text) {
        assertEquals(text, Display.percent(percent));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1:2112", "::1, [::1]:2112", "::, [::]:2112", "2001:db8::1, [2001:db8::1]:2112",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:2112", "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]:2112",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:2112", "1:0:3:4:5:6:7:8, [1:0:3:4:5:6:7:8]:2112",
        "fe80::, [fe80::]:2112"})
    void shouldShortenAddresses(String ip, String text) throws Exception {
        assertEquals(text, Addresses.text(new InetSocketAddress(InetAddress.getByName(ip), 2112)));
    }

    @Test
    void shouldShowNamesThatWereNotResolved() {
        assertEquals("example.net:2112", Addresses.text(InetSocketAddress.createUnresolved("example.net", 2112)));
    }
}
