package io.venturi.engine.plan;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Addresses as users write them. */
public final class AddressText {
    private static final Pattern ZEROS = Pattern.compile("(?<![0-9a-f])0(:0)+(?![0-9a-f])");

    private AddressText() {
    }

    /** {@code 192.0.2.1:2112}, {@code [2001:db8::1]:2112}, {@code [::]:2112}; by name if it is not resolved. */
    public static String of(InetSocketAddress address) {
        String host = address.getAddress() == null ? address.getHostString() : of(address.getAddress());
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** {@code 192.0.2.1}, {@code 2001:db8::1}: the longest run of zero groups as {@code ::} (RFC 5952 section 4.2). */
    public static String of(InetAddress address) {
        String host = address.getHostAddress();
        Optional<MatchResult> run = host.contains(":") ? ZEROS.matcher(host).results().reduce((longest, next) ->
                next.group().length() > longest.group().length() ? next : longest) : Optional.empty();
        if (run.isEmpty()) {
            return host;
        }
        String before = host.substring(0, run.get().start());
        String after = host.substring(run.get().end());
        return (before.isEmpty() ? ":" : before) + (after.isEmpty() || after.startsWith("%") ? ":" : "") + after;
    }
}
