package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Program.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, and what those see who are not. 127.0.0.2 is the other client of these tests. */
class AccessIT {
    private static final String STRANGER = "127.0.0.2";

    @TempDir
    private Path folder;

    private record Ports(int irtt, int stamp, int udpst, int iperf3) {
        static Ports any() {
            return new Ports(Irtt.freePort(), Irtt.freePort(), Irtt.freePort(), Irtt.freePort());
        }
    }

    private static Program serve(Ports ports, String... more) {
        List<String> words = new ArrayList<>(List.of("serve", "--bind", "127.0.0.1:" + ports.irtt, "--stamp",
                "127.0.0.1:" + ports.stamp, "--udpst", "127.0.0.1:" + ports.udpst, "--iperf3",
                "127.0.0.1:" + ports.iperf3));
        words.addAll(List.of(more));
        Program server = Venturi.start(words.toArray(String[]::new));
        server.awaitOut("for throughput tests");
        return server;
    }

    private static Outcome stop(Program server) {
        server.signal("TERM");
        return server.await();
    }

    private static Outcome client(Ports ports, String protocol, String local, String... more) {
        List<String> words = new ArrayList<>(switch (protocol) {
            case "irtt" -> List.of("rtt", "127.0.0.1:" + ports.irtt, "-n", "3", "-i", "20ms", "--warm-up", "0",
                    "--open-timeouts", "300ms,3s", "-q");
            case "stamp" -> List.of("rtt", "127.0.0.1:" + ports.stamp, "--protocol", "stamp", "-n", "3", "-i", "20ms",
                    "--warm-up", "0", "--wait", "500ms", "-q");
            case "udpst" -> List.of("capacity", "127.0.0.1:" + ports.udpst, "-d", "5s", "-q", "--latency", "off");
            default -> List.of("throughput", "127.0.0.1:" + ports.iperf3, "-n", "64KiB", "-q", "--latency", "off");
        });
        words.addAll(List.of("--local", local));
        words.addAll(List.of(more));
        return Venturi.run(words.toArray(String[]::new));
    }

    private Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String pem(String what, Key key) {
        return "-----BEGIN " + what + " KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END " + what + " KEY-----";
    }

    @ParameterizedTest
    @CsvSource({"irtt, 4, addresses it does not let in", "stamp, 1, addresses they do not let in",
        "udpst, 4, does not let this address in", "iperf3, 4, access list does not let this address in"})
    void shouldLetInWhoIsOnTheListAndTellTheOthers(String protocol, int exit, String words) {
        Ports ports = Ports.any();
        try (Program server = serve(ports, "--allow", "127.0.0.1,::1")) {
            Outcome stranger = client(ports, protocol, STRANGER);
            Outcome friend = client(ports, protocol, "127.0.0.1");
            Outcome stopped = stop(server);

            assertEquals(exit, stranger.exit(), stranger.toString());
            String told = (stranger.out() + stranger.err()).replaceAll("\\s+", " ");
            assertTrue(told.contains(words), stranger.toString());
            Told.noTrace(stranger);
            assertEquals(0, friend.exit(), friend.toString());
            assertTrue(stopped.out().contains(STRANGER + ":"), stopped.toString());
            assertTrue(stopped.out().matches("(?s).*Refused: [1-9]\\d* by the access list, 0 by key, 0 by limits.*"),
                    stopped.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"irtt, 4", "stamp, 1", "udpst, 4"})
    void shouldAskForOneKeyWhateverTheProtocol(String protocol, int exit) throws IOException {
        Ports ports = Ports.any();
        Path right = secret("right", "secret");
        Path wrong = secret("wrong", "guess");
        try (Program server = serve(ports, "--key-file", right.toString())) {
            Outcome with = client(ports, protocol, "127.0.0.1", "--key-file", right.toString());
            Outcome other = client(ports, protocol, "127.0.0.1", "--key-file", wrong.toString());
            Outcome without = client(ports, protocol, "127.0.0.1");
            Outcome stopped = stop(server);

            assertEquals(0, with.exit(), with.toString());
            assertEquals(exit, other.exit(), other.toString());
            assertEquals(exit, without.exit(), without.toString());
            assertTrue(stopped.out().matches("(?s).*Refused: 0 by the access list, [1-9]\\d* by key, 0 by limits.*"),
                    stopped.toString());
        }
    }

    @Test
    void shouldLetAProtocolHaveAKeyOfItsOwn() throws IOException {
        Ports ports = Ports.any();
        Path all = secret("all", "secret");
        Path own = secret("own", "another");
        Path config = Files.writeString(folder.resolve("config.toml"), """
                [access]
                deny = ["127.0.0.2"]
                key-file = "%s"
                [access.stamp]
                key-file = "%s"
                """.formatted(all, own));
        try (Program server = serve(ports, "--config", config.toString())) {
            Outcome irtt = client(ports, "irtt", "127.0.0.1", "--key-file", all.toString());
            Outcome stamp = client(ports, "stamp", "127.0.0.1", "--key-file", own.toString());
            Outcome denied = client(ports, "irtt", STRANGER, "--key-file", all.toString());
            stop(server);

            assertEquals(0, irtt.exit(), irtt.toString());
            assertEquals(0, stamp.exit(), stamp.toString());
            assertEquals(4, denied.exit(), denied.toString());
        }
    }

    @Test
    void shouldKeepSomebodyOutOfOneProtocolOnly() throws IOException {
        Ports ports = Ports.any();
        Path list = Files.writeString(folder.resolve("list"), "[iperf3]\nallow 127.0.0.1\n");
        try (Program server = serve(ports, "--access-file", list.toString())) {
            Outcome in = client(ports, "irtt", STRANGER);
            Outcome out = client(ports, "iperf3", STRANGER);
            Outcome friend = client(ports, "iperf3", "127.0.0.1");
            stop(server);

            assertEquals(0, in.exit(), in.toString());
            assertEquals(4, out.exit(), out.toString());
            assertEquals(0, friend.exit(), friend.toString());
        }
    }

    @Test
    void shouldAskForUsersAndPasswords() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Path key = secret("private.pem", pem("PRIVATE", pair.getPrivate()));
        Path publicKey = secret("public.pem", pem("PUBLIC", pair.getPublic()));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("{ann}secret".getBytes(StandardCharsets.UTF_8));
        Path users = secret("users", "ann," + HexFormat.of().formatHex(hash));
        Ports ports = Ports.any();
        try (Program server = serve(ports, "--iperf3-users", users.toString(), "--iperf3-private-key",
                key.toString())) {
            Outcome right = client(ports, "iperf3", "127.0.0.1", "--user", "ann", "--public-key", publicKey.toString(),
                    "--password-file", secret("password", "secret").toString());
            Outcome wrong = client(ports, "iperf3", "127.0.0.1", "--user", "ann", "--public-key", publicKey.toString(),
                    "--password-file", secret("guess", "guess").toString());
            Outcome none = client(ports, "iperf3", "127.0.0.1");
            Outcome stopped = stop(server);

            assertEquals(0, right.exit(), right.toString());
            Told.once(wrong, 4, "authorisation failed");
            Told.once(none, 4, "authorisation failed");
            assertTrue(stopped.out().contains("Refused: 0 by the access list, 2 by key, 0 by limits"),
                    stopped.toString());
        }
    }

    @Test
    void shouldReadTheFileAgainAndKeepTheOldListIfTheNewOneIsWrong() throws IOException {
        Ports ports = Ports.any();
        Path list = Files.writeString(folder.resolve("list"), "allow 127.0.0.1\n");
        try (Program server = serve(ports, "--access-file", list.toString());
                Program running = Venturi.start("rtt", "127.0.0.1:" + ports.irtt, "-d", "1h", "-i", "20ms", "--warm-up",
                        "0")) {
            server.awaitOut("new connection");
            Files.writeString(list, "allow 127.0.0.2\nallow 127.0.0.2/8\n");
            server.signal("HUP");
            server.awaitOut("stays as it was: \\S+:2: ");
            assertEquals(4, client(ports, "irtt", STRANGER).exit());

            Files.writeString(list, "allow 127.0.0.2\n");
            server.signal("HUP");
            server.awaitOut("read again: 1 allowed, 0 denied");
            Outcome stranger = client(ports, "irtt", STRANGER);
            running.signal("INT");
            Outcome went = running.await();

            assertEquals(0, stranger.exit(), stranger.toString());
            assertEquals(0, went.exit(), went.toString());
            assertTrue(went.out().contains("0 lost") || went.out().contains("Verdict: "), went.toString());
            assertEquals(4, client(ports, "irtt", "127.0.0.1").exit());
        }
    }

    @Test
    void shouldRefuseKeysThatOthersCanReadAndListsThatMakeNoSense() throws IOException {
        Path open = secret("open", "secret");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        Told.once(Venturi.run("serve", "--bind", "127.0.0.1:0", "--key-file", open.toString()), 3, "chmod 600");
        Told.once(Venturi.run("rtt", "127.0.0.1", "--key-file", open.toString()), 3, "chmod 600");
        Told.once(Venturi.run("serve", "--bind", "127.0.0.1:0", "--allow", "192.168.0.0/16", "--deny", "0.0.0.0/0"), 2,
                "Nobody would be let in");
        Told.once(Venturi.run("serve", "--bind", "127.0.0.1:0", "--allow", "192.168.0.1/16"), 2, "192.168.0.0/16");
    }
}
