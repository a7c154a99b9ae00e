package io.venturi.cli.metrics;

import io.venturi.engine.error.ConfigException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where metrics are served: {@code PORT} for loopback, {@code ADDR:PORT}, {@code :PORT} for every address. */
public final class MetricsAddress {
    private static final Pattern FORM = Pattern.compile("(?:(?<address>\\[[^]]+]|[^:\\[\\]]*):)?(?<port>\\d{1,5})");

    private MetricsAddress() {
    }

    /**
     * Parse.
     *
     * @throws ConfigException if it is none, or not of this form
     */
    public static InetSocketAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        int port = form.matches() ? Integer.parseInt(form.group("port")) : -1;
        if (port < 0 || port > 65_535) {
            throw new ConfigException("\"" + text + "\" is no place for metrics: PORT for this host only, ADDRESS:PORT,"
                    + " or :PORT for every address of it.");
        }
        String address = form.group("address");
        try {
            return address == null ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                    : address.isEmpty() ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new ConfigException("Metrics cannot be served on " + address + ": this host knows no such address.");
        }
    }
}
