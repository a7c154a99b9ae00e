package io.venturi.cli.discovery;

import java.util.List;
import java.util.SortedMap;

/**
 * A server that made itself known. All of it is what others said.
 *
 * @param addresses IPv4 first
 */
public record FoundServer(String instance, String host, List<String> addresses, List<FoundService> services) {

    /**
     * One of its services.
     *
     * @param details names and values as announced, such as {@code auth} and {@code version}
     */
    public record FoundService(ServiceType type, int port, SortedMap<String, String> details) { }
}
