package io.venturi.cli.output;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * A file for the result, opened before the measurement so that a path that cannot be written fails at once and not
 * after an hour. Writing that fails is told with the path and does not hide the report already printed.
 */
public final class ResultFile implements AutoCloseable {
    private final Path path;
    private final OutputStream stream;
    private volatile boolean failed;

    private ResultFile(Path path, OutputStream stream) {
        this.path = path;
        this.stream = stream;
    }

    /**
     * Create or truncate the file.
     *
     * @param path null for none: then {@link #write} does nothing
     * @throws HostException if it cannot be written
     */
    public static ResultFile open(Path path) {
        if (path == null) {
            return new ResultFile(null, null);
        }
        if (path.toString().equals("-")) {
            throw new ConfigException("-o takes a file; --json writes to standard output.");
        }
        try {
            OutputStream stream = Files.newOutputStream(path);
            return new ResultFile(path, path.toString().endsWith(".gz") ? new GZIPOutputStream(stream) : stream);
        } catch (IOException e) {
            throw new HostException("Cannot write " + path + ": " + reason(e) + ". Nothing was measured.", e);
        }
    }

    /** Write the whole content and flush it to the file system. */
    public void write(Consumer<PrintWriter> content) {
        if (stream == null) {
            return;
        }
        try (PrintWriter writer = new PrintWriter(stream, false, StandardCharsets.UTF_8)) {
            content.accept(writer);
            if (writer.checkError()) {
                throw new HostException("Writing " + path + " failed: the disk may be full. The report above is"
                        + " complete; the file is not.", null);
            }
        } catch (UncheckedIOException e) {
            throw new HostException("Writing " + path + " failed: " + reason(e.getCause()) + ". The report above is"
                    + " complete; the file is not.", e);
        }
    }

    /** Write a part of the content now; the file stays open. A failure is told by {@link #close}. */
    public void append(Consumer<PrintWriter> content) {
        if (stream == null) {
            return;
        }
        PrintWriter writer = new PrintWriter(stream, false, StandardCharsets.UTF_8);
        content.accept(writer);
        failed |= writer.checkError();
    }

    /** Why a file could not be used, for people. */
    public static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "permission denied";
            case java.nio.file.NoSuchFileException missing -> "there is no such file or folder";
            case java.nio.file.FileSystemException other when other.getReason() != null -> other.getReason();
            default -> e.getMessage();
        };
    }

    @Override
    public void close() {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new HostException("Closing " + path + " failed: " + reason(e) + ".", e);
            }
            if (failed) {
                throw new HostException("Writing " + path + " failed: the disk may be full. The report above is"
                        + " complete; the file is not.", null);
            }
        }
    }
}
