package io.venturi.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two hosts of our own, "near" and "far", joined by a cable: network namespaces with a veth pair. Names are unique, so
 * runs do not meet; the namespaces go away when closed or when this JVM ends, and the cable with them.
 */
final class NetworkNamespaces implements AutoCloseable {
    static final String NEAR_4 = "10.77.0.1";
    static final String FAR_4 = "10.77.0.2";
    static final String NEAR_6 = "fd77::1";
    static final String FAR_6 = "fd77::2";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Set<String> ALIVE = ConcurrentHashMap.newKeySet();
    private static Boolean possible;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(NetworkNamespaces::delete)));
    }

    /** Which addresses the two have. */
    enum Families { BOTH, IPV6_ONLY }

    /** One of the two. */
    final class Host {
        private final String name;

        private Host(String suffix) {
            name = "vt" + ProcessHandle.current().pid() + "x" + number + suffix;
        }

        /** The words that run a command there; the process keeps its id. */
        List<String> enter() {
            return List.of("ip", "netns", "exec", name);
        }

        List<String> command(List<String> command) {
            List<String> all = new ArrayList<>(enter());
            all.addAll(command);
            return all;
        }

        String must(String... command) {
            return Program.must(command(List.of(command)), "");
        }

        /** Install packet filter rules. */
        void nft(String rules) {
            Program.must(command(List.of("nft", "-f", "-")), rules);
        }

        /** Packets that a named counter of the table {@code inet truth} has seen. */
        long counted(String counter) {
            Json list = Json.parse(must("nft", "-j", "list", "counter", "inet", "truth", counter));
            return list.list("nftables").stream().filter(item -> item.has("counter")).findFirst().orElseThrow()
                    .number("counter.packets");
        }
    }

    private final int number = COUNT.incrementAndGet();
    private final Host near = new Host("n");
    private final Host far = new Host("f");

    NetworkNamespaces(Families families) {
        try {
            for (Host host : List.of(near, far)) {
                ALIVE.add(host.name);
                ip("netns", "add", host.name);
            }
            ip("-n", near.name, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", far.name);
            for (Host host : List.of(near, far)) {
                if (families == Families.BOTH) {
                    ip("-n", host.name, "address", "add", (host == near ? NEAR_4 : FAR_4) + "/24", "dev", "cable");
                }
                ip("-n", host.name, "address", "add", (host == near ? NEAR_6 : FAR_6) + "/64", "dev", "cable", "nodad");
                ip("-n", host.name, "link", "set", "cable", "up");
                ip("-n", host.name, "link", "set", "lo", "up");
                if (families == Families.IPV6_ONLY) {
                    ip("-n", host.name, "address", "delete", "127.0.0.1/8", "dev", "lo");
                }
            }
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** Where the tested client runs. */
    Host near() {
        return near;
    }

    /** Where the server runs. */
    Host far() {
        return far;
    }

    /** True if namespaces can be made here. Tries once. */
    static synchronized boolean possible() {
        if (possible == null) {
            String name = "vt" + ProcessHandle.current().pid() + "try";
            possible = Needs.What.onPath("ip") && Program.run("ip", "netns", "add", name).exit() == 0;
            if (possible) {
                delete(name);
            }
        }
        return possible;
    }

    /** Whether the kernel can add delay to what leaves an interface. */
    static boolean hasNetem() {
        return Program.run("unshare", "-n", "tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms")
                .exit() == 0;
    }

    /** New namespaces have it as the first one does. */
    static boolean hasMultipath() {
        try {
            return Files.readString(Path.of("/proc/sys/net/mptcp/enabled")).strip().equals("1");
        } catch (IOException _) {
            return false;
        }
    }

    private static void ip(String... words) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(Arrays.asList(words));
        Program.must(command, "");
    }

    private static void delete(String name) {
        try {
            new ProcessBuilder("ip", "netns", "delete", name).redirectErrorStream(true).start().waitFor();
        } catch (java.io.IOException | InterruptedException e) {
            System.err.println("left behind: network namespace " + name);
        }
        ALIVE.remove(name);
    }

    @Override
    public void close() {
        delete(near.name);
        delete(far.name);
    }
}
