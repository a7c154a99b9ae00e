package io.venturi.engine.protocol.iperf3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.venturi.engine.plan.AccessPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ThroughputPlan;
import io.venturi.engine.socket.AccessGate;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenReaderTest {
    private static final long NOW = 1_800_000_000L;
    private static KeyPair keys;

    @BeforeAll
    static void generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    private static String pem(String what, byte[] key) {
        return "-----BEGIN " + what + " KEY-----\n" + Base64.getMimeEncoder().encodeToString(key) + "\n-----END " + what
                + " KEY-----\n";
    }

    private static String token(String password, long unixSeconds) {
        return AuthToken.of(new ThroughputPlan.Access("mario", password, pem("PUBLIC", keys.getPublic().getEncoded()),
                false), unixSeconds);
    }

    private static TokenReader reader() throws GeneralSecurityException {
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest("{mario}rossi".getBytes(StandardCharsets.UTF_8)));
        return new TokenReader(new ServePlan.ThroughputAccess(pem("PRIVATE", keys.getPrivate().getEncoded()),
                Map.of("mario", hash), ServePlan.ThroughputAccess.OPEN.skewNs(), false),
                new AccessGate(AccessPlan.OPEN, (_, _) -> { }));
    }

    @ParameterizedTest
    @CsvSource({"0,true", "10,true", "-10,true", "11,false", "-11,false", "60,false", "-60,false"})
    void shouldAdmitOnlyClocksThatAreAtMostTenSecondsOff(long offSeconds, boolean admitted)
            throws GeneralSecurityException {
        assertEquals(admitted, reader().admits(token("rossi", NOW + offSeconds), NOW));
    }

    @Test
    void shouldRefuseAWrongPasswordAndNoise() throws GeneralSecurityException {
        assertFalse(reader().admits(token("bianchi", NOW), NOW));
        assertFalse(reader().admits("", NOW));
        assertFalse(reader().admits("AAAA", NOW));
        assertFalse(reader().admits("not base64!", NOW));
    }
}
