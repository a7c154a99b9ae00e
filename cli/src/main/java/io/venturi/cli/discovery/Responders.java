package io.venturi.cli.discovery;

import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import javax.jmdns.JmDNS;

/** Multicast DNS on each interface of this host that has it. One thread. */
final class Responders implements AutoCloseable {
    /** Closing says goodbye several times, with pauses. */
    private static final long GOODBYE_MS = 3_000;

    private final List<JmDNS> all;

    private Responders(List<JmDNS> all) {
        this.all = all;
    }

    /**
     * Take part on all interfaces whose address is wanted.
     *
     * @param name of this host, without a domain
     * @throws HostException if there is no such interface
     */
    static Responders open(String name, Predicate<InetAddress> wanted) {
        List<JmDNS> all = new ArrayList<>();
        IOException failure = null;
        for (InetAddress address : addresses(wanted)) {
            try {
                all.add(JmDNS.create(address, name));
            } catch (IOException e) {
                failure = e; // one without works, such as a tunnel, must not spoil the others
            }
        }
        if (all.isEmpty()) {
            throw new HostException("Multicast DNS cannot be had: " + (failure == null
                    ? "no interface but loopback is up, has an address and takes multicast." : failure.getMessage()),
                    failure);
        }
        return new Responders(all);
    }

    /** One of each interface, IPv4 if it has that. */
    private static List<InetAddress> addresses(Predicate<InetAddress> wanted) {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            for (NetworkInterface link : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (link.isUp() && !link.isLoopback() && link.supportsMulticast()) {
                    List<InetAddress> own = Collections.list(link.getInetAddresses()).stream().filter(wanted).toList();
                    own.stream().filter(Inet4Address.class::isInstance).findFirst()
                            .or(() -> own.stream().findFirst()).ifPresent(addresses::add);
                }
            }
        } catch (SocketException e) {
            throw new HostException("The interfaces of this host cannot be listed: " + e.getMessage() + ".", e);
        }
        return addresses;
    }

    List<JmDNS> all() {
        return all;
    }

    @Override
    public void close() {
        List<Thread> closing = all.stream().map(one -> Thread.ofPlatform().daemon().start(() -> {
            try {
                one.close();
            } catch (IOException e) {
                // the others on the link forget us after a while
            }
        })).toList();
        long deadline = System.nanoTime() + GOODBYE_MS * 1_000_000;
        try {
            for (Thread thread : closing) {
                thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
