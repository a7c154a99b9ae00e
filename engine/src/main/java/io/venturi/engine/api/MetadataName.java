package io.venturi.engine.api;

import io.venturi.engine.protocol.udpst.LoadLog.Source;
import java.time.ZonedDateTime;

/** Names of the files with stamps of received load. */
final class MetadataName {

    private MetadataName() {
    }

    /**
     * What follows a # in the template is replaced, then that of strftime(3). What is known:
     * <pre>
     * #i #c #I  index of the connection, number of connections, identifier of the test
     * #l #r     local and remote address         #s #d  remote and local port
     * #M #D     S and U at a server, C and D at a client
     * #H #p     server as the user wrote it, its control port
     * #E        watched interface
     * </pre>
     *
     * @param server {@code host[:port]} as the user wrote it; without a host at a server that listens on any address
     */
    static String of(String template, Source source, String server, String device, ZonedDateTime time) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '#' && i + 1 < template.length()) {
                name.append(code(template.charAt(++i), source, host(server), device));
            } else {
                name.append(c);
            }
        }
        return StrfTime.format(name.toString(), time);
    }

    private static String host(String server) {
        return server.isEmpty() ? server : Addresses.HostPort.parse(server).host();
    }

    private static String code(char which, Source source, String serverName, String device) {
        return switch (which) {
            case 'i' -> Integer.toString(source.index());
            case 'c' -> Integer.toString(source.count());
            case 'I' -> Integer.toString(source.ident());
            case 'l' -> literal(source.local().getAddress().getHostAddress());
            case 'r' -> literal(source.remote().getAddress().getHostAddress());
            case 's' -> Integer.toString(source.remote().getPort());
            case 'd' -> Integer.toString(source.local().getPort());
            case 'M' -> source.server() ? "S" : "C";
            case 'D' -> source.server() ? "U" : "D";
            case 'H' -> literal(serverName.isEmpty() ? "InAddrAny" : serverName);
            case 'p' -> Integer.toString(source.control().getPort());
            case 'E' -> literal(device);
            default -> "#" + which;
        };
    }

    /** Not to be taken for what it is of strftime, nor for a folder. */
    private static String literal(String text) {
        return text.replace("%", "%%").replace('/', '_');
    }
}
