package io.venturi.cli.irtt;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Where the JSON goes. A file is opened before the test, so that one that cannot be written is known at once, and keeps
 * its old content until there is a new one.
 */
final class OutputFile implements AutoCloseable {
    /** Stands for the standard stream. */
    static final String STANDARD = "-";

    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final PrintStream stdout;
    private final FileChannel channel;
    private final boolean created;
    private boolean written;

    private OutputFile(String name, PrintStream stdout, FileChannel channel, boolean created) {
        this.name = name;
        this.stdout = stdout;
        this.channel = channel;
        this.created = created;
    }

    /**
     * @param given the name as the user wrote it
     * @throws Refusal if it cannot be written
     */
    static OutputFile open(String given, PrintStream stdout) {
        if (given.equals(STANDARD)) {
            return new OutputFile("standard output", stdout, null, false);
        }
        String name = nameFor(given);
        Path path = Path.of(name);
        boolean created = !Files.exists(path);
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new OutputFile(name, null, channel, created);
        } catch (IOException e) {
            throw Refusal.file("cannot write " + name + ": " + reason(e));
        }
    }

    /** Only {@code .json} and {@code .json.gz} stay as they are; {@code .gz} and anything else become the latter. */
    static String nameFor(String given) {
        if (given.endsWith(".json") || given.endsWith(".json.gz")) {
            return given;
        }
        String stem = given.endsWith(".gz") ? given.substring(0, given.length() - 3) : given;
        return stem + ".json.gz";
    }

    /**
     * Once only.
     *
     * @param document writes to the stream and closes it
     * @throws Refusal if not all of it could be written
     */
    void write(Consumer<OutputStream> document) {
        try {
            written = true;
            document.accept(stream());
        } catch (IOException e) {
            throw Refusal.file("cannot write " + name + ", it is not complete: " + reason(e));
        } catch (JacksonIOException e) {
            throw Refusal.file("cannot write " + name + ", it is not complete: " + reason(e.getCause()));
        }
    }

    private OutputStream stream() throws IOException {
        if (channel == null) {
            return new BufferedOutputStream(new Checked(stdout), BUFFER_BYTES);
        }
        channel.truncate(0);
        OutputStream plain = Channels.newOutputStream(channel);
        return new BufferedOutputStream(name.endsWith(".gz") ? new GZIPOutputStream(plain, BUFFER_BYTES) : plain,
                BUFFER_BYTES);
    }

    /** Why, without the name of the file. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException failure when failure.getReason() != null -> failure.getReason();
            default -> e.getMessage();
        };
    }

    /** A file that got no content and was not there before is removed. */
    @Override
    public void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
            if (created && !written) {
                Files.deleteIfExists(Path.of(name));
            }
        } catch (IOException e) {
            throw Refusal.file("cannot close " + name + ": " + reason(e));
        }
    }

    /** A print stream that says when a write failed. */
    private static final class Checked extends FilterOutputStream {
        private final PrintStream target;

        Checked(PrintStream target) {
            super(target);
            this.target = target;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            target.write(bytes, offset, length);
            flush();
        }

        @Override
        public void flush() throws IOException {
            if (target.checkError()) {
                throw new IOException("closed by its reader, or full");
            }
        }

        /** The stream is not ours to close. */
        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
