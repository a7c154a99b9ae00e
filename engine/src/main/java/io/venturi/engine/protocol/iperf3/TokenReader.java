package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.metric.Refusal;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.socket.AccessGate;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;

/** Tells whom a server lets in. What is wrong with a token is not told. Thread-safe. */
final class TokenReader {
    private static final Pattern TEXT = Pattern.compile("user:\\s+(\\S+)\\s+pwd:\\s+(\\S+)\\s+ts:\\s+(\\d{1,18})\\s*");

    private final Key key;
    private final ServePlan.ThroughputAccess access;
    private final AccessGate gate;

    /** @throws io.venturi.engine.error.ConfigException if the key is none */
    TokenReader(ServePlan.ThroughputAccess access, AccessGate gate) {
        this.access = access;
        this.gate = gate;
        key = AuthKeys.privateKey(access.privateKey());
    }

    /** True if it names a user, with the right password, at about this time. */
    boolean admits(String token) {
        boolean admitted = admits(token, TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()));
        if (!admitted) {
            gate.count(Refusal.KEY);
        }
        return admitted;
    }

    boolean admits(String token, long unixSeconds) {
        return isUser(token, false, unixSeconds) || access.pkcs1() && isUser(token, true, unixSeconds);
    }

    private boolean isUser(String token, boolean pkcs1, long unixSeconds) {
        try {
            byte[] text = AuthKeys.apply(Cipher.DECRYPT_MODE, key, pkcs1, Base64.getDecoder().decode(token));
            Matcher matcher = TEXT.matcher(new String(text, StandardCharsets.UTF_8));
            if (!matcher.matches()) {
                return false;
            }
            String user = matcher.group(1);
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("{" + user + "}" + matcher.group(2)).getBytes(StandardCharsets.UTF_8));
            byte[] wanted = access.users().getOrDefault(user, "").toLowerCase(java.util.Locale.ROOT)
                    .getBytes(StandardCharsets.US_ASCII);
            boolean password = MessageDigest.isEqual(wanted,
                    HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII));
            long skewSeconds = Math.abs(unixSeconds - Long.parseLong(matcher.group(3)));
            return password && skewSeconds <= TimeUnit.NANOSECONDS.toSeconds(access.skewNs());
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }
}
