package io.venturi.engine.host;

import io.venturi.engine.clock.Reading;
import io.venturi.engine.error.HostException;
import io.venturi.ffi.linux.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Applies changes and keeps the list of what undoes them, the last change first. */
public final class Changes {
    private final HostFiles files;
    private final Function<String, Nic> nics;

    Changes(HostFiles files, Function<String, Nic> nics) {
        this.files = files;
        this.nics = nics;
    }

    /** On this host. */
    public static Changes ofThisHost() {
        return new Changes(new HostFiles(Path.of("/")), LinuxNic::new);
    }

    /** What {@code --fix} would do about these findings, in their order. */
    public static List<Change> safe(List<Finding> findings) {
        Set<Change> changes = new LinkedHashSet<>();
        findings.stream().filter(Finding.Limits.class::isInstance).map(Finding.Limits.class::cast)
                .flatMap(limits -> limits.remedies().stream())
                .filter(Remedy.Fix.class::isInstance).map(Remedy.Fix.class::cast)
                .forEach(fix -> changes.addAll(fix.changes()));
        return List.copyOf(changes);
    }

    /**
     * Apply all, each of them after what undoes it has been written.
     *
     * @param undo where to write that; what stands there already is kept below it
     * @param done told each command that was applied
     * @return commands that were refused, each with the reason
     * @throws HostException if {@code undo} cannot be written: then nothing more is applied
     */
    public List<String> apply(List<Change> changes, Path undo, Consumer<String> done) {
        List<String> refused = new ArrayList<>();
        for (Change change : changes) {
            Reading<Change> before = present(change);
            String why = before.why();
            if (before.isFound()) {
                List<String> earlier = read(undo);
                write(undo, before.get().command(), earlier);
                why = put(change);
                if (!why.isEmpty()) {
                    restore(undo, earlier);
                }
            }
            if (why.isEmpty()) {
                done.accept(change.command());
            } else {
                refused.add(change.command() + ": " + why);
            }
        }
        return refused;
    }

    /**
     * Put everything back, and remove the list if that succeeded.
     *
     * @return commands that were refused, each with the reason; they stay in the list
     * @throws HostException if there is no list, or it holds something else than what {@link #apply} writes
     */
    public List<String> undo(Path undo, Consumer<String> done) {
        if (!Files.exists(undo)) {
            throw new HostException("There is nothing to undo: " + undo + " does not exist.", null);
        }
        List<String> lines = read(undo);
        List<Change> changes = lines.stream().map(line -> Change.parse(line).orElseThrow(() -> new HostException(undo
                + " has a line that venturi did not write: \"" + line + "\". Nothing was undone.", null))).toList();
        List<String> refused = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (Change change : changes) {
            String why = put(change);
            if (why.isEmpty()) {
                done.accept(change.command());
            } else {
                refused.add(change.command() + ": " + why);
                kept.add(change.command());
            }
        }
        restore(undo, kept);
        return refused;
    }

    /** The change that would bring back what is set now. */
    private Reading<Change> present(Change change) {
        return switch (change) {
            case Change.Sysctl sysctl -> map(files.read(sysctl.path()), now -> new Change.Sysctl(sysctl.key(), now));
            case Change.CpuFile file -> map(files.read(file.path()), now -> new Change.CpuFile(file.path(), now));
            case Change.Driver driver -> map(nics.apply(driver.device()).get(driver.setting()),
                    now -> new Change.Driver(driver.device(), driver.setting(), now));
        };
    }

    private static <T> Reading<Change> map(Reading<T> answer, Function<T, Change> to) {
        return answer.isFound() ? Reading.of(to.apply(answer.get())) : Reading.missing(answer.why());
    }

    /** Why it was refused; empty if it was not. */
    private String put(Change change) {
        return switch (change) {
            case Change.Sysctl sysctl -> store(sysctl.path(), sysctl.value());
            case Change.CpuFile file -> store(file.path(), file.value());
            case Change.Driver driver -> {
                int result = nics.apply(driver.device()).set(driver.setting(), driver.value());
                yield result >= 0 ? "" : Errno.describe(-result);
            }
        };
    }

    private String store(String path, String value) {
        try {
            Path file = files.at(path);
            if (!Files.exists(file)) {
                return "there is no " + path + " here";
            }
            Files.writeString(file, value + "\n", StandardCharsets.US_ASCII, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
            return "";
        } catch (AccessDeniedException e) {
            return "permission denied";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<String> read(Path undo) {
        try {
            return Files.exists(undo) ? Files.readAllLines(undo).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList() : List.of();
        } catch (IOException e) {
            throw new HostException("Cannot read " + undo + ": " + e.getMessage() + ".", e);
        }
    }

    private static void restore(Path undo, List<String> lines) {
        try {
            if (lines.isEmpty()) {
                Files.deleteIfExists(undo);
            } else {
                write(undo, lines.getFirst(), lines.subList(1, lines.size()));
            }
        } catch (IOException e) {
            throw new HostException("Cannot remove " + undo + ": " + e.getMessage() + ".", e);
        }
    }

    private static void write(Path undo, String first, List<String> rest) {
        List<String> lines = new ArrayList<>();
        lines.add("# Undoes `venturi doctor --fix`: venturi doctor --undo " + undo + ", or run it with sh.");
        lines.add(first);
        lines.addAll(rest);
        if (Files.exists(undo, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(undo, LinkOption.NOFOLLOW_LINKS)) {
            throw new HostException("Cannot write the undo list: " + undo + " is no regular file. Nothing was changed"
                    + " without it.", null);
        }
        try {
            if (undo.getParent() != null) {
                Files.createDirectories(undo.getParent(), PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rwx------")));
            }
            Path whole = undo.resolveSibling(undo.getFileName() + ".new"); // never half a list
            Files.write(whole, lines);
            Files.move(whole, undo, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new HostException("Cannot write the undo list " + undo + ": " + e.getMessage()
                    + ". Nothing was changed without it.", e);
        }
    }
}
