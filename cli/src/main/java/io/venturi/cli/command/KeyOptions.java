package io.venturi.cli.command;

import io.venturi.cli.config.SecretFile;
import io.venturi.engine.error.ConfigException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import picocli.CommandLine.Option;

/** The shared secret, preferably not on the command line where every user of the host can read it. */
final class KeyOptions {
    @Option(names = "--key-file", paramLabel = "FILE",
            description = "Shared secret in a file that others cannot read (chmod 600): its first line, text or 0x and"
                    + " hex digits.")
    private Path file;

    @Option(names = "--key", paramLabel = "KEY",
            description = "Shared secret: text, or 0x and hex digits. Other users of this host can see it;"
                    + " prefer --key-file or the variable VENTURI_KEY.")
    private String text;

    /** The secret, empty if none was given. */
    byte[] key() {
        if (file != null && text != null) {
            throw new ConfigException("--key and --key-file exclude each other.");
        }
        if (file != null) {
            return read(file);
        }
        String given = text != null ? text : System.getenv("VENTURI_KEY");
        return given == null ? new byte[0] : parse(given);
    }

    /** The secret in the first line of a file. */
    static byte[] read(Path file) {
        byte[] key = parse(SecretFile.firstLine(file, "key file"));
        if (key.length == 0) {
            throw new ConfigException("The first line of the key file " + file + " is empty: it has to be the key.");
        }
        return key;
    }

    static byte[] parse(String key) {
        if (!key.startsWith("0x")) {
            return key.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return HexFormat.of().parseHex(key.substring(2));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("The key begins with 0x but is not an even number of hex digits.");
        }
    }
}
