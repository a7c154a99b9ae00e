package io.venturi.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Iperf3.Serving;
import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.Program.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and passwords between the real iperf3 and ours, with the padding that each release has. */
@Needs({What.IPERF3, What.OPENSSL})
@Timeout(240)
class Iperf3AccessIT {
    private static final int OAEP_SINCE = 17;

    @TempDir
    private static Path folder;
    private static Path privateKey;
    private static Path oldPrivateKey;
    private static Path publicKey;
    private static Path users;

    @BeforeAll
    static void makeKeys() throws Exception {
        privateKey = folder.resolve("private.pem");
        oldPrivateKey = folder.resolve("private-pkcs1.pem");
        publicKey = folder.resolve("public.pem");
        users = folder.resolve("users.csv");
        Program.must(List.of("openssl", "genrsa", "-out", privateKey.toString(), "2048"), "");
        Program.must(List.of("openssl", "rsa", "-in", privateKey.toString(), "-traditional", "-out",
                oldPrivateKey.toString()), "");
        Program.must(List.of("openssl", "rsa", "-in", privateKey.toString(), "-pubout", "-out",
                publicKey.toString()), "");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("{ann}secret".getBytes(StandardCharsets.UTF_8));
        Files.writeString(users, "# users\nann," + HexFormat.of().formatHex(hash) + "\n");
    }

    private static String[] server(Path key, String... more) {
        List<String> words = new ArrayList<>(List.of("--rsa-private-key-path", key.toString(),
                "--authorized-users-path", users.toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static boolean oaep() {
        return Iperf3.release() >= OAEP_SINCE;
    }

    private static Outcome run(List<String> client, String password, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("env", "IPERF3_PASSWORD=" + password));
        words.addAll(client);
        words.addAll(List.of("-n", "100K", "--username", "ann", "--rsa-public-key-path", publicKey.toString()));
        words.addAll(List.of(more));
        return Iperf3.run(words);
    }

    @Test
    void shouldLetInTheRealClientWithTheRightPasswordOnly() throws Exception {
        String[] padding = oaep() ? new String[0] : new String[] {"--use-pkcs1-padding"};
        try (Serving server = Serving.ours(server(privateKey, padding))) {
            Outcome right = run(Iperf3.client(server.port()), "secret");
            Outcome wrong = run(Iperf3.client(server.port()), "guess");
            Outcome none = Iperf3.run(Iperf3.client(server.port(), "-n", "100K"));
            Outcome again = run(Iperf3.client(server.port()), "secret");

            assertEquals(0, right.exit(), right.toString());
            for (Outcome refused : List.of(wrong, none)) {
                assertEquals(1, refused.exit(), refused.toString());
                assertTrue(refused.err().contains("authorization failed"), refused.toString());
            }
            assertEquals(0, again.exit(), again.toString());
        }
    }

    @Test
    void shouldBeLetInByTheRealServerWithTheRightPasswordOnly() throws Exception {
        String[] padding = oaep() ? new String[0] : new String[] {"--use-pkcs1-padding"};
        try (Serving server = Serving.real(server(privateKey))) {
            Outcome right = run(Iperf3.ourClient(server.port()), "secret", padding);
            Outcome wrong = run(Iperf3.ourClient(server.port()), "guess", padding);

            assertEquals(0, right.exit(), right.toString());
            assertEquals(1, wrong.exit(), wrong.toString());
        }
    }

    /** The other padding than the release at hand has by default, as far as it has it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLetInOurClientWithEitherPadding(boolean pkcs1) throws Exception {
        String[] padding = pkcs1 ? new String[] {"--use-pkcs1-padding"} : new String[0];
        try (Serving server = Serving.ours(server(oldPrivateKey, padding));
                Serving closed = Serving.ours(server(oldPrivateKey))) {
            Outcome right = run(Iperf3.ourClient(server.port()), "secret", padding);
            Outcome other = run(Iperf3.ourClient(closed.port()), "secret", padding);

            assertEquals(0, right.exit(), right.toString());
            assertEquals(pkcs1 ? 1 : 0, other.exit(), other.toString());
            if (oaep() && pkcs1) {
                try (Serving real = Serving.real(server(privateKey, padding))) {
                    Outcome at = run(Iperf3.ourClient(real.port()), "secret", padding);
                    assertEquals(0, at.exit(), at.toString());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-60s", "+60s"})
    @Needs(What.FAKETIME)
    void shouldRefuseWhoseClockIsAMinuteOff(String offset) throws Exception {
        String[] padding = oaep() ? new String[0] : new String[] {"--use-pkcs1-padding"};
        try (Serving server = Serving.ours(server(privateKey, padding));
                Serving real = Serving.realAt(offset, server(privateKey))) {
            List<String> late = new ArrayList<>(List.of("faketime", "-f", offset));
            late.addAll(Iperf3.client(server.port()));

            Outcome refused = run(late, "secret");
            Outcome admitted = run(Iperf3.client(server.port()), "secret");
            Outcome refusedByReal = run(Iperf3.ourClient(real.port()), "secret", padding);

            assertEquals(1, refused.exit(), refused.toString());
            assertTrue(refused.err().contains("authorization failed"), refused.toString());
            assertEquals(0, admitted.exit(), admitted.toString());
            assertEquals(1, refusedByReal.exit(), refusedByReal.toString());
        }
    }
}
