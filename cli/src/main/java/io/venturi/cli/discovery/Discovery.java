package io.venturi.cli.discovery;

import io.venturi.cli.discovery.FoundServer.FoundService;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;

/** Asks on the local links who serves tests. One thread; {@link #stop} by any. */
public final class Discovery {
    /** Anyone on the link can answer, and as often as they like. */
    private static final int MOST_ANSWERS = 4096;
    private static final int MOST_DETAILS = 32;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<String, ServiceInfo> answers = new ConcurrentHashMap<>();

    /**
     * Ask, and listen for so long.
     *
     * @throws io.venturi.engine.error.HostException if there is no link to ask on
     */
    public List<FoundServer> find(long ms) throws InterruptedException {
        try (Responders responders = Responders.open(Announcement.hostName(), address -> true)) {
            for (JmDNS link : responders.all()) {
                for (ServiceType type : ServiceType.values()) {
                    link.addServiceListener(type.dnsName(), new Listener());
                }
            }
            stopped.await(ms, TimeUnit.MILLISECONDS);
            return servers();
        }
    }

    /** Listen no longer. */
    public void stop() {
        stopped.countDown();
    }

    private final class Listener implements ServiceListener {
        @Override
        public void serviceAdded(ServiceEvent event) {
            event.getDNS().requestServiceInfo(event.getType(), event.getName(), 1);
        }

        @Override
        public void serviceRemoved(ServiceEvent event) {
            answers.remove(event.getInfo().getQualifiedName() + event.getDNS().getName());
        }

        @Override
        public void serviceResolved(ServiceEvent event) {
            if (answers.size() < MOST_ANSWERS) {
                answers.put(event.getInfo().getQualifiedName() + event.getDNS().getName(), event.getInfo().clone());
            }
        }
    }

    /** The same server may have answered for several services, on several links. */
    private List<FoundServer> servers() {
        Map<String, List<ServiceInfo>> byServer = new TreeMap<>();
        for (ServiceInfo answer : answers.values()) {
            byServer.computeIfAbsent(answer.getName() + "\0" + answer.getServer(), _ -> new ArrayList<>()).add(answer);
        }
        return byServer.values().stream().map(Discovery::server).toList();
    }

    private static FoundServer server(List<ServiceInfo> answers) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        SortedMap<ServiceType, FoundService> services = new TreeMap<>();
        for (ServiceInfo answer : answers) {
            Collections.addAll(addresses, answer.getInetAddresses());
            ServiceType.of(answer.getType()).ifPresent(type ->
                    services.put(type, new FoundService(type, answer.getPort(), details(answer))));
        }
        List<String> sorted = addresses.stream()
                .sorted(Comparator.comparing((InetAddress address) -> address instanceof Inet4Address ? 0 : 1)
                        .thenComparing(InetAddress::getHostAddress))
                .map(InetAddress::getHostAddress).toList();
        String host = answers.getFirst().getServer();
        return new FoundServer(answers.getFirst().getName(),
                host.endsWith(".") ? host.substring(0, host.length() - 1) : host,
                sorted, List.copyOf(services.values()));
    }

    private static SortedMap<String, String> details(ServiceInfo answer) {
        SortedMap<String, String> details = new TreeMap<>();
        for (String name : Collections.list(answer.getPropertyNames())) {
            if (details.size() < MOST_DETAILS) {
                String value = answer.getPropertyString(name);
                details.put(name, value == null ? "" : value);
            }
        }
        return details;
    }
}
