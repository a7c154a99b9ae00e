package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.ThroughputPlan;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;

/** What a client says of who it is: name, password and time, encrypted for the server. */
final class AuthToken {

    private AuthToken() {
    }

    /**
     * Make one; empty if the server does not want to know.
     *
     * @throws ConfigException if the key is none, or too short for what it is to carry
     */
    static String of(ThroughputPlan.Access access, long unixSeconds) {
        if (access.user().isEmpty()) {
            return "";
        }
        String text = "user: " + access.user() + "\npwd:  " + access.password() + "\nts:   " + unixSeconds;
        try {
            return Base64.getEncoder().encodeToString(AuthKeys.apply(Cipher.ENCRYPT_MODE,
                    AuthKeys.publicKey(access.publicKey()), access.pkcs1(), text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new ConfigException("User name and password do not fit into this key: " + e.getMessage() + ".", e);
        }
    }
}
