package io.venturi.engine.host;

import io.venturi.engine.clock.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of sysfs and procfs below a root, which is {@code /} for this host. */
final class HostFiles {
    private final Path root;

    HostFiles(Path root) {
        this.root = root;
    }

    /** The trimmed text of a file, such as {@code /sys/devices/system/cpu/isolated}. */
    Reading<String> read(String path) {
        try {
            return Reading.of(content(at(path)).strip());
        } catch (NoSuchFileException e) {
            return Reading.missing("there is no " + path + " here");
        } catch (AccessDeniedException e) {
            return Reading.missing("no permission to read " + path);
        } catch (IOException e) { // a driver refuses some files by an error of its own
            return Reading.missing(path + " cannot be read: " + e.getMessage());
        }
    }

    /** Read in large pieces: many files of procfs give all they have at once, and nothing after a short read. */
    private static String content(Path file) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(piece); n > 0; n = in.read(piece)) {
                whole.write(piece, 0, n);
            }
        }
        return whole.toString(StandardCharsets.ISO_8859_1);
    }

    /** The text of a file, if it can be had. */
    Optional<String> text(String path) {
        return read(path).found();
    }

    /** The number in a file, if there is one. */
    Optional<Long> number(String path) {
        return text(path).filter(text -> text.matches("-?\\d{1,18}")).map(Long::valueOf);
    }

    /** The line of a file that begins so, without that. */
    Optional<String> line(String path, String beginning) {
        return text(path).flatMap(text -> text.lines().filter(line -> line.startsWith(beginning)).findFirst())
                .map(line -> line.substring(beginning.length()).strip());
    }

    boolean exists(String path) {
        return Files.exists(at(path));
    }

    /** Names in a folder, in order of their numbers, then of the alphabet; empty if there is none. */
    List<String> list(String folder) {
        try (Stream<Path> entries = Files.list(at(folder))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .sorted(java.util.Comparator.comparingLong(HostFiles::numberIn)
                            .thenComparing(java.util.Comparator.naturalOrder())).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Those of {@code folder} whose whole name fits. */
    List<String> list(String folder, String regex) {
        return list(folder).stream().filter(name -> name.matches(regex)).toList();
    }

    private static long numberIn(String name) {
        String digits = name.replaceAll("\\D", "");
        return digits.isEmpty() || digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    Path at(String path) {
        return root.resolve(path.substring(1));
    }
}
