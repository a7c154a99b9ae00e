package io.venturi.cli;

import io.venturi.cli.command.HelpText;
import io.venturi.cli.command.VenturiCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Runs short tests of this host with itself, so that a JVM which is told to record what it loads and links
 * ({@code -XX:AOTCacheOutput}) finds it in its cache at every later start. The launcher runs it once for a jar.
 */
final class Training {
    /** The launcher's word for it; no command, so no help names it. */
    static final String WORD = "start-up-training";
    private static final String[] LOAD = {"-t", "1", "-i", "0.5"};

    private Training() {
    }

    static void run() {
        // Each class that a later start finds outside the cache comes from the jar, and the first one opens it.
        HelpText.answers();
        VenturiCommand.run("rtt", "-n", "500", "-i", "1ms", "-q");
        VenturiCommand.run("rtt", "-n", "5", "-i", "10ms", "-q");
        VenturiCommand.run("throughput", "-d", "1s", "-q");
        String port = Integer.toString(freePort());
        Thread server = new Thread(() -> VenturiCommand.run("iperf3", "-s", "-p", port), "server");
        server.setDaemon(true); // it may never have had a client
        server.start();
        load(port, "-J");
        load(port, "-R");
        load(port, "-u", "-b", "100M");
    }

    private static void load(String port, String... options) {
        VenturiCommand.run(Stream.of(new String[] {"iperf3", "-c", "127.0.0.1", "-p", port}, LOAD, options)
                .flatMap(Arrays::stream).toArray(String[]::new));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
