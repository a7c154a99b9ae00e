package io.venturi.engine.testing;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Addresses of this host's loopback interface. */
public final class Loopback {

    private Loopback() {
    }

    /** Any port of a literal address; skips the test if this host has no such address. */
    public static InetSocketAddress any(String literal) {
        InetSocketAddress address = address(literal);
        try (DatagramSocket probe = new DatagramSocket(address)) {
            return address;
        } catch (IOException e) {
            Skip.because("nothing can be bound to " + literal + " here (" + e.getMessage() + ")");
            throw new AssertionError(e);
        }
    }

    /** A port of {@code literal} on which nothing listens. */
    public static InetSocketAddress closedPort(String literal) {
        try (DatagramSocket gone = new DatagramSocket(address(literal))) {
            return new InetSocketAddress(gone.getLocalAddress(), gone.getLocalPort());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Any port of a literal address, which need not be this host's. */
    public static InetSocketAddress address(String literal) {
        try {
            return new InetSocketAddress(InetAddress.getByName(literal), 0);
        } catch (UnknownHostException e) {
            throw new AssertionError("not a literal address: " + literal, e);
        }
    }
}
