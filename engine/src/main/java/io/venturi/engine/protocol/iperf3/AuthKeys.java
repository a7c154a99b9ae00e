package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.error.ConfigException;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** RSA as the authentication of iperf3 uses it. */
final class AuthKeys {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final AlgorithmParameterSpec OAEP =
            new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
    /** Version 0 and the algorithm rsaEncryption, which PKCS#8 puts before a key of PKCS#1. */
    private static final byte[] PKCS8_HEAD = {2, 1, 0, 0x30, 0x0d, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86,
        (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0};

    private AuthKeys() {
    }

    /** @throws ConfigException if it is none */
    static Key publicKey(String pem) {
        Matcher matcher = matcher(pem, "public");
        return key("public", () -> KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(bytes(matcher))));
    }

    /** PKCS#8 or PKCS#1 without a passphrase. @throws ConfigException if it is none */
    static Key privateKey(String pem) {
        Matcher matcher = matcher(pem, "private");
        byte[] bytes = matcher.group(1).startsWith("RSA ") ? pkcs8(bytes(matcher)) : bytes(matcher);
        return key("private", () -> KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    }

    private interface Maker {
        Key make() throws GeneralSecurityException;
    }

    private static Key key(String what, Maker maker) {
        try {
            return maker.make();
        } catch (GeneralSecurityException e) {
            throw new ConfigException("The RSA " + what + " key cannot be read: " + e.getMessage()
                    + ". It must be in PEM, without a passphrase.", e);
        }
    }

    private static Matcher matcher(String pem, String what) {
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.find()) {
            throw new ConfigException("There is no " + what + " key in PEM in what was given as one.");
        }
        return matcher;
    }

    private static byte[] bytes(Matcher matcher) {
        return Base64.getMimeDecoder().decode(matcher.group(2));
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(PKCS8_HEAD);
        inner.writeBytes(der(4, pkcs1));
        return der(0x30, inner.toByteArray());
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x83);
            out.write(content.length >> 16);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] apply(int mode, Key key, boolean pkcs1, byte[] bytes) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(pkcs1 ? "RSA/ECB/PKCS1Padding" : "RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
        if (pkcs1) {
            cipher.init(mode, key);
        } else {
            cipher.init(mode, key, OAEP);
        }
        return cipher.doFinal(bytes);
    }
}
