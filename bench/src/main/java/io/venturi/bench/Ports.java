package io.venturi.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ports of processes started here. */
final class Ports {

    private Ports() {
    }

    /** One that was free a moment ago. */
    static int free() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Wait until a process holds the port; fails if it ends or takes longer than 20 s. */
    static void awaitTaken(int port, Child by) throws IOException, InterruptedException {
        long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (by.isAlive() && System.nanoTime() < giveUpNs) {
            Thread.sleep(20);
            try (DatagramSocket socket = new DatagramSocket(null)) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (SocketException e) {
                return;
            }
        }
        throw new IOException("nothing came to listen on UDP port " + port);
    }

    /** Wait until something in the network namespace of the process holds the port, TCP or UDP; fails as the other. */
    static void awaitHeld(int port, Child by) throws IOException, InterruptedException {
        String hex = ":%04X ".formatted(port);
        long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (by.isAlive() && System.nanoTime() < giveUpNs) {
            Thread.sleep(20);
            for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
                Path file = Path.of("/proc", "" + by.pid(), "net", table);
                if (Files.exists(file) && Files.readString(file).contains(hex)) {
                    return;
                }
            }
        }
        throw new IOException("nothing came to listen on port " + port);
    }
}
