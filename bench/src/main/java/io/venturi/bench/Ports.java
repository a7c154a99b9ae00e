package io.venturi.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;

/** UDP ports of the loopback address. */
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
}
