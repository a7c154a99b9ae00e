package io.venturi.systemtest;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real iperf3 as a peer: the one on the path, or the program that the environment names. */
final class Iperf3 {
    /** For a client: a second or two of work, the start of a JVM, and whatever else goes on. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String BINARY = Optional.ofNullable(System.getenv("VT_IPERF3")).orElse("iperf3");
    private static final Pattern VERSION = Pattern.compile("iperf 3\\.(\\d+)");
    private static final Duration AGAIN = Duration.ofMillis(50);
    private static int release = -1;

    private Iperf3() {
    }

    static boolean isThere() {
        return BINARY.contains("/") ? Files.isExecutable(Path.of(BINARY)) : Needs.What.onPath(BINARY);
    }

    /** 12 for 3.12. */
    static synchronized int release() {
        if (release < 0) {
            String said = Program.run(BINARY, "--version").out();
            Matcher matcher = VERSION.matcher(said);
            if (!matcher.find()) {
                throw new AssertionError("no iperf3: " + said);
            }
            release = Integer.parseInt(matcher.group(1));
        }
        return release;
    }

    /** Free for UDP and for TCP. */
    static int freePort() {
        while (true) {
            int port = Irtt.freePort();
            try (ServerSocket any = new ServerSocket(port)) {
                return any.getLocalPort();
            } catch (IOException e) {
                // taken: the next one
            }
        }
    }

    static Program.Outcome run(List<String> client) {
        return Program.run(client, "", PATIENCE);
    }

    /** The words of the real client. */
    static List<String> client(int port, String... words) {
        return words(List.of(BINARY), "127.0.0.1", port, words);
    }

    /** The words of our client. */
    static List<String> ourClient(int port, String... words) {
        return words(Venturi.command(Venturi.SHORT, "iperf3"), "127.0.0.1", port, words);
    }

    private static List<String> words(List<String> program, String host, int port, String... words) {
        List<String> all = new ArrayList<>(program);
        List<String> given = List.of(words);
        all.addAll(List.of("-p", String.valueOf(port)));
        if (!given.contains("-c")) {
            all.addAll(List.of("-c", host));
        }
        all.addAll(given);
        return all;
    }

    /** A server of either kind, on a port of its own. */
    static final class Serving implements AutoCloseable {
        private final Program program;
        private final int port;

        private Serving(List<String> program, String awaited, String... words) {
            port = freePort();
            List<String> all = new ArrayList<>(program);
            all.addAll(List.of("-s", "-p", String.valueOf(port)));
            all.addAll(List.of(words));
            this.program = Program.start(all);
            if (!awaited.isEmpty()) {
                this.program.awaitOut(awaited);
            }
        }

        static Serving real(String... words) {
            return new Serving(List.of(BINARY, "--forceflush"), "Server listening on \\d+", words);
        }

        /** Its clock is so far off, such as {@code -60s}. */
        static Serving realAt(String offset, String... words) {
            return new Serving(List.of("faketime", "-f", offset, BINARY, "--forceflush"), "Server listening on \\d+",
                    words);
        }

        static Serving ours(String... words) {
            return new Serving(Venturi.command(Venturi.SHORT, "iperf3"), "Server listening on \\d+", words);
        }

        /** It says nothing before a test has ended; ready as soon as its port is taken. */
        static Serving oursSilent(String... words) {
            Serving serving = new Serving(Venturi.command(Venturi.SHORT, "iperf3"), "", words);
            while (!serving.program.isOver(Duration.ZERO)) {
                try (Socket any = new Socket("127.0.0.1", serving.port)) {
                    return serving;
                } catch (IOException e) {
                    serving.program.isOver(AGAIN);
                }
            }
            throw new AssertionError(serving.program.await().toString());
        }

        int port() {
            return port;
        }

        Program program() {
            return program;
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
