package io.venturi.cli.config;

import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files whose content nobody but their owner may know. */
public final class SecretFile {
    private static final Set<PosixFilePermission> OF_OWNER = EnumSet.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private SecretFile() {
    }

    /**
     * All of its text.
     *
     * @param what it is, such as "key file", for messages
     * @throws HostException if it cannot be read, or can be read or written by others than its owner
     */
    public static String read(Path file, String what) {
        try {
            if (Files.isRegularFile(file) && !isCredential(file)) { // nor a pipe, which is gone once it is read
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                if (!OF_OWNER.containsAll(permissions)) {
                    throw new HostException("The " + what + " " + file + " is open to others than its owner ("
                            + PosixFilePermissions.toString(permissions) + "): chmod 600 " + file, null);
                }
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new HostException("There is no " + what + " " + file + ".", e);
        } catch (IOException e) {
            throw new HostException("Cannot read the " + what + " " + file + ": " + e.getClass().getSimpleName() + " "
                    + e.getMessage() + ".", e);
        }
    }

    /** systemd keeps these for the service alone, by an access control list that looks like a right of the group. */
    private static boolean isCredential(Path file) {
        String folder = System.getenv("CREDENTIALS_DIRECTORY");
        return folder != null && file.startsWith(Path.of(folder));
    }

    /** Its first line, empty if it has none. */
    public static String firstLine(Path file, String what) {
        return read(file, what).lines().findFirst().orElse("");
    }
}
