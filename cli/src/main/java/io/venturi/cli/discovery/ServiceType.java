package io.venturi.cli.discovery;

import java.util.Optional;

/** What is announced: a type of service for each protocol, names as RFC 6335 section 5.1 allows. */
public enum ServiceType {
    IRTT("irtt", "udp", "venturi rtt %s"),
    STAMP("stamp", "udp", "venturi rtt --protocol stamp %s"),
    UDPST("udpst", "udp", "venturi capacity %s"),
    IPERF3("iperf3", "tcp", "venturi iperf3 -c %s");

    private final String protocol;
    private final String transport;
    private final String command;

    ServiceType(String protocol, String transport, String command) {
        this.protocol = protocol;
        this.transport = transport;
        this.command = command;
    }

    public String protocol() {
        return protocol;
    }

    /** Of the control connection. */
    public String transport() {
        return transport;
    }

    /** How to test with it. */
    String command(String host, int port) {
        boolean ipv6 = host.contains(":");
        return String.format(command, this == IPERF3 ? host + " -p " + port : (ipv6 ? "[" + host + "]" : host) + ":"
                + port);
    }

    /** As in {@code _venturi-irtt._udp.local.}. */
    String dnsName() {
        return "_venturi-" + protocol + "._" + transport + ".local.";
    }

    static Optional<ServiceType> of(String dnsName) {
        for (ServiceType type : values()) {
            if (type.dnsName().equalsIgnoreCase(dnsName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
