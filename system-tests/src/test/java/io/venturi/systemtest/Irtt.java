package io.venturi.systemtest;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The {@code irtt} program that is installed here: the peer that decides what the protocol is. */
final class Irtt {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final AtomicInteger PORTS = new AtomicInteger((int) (ProcessHandle.current().pid() * 61 % 12_000));

    private Irtt() {
    }

    static List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM", "irtt"));
        command.addAll(List.of(words));
        return command;
    }

    static Program.Outcome run(String... words) {
        return Program.run(command(words));
    }

    /** A port that is free on all addresses, and not among those the kernel hands out. */
    static int freePort() {
        while (true) {
            int port = FIRST_PORT + PORTS.getAndIncrement() % (LAST_PORT - FIRST_PORT);
            try (DatagramSocket any = new DatagramSocket(port, InetAddress.getByName("::"))) {
                return any.getLocalPort();
            } catch (IOException e) {
                // taken: the next one
            }
        }
    }

    /** A running {@code irtt server} on both loopback addresses, without limits on how often. */
    static final class Serving implements AutoCloseable {
        private final Program program;
        private final int port;

        private Serving(Program program, int port, int listeners) {
            this.program = program;
            this.port = port;
            program.awaitOut("(?s)(starting IPv. listener.*){" + listeners + "}");
        }

        static Serving onLoopback(String... words) {
            int port = freePort();
            List<String> command = command("server", "-i", "0", "-b", "127.0.0.1:" + port + ",[::1]:" + port);
            command.addAll(List.of(words));
            return new Serving(Program.start(command), port, 2);
        }

        /** On a port of IPv4, started through another command, such as one that enters a namespace. */
        static Serving through(List<String> through, int port) {
            List<String> command = new ArrayList<>(through);
            command.addAll(command("server", "-i", "0", "-4", "-b", ":" + port));
            return new Serving(Program.start(command), port, 1);
        }

        int port() {
            return port;
        }

        Program program() {
            return program;
        }

        /** Stop it in an orderly way; gives what it said. */
        Program.Outcome stop() {
            program.signal("TERM");
            return program.await();
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
