package io.venturi.cli.udpst;

import io.venturi.engine.plan.RttPlan.Family;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;

/** What can be known to fail before anything is sent, told in the words that scripts know. */
final class StartChecks {

    private StartChecks() {
    }

    /** @throws Refusal if a server cannot be found, or the interface to be watched does not exist */
    static void client(Options options) {
        options.client().servers().forEach(server -> lookUp(server, options.family()));
        String rateOf = options.client().plan().watch().rateOf();
        Path counter = Path.of("/sys/class/net", rateOf, "statistics", "rx_bytes");
        if (!rateOf.isEmpty() && !Files.isReadable(counter)) {
            throw Refusal.start("OPEN ERROR: No such file or directory (" + counter + ")");
        }
    }

    /** @throws Refusal if the address to listen on cannot be found */
    static void server(Options options) {
        if (!options.server().bind().host().isEmpty()) {
            lookUp(options.server().bind(), options.family());
        }
    }

    private static void lookUp(Endpoint endpoint, Family family) {
        try {
            InetAddress[] found = InetAddress.getAllByName(endpoint.host());
            Predicate<InetAddress> fits = address -> family == Family.ANY
                    || address instanceof Inet4Address == (family == Family.IPV4);
            if (Arrays.stream(found).noneMatch(fits)) {
                throw Refusal.start("ERROR: Specified IP address does not match address family");
            }
        } catch (UnknownHostException e) {
            throw Refusal.start("GETADDRINFO ERROR[" + endpoint.host() + "]: Success (Name or service not known)");
        }
    }
}
