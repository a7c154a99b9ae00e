package io.venturi.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two network namespaces of this run joined by a pair of virtual interfaces: the client's end and the server's. Needs
 * root and iproute2; gone after {@link #close}.
 */
final class Namespaces implements AutoCloseable {
    static final String SERVER_ADDRESS = "10.98.7.2";
    private static final String CLIENT_ADDRESS = "10.98.7.1";
    private static final int SECONDS = 10;
    private static final int MTU = 1500;
    /** Longest queue of a link with a rate. */
    private static final String QUEUE = "50ms";
    /** What a link with a rate lets through at once, bytes. */
    private static final String BURST = "64k";

    private final String client = "venturi-a-" + ProcessHandle.current().pid();
    private final String server = "venturi-b-" + ProcessHandle.current().pid();

    Namespaces() throws IOException, InterruptedException {
        Thread sweeper = new Thread(this::close);
        Runtime.getRuntime().addShutdownHook(sweeper);
        ip("netns", "add", client);
        ip("netns", "add", server);
        ip("-n", client, "link", "add", "v0", "type", "veth", "peer", "name", "v0", "netns", server);
        ip("-n", client, "addr", "add", CLIENT_ADDRESS + "/24", "dev", "v0");
        ip("-n", server, "addr", "add", SERVER_ADDRESS + "/24", "dev", "v0");
        for (String name : List.of(client, server)) {
            ip("-n", name, "link", "set", "lo", "up");
            ip("-n", name, "link", "set", "v0", "up");
        }
        mtu(MTU);
    }

    private static void ip(String... words) throws IOException, InterruptedException {
        Child.run(Stream.concat(Stream.of("ip"), Stream.of(words)).toList(), SECONDS);
    }

    /** Largest packet of the link, bytes. */
    void mtu(int bytes) throws IOException, InterruptedException {
        ip("-n", client, "link", "set", "v0", "mtu", "" + bytes);
        ip("-n", server, "link", "set", "v0", "mtu", "" + bytes);
    }

    /** Shape both directions to this rate at layer 2 without check sequence; 0 for no limit. */
    void rate(int mbps) throws IOException, InterruptedException {
        for (String name : List.of(client, server)) {
            List<String> command = new ArrayList<>(List.of("tc", "-n", name, "qdisc", "replace", "dev", "v0", "root"));
            command.addAll(mbps == 0 ? List.of("noqueue")
                    : List.of("tbf", "rate", mbps + "mbit", "burst", BURST, "latency", QUEUE));
            Child.run(command, SECONDS);
        }
    }

    List<String> atClient(List<String> command) {
        return Stream.concat(Stream.of("ip", "netns", "exec", client), command.stream()).toList();
    }

    List<String> atServer(List<String> command) {
        return Stream.concat(Stream.of("ip", "netns", "exec", server), command.stream()).toList();
    }

    /** Also while this JVM ends, when {@link Child} no longer works. */
    @Override
    public void close() {
        for (String name : List.of(client, server)) {
            try {
                new ProcessBuilder("ip", "netns", "del", name).redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            } catch (IOException e) {
                System.err.println("network namespace " + name + " is left: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
