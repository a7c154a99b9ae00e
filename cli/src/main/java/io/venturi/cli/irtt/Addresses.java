package io.venturi.cli.irtt;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as text: {@code 192.0.2.1:2112}, {@code [2001:db8::1]:2112}, {@code [fe80::1%eth0]:2112}. */
final class Addresses {
    private static final Pattern ZEROES = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");

    private Addresses() {
    }

    static String text(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return address.getHostString() + ":" + address.getPort();
        }
        InetAddress ip = address.getAddress();
        String text = ip(ip) + (zone(ip).isEmpty() ? "" : "%" + zone(ip));
        return (ip instanceof Inet6Address ? "[" + text + "]" : text) + ":" + address.getPort();
    }

    /** Without zone; IPv6 with the longest run of zeroes left out (RFC 5952 section 4). */
    static String ip(InetAddress ip) {
        if (!(ip instanceof Inet6Address)) {
            return ip.getHostAddress();
        }
        String full = ip.getHostAddress().replaceFirst("%.*", "");
        String longest = "";
        for (Matcher run = ZEROES.matcher(full); run.find(); ) {
            longest = run.group().length() > longest.length() ? run.group() : longest;
        }
        return longest.isEmpty() ? full : full.replaceFirst(Pattern.quote(longest), "::");
    }

    /** Interface of a link-local address, empty if none. */
    static String zone(InetAddress ip) {
        int at = ip.getHostAddress().indexOf('%');
        return at < 0 ? "" : ip.getHostAddress().substring(at + 1);
    }
}
