package io.venturi.engine.socket;

import io.venturi.engine.testing.Await;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What a packet said, kept beyond the call it was handed to. */
record Received(byte[] payload, boolean truncated, long userNs, long wallNs, long kernelNs, int trafficClass,
                int hopLimit, InetSocketAddress peer) {

    static Received of(Packet packet, boolean connected) {
        return new Received(packet.payload().asSlice(0, packet.length()).toArray(ValueLayout.JAVA_BYTE),
                packet.truncated(), packet.receivedUserNs(), packet.receivedUserWallNs(), packet.receivedKernelNs(),
                packet.trafficClass(), packet.hopLimit(), connected ? null : packet.peerAddress());
    }

    /** All that one receive call takes. */
    static List<Received> now(UdpSocket socket, boolean connected) {
        List<Received> taken = new ArrayList<>();
        int n = socket.receive();
        for (int i = 0; i < n; i++) {
            taken.add(of(socket.packet(i), connected));
        }
        return taken;
    }

    /** Exactly {@code n} datagrams of a listening socket, however many calls that takes. */
    static List<Received> exactly(int n, UdpSocket socket) {
        List<Received> taken = new ArrayList<>();
        Await.until(n + " datagrams", () -> {
            taken.addAll(now(socket, false));
            return taken.size() >= n;
        });
        if (taken.size() > n || socket.receive() > 0) {
            throw new AssertionError("more than " + n + " datagrams");
        }
        return taken;
    }

    static Received one(UdpSocket socket) {
        return exactly(1, socket).getFirst();
    }
}
