package io.venturi.cli.command;

import io.venturi.cli.config.SecretFile;
import io.venturi.cli.output.ResultFile;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.plan.AccessPlan;
import io.venturi.engine.plan.ServePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who may use a server: by address, by a shared secret, by name and password. */
final class AccessOptions {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    @Option(names = "--allow", split = ",", paramLabel = "PREFIX",
            description = "Let in these addresses only, such as 192.0.2.0/24 or 2001:db8::/32, for every protocol."
                    + " Default: everybody.")
    private List<String> allow = List.of();

    @Option(names = "--deny", split = ",", paramLabel = "PREFIX",
            description = "Do not let in these addresses, even if they are allowed.")
    private List<String> deny = List.of();

    @Option(names = "--access-file", paramLabel = "FILE",
            description = "More of both, a line each: allow PREFIX or deny PREFIX; # begins a comment, and [irtt],"
                    + " [stamp], [udpst] or [iperf3] what is for that protocol only. Read again on SIGHUP.")
    private Path file;

    @Mixin
    private final KeyOptions key = new KeyOptions();

    @Option(names = "--irtt-key-file", paramLabel = "FILE", description = "Another key for round-trip tests.")
    private Path irttKey;

    @Option(names = "--stamp-key-file", paramLabel = "FILE", description = "Another key for STAMP.")
    private Path stampKey;

    @Option(names = "--udpst-key-file", paramLabel = "FILE", description = "Another key for capacity tests.")
    private Path udpstKey;

    @Option(names = "--iperf3-users", paramLabel = "FILE",
            description = "Throughput tests for these only: a line of USER,HASH each, the hash being SHA-256 of"
                    + " {USER}PASSWORD in hex digits. Needs --iperf3-private-key.")
    private Path users;

    @Option(names = "--iperf3-private-key", paramLabel = "FILE",
            description = "The RSA key, PEM without a passphrase, whose public half these users have.")
    private Path privateKey;

    /** True if there is a file to read again. */
    boolean isReloadable() {
        return file != null;
    }

    /**
     * By address, the file read anew.
     *
     * @throws ConfigException if a line or an option is no prefix
     */
    AccessPlan plan() {
        AccessPlan given = AccessPlan.of(allow, deny);
        if (file == null) {
            return given;
        }
        try {
            return given.and(AccessPlan.parse(file.toString(), Files.readString(file)));
        } catch (IOException e) {
            throw new HostException("Cannot read the access file " + file + ": " + ResultFile.reason(e) + ".", e);
        }
    }

    byte[] irttKey() {
        return of(irttKey);
    }

    byte[] stampKey() {
        return of(stampKey);
    }

    byte[] udpstKey() {
        return of(udpstKey);
    }

    private byte[] of(Path own) {
        return own == null ? key.key() : KeyOptions.read(own);
    }

    ServePlan.ThroughputAccess throughput() {
        ServePlan.ThroughputAccess open = ServePlan.ThroughputAccess.OPEN;
        if ((users == null) != (privateKey == null)) {
            throw new ConfigException("--iperf3-users and --iperf3-private-key go together.");
        }
        return users == null ? open : new ServePlan.ThroughputAccess(SecretFile.read(privateKey, "private key"),
                users(users), open.skewNs(), open.pkcs1());
    }

    private static Map<String, String> users(Path file) {
        List<String> lines = SecretFile.read(file, "users file").lines().toList();
        Map<String, String> users = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int comma = line.indexOf(',');
            String hash = line.substring(comma + 1).strip();
            if (comma < 1 || !SHA_256.matcher(hash).matches()) {
                throw new ConfigException(file + ":" + (i + 1)
                        + ": a line is USER,HASH, and the hash has 64 hex digits.");
            }
            users.put(line.substring(0, comma).strip(), hash);
        }
        if (users.isEmpty()) {
            throw new ConfigException("There are no users in " + file + ".");
        }
        return users;
    }
}
