package io.venturi.cli.discovery;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;

/** Makes the services of this process known on the local links until it is closed. */
public final class Announcement implements AutoCloseable {
    private final Responders responders;

    private Announcement(Responders responders) {
        this.responders = responders;
    }

    /**
     * A service.
     *
     * @param keyed clients need a key
     */
    public record Service(ServiceType type, InetSocketAddress address, boolean keyed) { }

    /**
     * Announce; where a service listens on one address only, it is made known on that interface alone.
     *
     * @param name    as people see it; made unique on the link if another has it
     * @throws ConfigException if all of them are on loopback
     * @throws HostException   if no link takes it
     */
    public static Announcement start(String name, String version, List<Service> services) {
        List<Service> reachable = services.stream()
                .filter(service -> !service.address().getAddress().isLoopbackAddress()).toList();
        if (reachable.isEmpty()) {
            throw new ConfigException("--announce makes a server known to others on its links, but this one listens on"
                    + " loopback only.");
        }
        Responders responders = Responders.open(hostName(), address -> reachable.stream()
                .anyMatch(service -> covers(service, address)));
        try {
            for (JmDNS link : responders.all()) {
                InetAddress own = link.getInetAddress();
                List<Service> here = reachable.stream().filter(service -> covers(service, own)).toList();
                for (ServiceType type : ServiceType.values()) { // one for both families
                    here.stream().filter(service -> service.type() == type).findFirst()
                            .ifPresent(service -> register(link, name, version, service));
                }
            }
            return new Announcement(responders);
        } catch (IOException e) {
            responders.close();
            throw new HostException("The server cannot be announced: " + e.getMessage() + ".", e);
        }
    }

    private static boolean covers(Service service, InetAddress address) {
        InetAddress bound = service.address().getAddress();
        return bound.isAnyLocalAddress() || bound.equals(address);
    }

    private static void register(JmDNS link, String name, String version, Service service) {
        try {
            link.registerService(ServiceInfo.create(service.type().dnsName(), name, service.address().getPort(), 0, 0,
                    Map.of("proto", service.type().protocol(), "version", version,
                            "auth", service.keyed() ? "key" : "none")));
        } catch (IOException e) {
            throw new HostException("The server cannot be announced: " + e.getMessage() + ".", e);
        }
    }

    /** The name of this host without its domain. */
    public static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        } catch (UnknownHostException e) {
            return "venturi";
        }
    }

    @Override
    public void close() {
        responders.close();
    }
}
