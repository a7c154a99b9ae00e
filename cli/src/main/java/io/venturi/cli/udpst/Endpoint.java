package io.venturi.cli.udpst;

/** A server or local address as written: {@code host}, {@code host:port}, {@code ::1} or {@code [::1]:port}. */
record Endpoint(String host, int port) {

    /** @throws Refusal if a bracket is open or the port out of range */
    static Endpoint parse(String text, int defaultPort) {
        if (text.startsWith("[")) {
            int end = text.indexOf("]:");
            if (end < 0) {
                throw Refusal.usage("Invalid format for IPv6 address with port number");
            }
            return new Endpoint(text.substring(1, end), port(text.substring(end + 2)));
        }
        int colon = text.indexOf(':');
        return colon < 0 || text.indexOf(':', colon + 1) >= 0 ? new Endpoint(text, defaultPort)
                : new Endpoint(text.substring(0, colon), port(text.substring(colon + 1)));
    }

    private static int port(String digits) {
        return OptionReader.within(OptionReader.leading(digits), 1, 65_535);
    }

    /** In the form that the engine reads. */
    String forEngine() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
