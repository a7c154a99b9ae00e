package io.venturi.cli.udpst;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/**
 * A log whose lines begin with the local time. When it is full it becomes {@code name.old}, and begins again. Used by
 * one
 * thread at a time.
 */
final class LogFile extends OutputStream {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss ");

    private final Path path;
    private final long limitBytes;
    private OutputStream file;
    private long written;
    private boolean atStart = true;

    /** Append to what is there. */
    LogFile(Path path, long limitBytes) throws IOException {
        this.path = path;
        this.limitBytes = limitBytes;
        open();
    }

    private void open() throws IOException {
        file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        written = Files.size(path);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int at = offset; at < offset + length; at++) {
            if (atStart) {
                begin();
            }
            file.write(bytes[at]);
            written++;
            atStart = bytes[at] == '\n';
        }
    }

    private void begin() throws IOException {
        if (written >= limitBytes) {
            file.close();
            Files.move(path, path.resolveSibling(path.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
            open();
        }
        byte[] time = TIME.format(LocalDateTime.now()).getBytes(StandardCharsets.US_ASCII);
        file.write(time);
        written += time.length;
        atStart = false;
    }

    @Override
    public void flush() throws IOException {
        file.flush();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
