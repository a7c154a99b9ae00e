package io.venturi.bench.loop;

import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The counterpart of twin-echo; ends when the worker is told to stop. Its first line names the port. */
final class EchoLoop {

    private EchoLoop() {
    }

    static String run(Arguments arguments) {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (UdpSocket socket = UdpSocket.open(SocketOptions.listening(any)
                .sized((int) arguments.number("batch", 64), 2048).stamped(false, arguments.flag("stamps"))
                .readingMarks(arguments.flag("marks")))) {
            Worker.say("port=" + socket.localAddress().getPort());
            return "packets=" + echo(socket);
        }
    }

    private static long echo(UdpSocket socket) {
        long packets = 0;
        while (!Worker.stopped) {
            int received = socket.receive();
            if (received > 0) {
                for (int i = 0; i < received; i++) {
                    socket.reply(i, socket.packet(i).length());
                }
                socket.flushReplies();
                packets += received;
            }
        }
        return packets;
    }
}
