package io.venturi.cli.command;

import io.venturi.cli.output.ResultFile;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import picocli.CommandLine.Option;

/** The shared secret, preferably not on the command line where every user of the host can read it. */
final class KeyOptions {
    @Option(names = "--key-file", paramLabel = "FILE",
            description = "Shared secret in a file: its first line, text or 0x and hex digits.")
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
        try {
            return parse(Files.readString(file).lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new HostException("Cannot read the key file " + file + ": " + ResultFile.reason(e) + ".", e);
        }
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
