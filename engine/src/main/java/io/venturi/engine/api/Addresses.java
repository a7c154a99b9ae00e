package io.venturi.engine.api;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.error.PeerException;
import io.venturi.engine.plan.RttPlan.Family;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** From what users write to addresses. Start-up only. */
final class Addresses {

    /** A host and a port as written, before any name is looked up; port -1 if none was given. */
    record HostPort(String host, int port) {

        /**
         * Parse {@code host}, {@code host:port}, {@code :port}, {@code ::1}, {@code [::1]} or {@code [::1]:port}.
         *
         * @throws ConfigException if the port is no number from 0 to 65535 or a bracket is open
         */
        static HostPort parse(String text) {
            if (text.startsWith("[")) {
                int end = text.indexOf(']');
                if (end < 0) {
                    throw new ConfigException("\"" + text + "\" lacks the closing bracket: write [::1] or [::1]:2112.");
                }
                String rest = text.substring(end + 1);
                return new HostPort(text.substring(1, end), rest.isEmpty() ? -1 : port(rest, text));
            }
            int colon = text.lastIndexOf(':');
            boolean bareIpv6 = colon > 0 && text.indexOf(':') != colon;
            return colon < 0 || bareIpv6
                    ? new HostPort(text, -1)
                    : new HostPort(text.substring(0, colon), port(text.substring(colon), text));
        }

        private static int port(String colonAndDigits, String text) {
            if (colonAndDigits.matches(":[0-9]{1,5}")) {
                int port = Integer.parseInt(colonAndDigits.substring(1));
                if (port <= 65_535) {
                    return port;
                }
            }
            throw new ConfigException("\"" + text + "\" has no valid port: it is a number from 0 to 65535 after a"
                    + " colon, as in 192.0.2.1:2112 or [2001:db8::1]:2112.");
        }
    }

    private Addresses() {
    }

    /**
     * The addresses of a peer in the order in which they are to be tried.
     *
     * @throws PeerException if the name does not resolve, or to no address of the family
     */
    static List<InetSocketAddress> peer(String text, Family family, int defaultPort) {
        HostPort target = HostPort.parse(text);
        if (target.host().isEmpty()) {
            throw new ConfigException("\"" + text + "\" names no host.");
        }
        int port = target.port() < 0 ? defaultPort : target.port();
        if (port == 0) {
            throw new ConfigException("Port 0 cannot be measured.");
        }
        try {
            List<InetSocketAddress> found = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(target.host())) {
                if (fits(address, family)) {
                    found.add(new InetSocketAddress(address, port));
                }
            }
            if (found.isEmpty()) {
                throw new PeerException(target.host() + " has no " + name(family) + " address.");
            }
            return found;
        } catch (UnknownHostException e) {
            throw new PeerException("Cannot resolve " + target.host()
                    + ": no such name, or no name server answers. Check the spelling, or give an address.", e);
        }
    }

    /** The address to send from: {@code ""}, {@code :port}, {@code host} or {@code host:port}, in the peer's family. */
    static InetSocketAddress local(String text, InetAddress peer) {
        HostPort local = HostPort.parse(text);
        int port = Math.max(0, local.port());
        boolean ipv6 = peer instanceof Inet6Address;
        try {
            if (local.host().isEmpty()) {
                return new InetSocketAddress(InetAddress.getByName(ipv6 ? "::" : "0.0.0.0"), port);
            }
            for (InetAddress address : InetAddress.getAllByName(local.host())) {
                if (address instanceof Inet6Address == ipv6) {
                    return new InetSocketAddress(address, port);
                }
            }
        } catch (UnknownHostException e) {
            throw new ConfigException("Cannot resolve the local address " + local.host() + ".", e);
        }
        throw new ConfigException("The local address " + local.host() + " is not of the peer's family ("
                + (ipv6 ? "IPv6" : "IPv4") + ").");
    }

    /** The addresses a server is to listen on; unspecified ones give one per family. */
    static List<InetSocketAddress> binds(List<String> texts, Family family, int defaultPort) {
        LinkedHashSet<InetSocketAddress> found = new LinkedHashSet<>();
        for (String text : texts) {
            found.addAll(text.startsWith("%") ? interfaceBinds(text, defaultPort) : hostBinds(text, defaultPort));
        }
        found.removeIf(address -> !fits(address.getAddress(), family));
        if (found.isEmpty()) {
            throw new ConfigException("Nothing to listen on: " + String.join(",", texts) + " gives no "
                    + name(family) + " address of this host.");
        }
        return List.copyOf(found);
    }

    private static List<InetSocketAddress> hostBinds(String text, int defaultPort) {
        HostPort bind = HostPort.parse(text);
        int port = bind.port() < 0 ? defaultPort : bind.port();
        try {
            if (bind.host().isEmpty()) {
                List<InetSocketAddress> any = new ArrayList<>();
                if (hasIpv6()) {
                    any.add(new InetSocketAddress(InetAddress.getByName("::"), port));
                }
                any.add(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), port));
                return any;
            }
            return java.util.Arrays.stream(InetAddress.getAllByName(bind.host()))
                    .map(address -> new InetSocketAddress(address, port)).toList();
        } catch (UnknownHostException e) {
            throw new ConfigException("Cannot resolve the address to listen on, " + bind.host() + ".", e);
        }
    }

    private static List<InetSocketAddress> interfaceBinds(String text, int defaultPort) {
        int colon = text.lastIndexOf(':');
        int port = colon < 0 ? defaultPort : HostPort.parse(text.substring(colon)).port();
        String glob = text.substring(1, colon < 0 ? text.length() : colon);
        String regex = "\\Q" + glob.replace("*", "\\E.*\\Q") + "\\E";
        try {
            List<InetSocketAddress> found = NetworkInterface.networkInterfaces()
                    .filter(nic -> nic.getName().matches(regex) && isUp(nic))
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(address -> new InetSocketAddress(address, port)).toList();
            if (found.isEmpty()) {
                throw new ConfigException("No interface that is up and has an address is called " + glob
                        + "; `ip address` lists them.");
            }
            return found;
        } catch (SocketException e) {
            throw new HostException("Cannot list the interfaces of this host: " + e.getMessage(), e);
        }
    }

    private static boolean isUp(NetworkInterface nic) {
        try {
            return nic.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean hasIpv6() {
        return java.nio.file.Files.exists(java.nio.file.Path.of("/proc/net/if_inet6"));
    }

    /** True if the address belongs to this host, so that both ends share their clocks. */
    static boolean isOwn(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean fits(InetAddress address, Family family) {
        return switch (family) {
            case ANY -> true;
            case IPV4 -> address instanceof Inet4Address;
            case IPV6 -> address instanceof Inet6Address;
        };
    }

    private static String name(Family family) {
        return switch (family) {
            case ANY -> "IPv4 or IPv6";
            case IPV4 -> "IPv4";
            case IPV6 -> "IPv6";
        };
    }
}
