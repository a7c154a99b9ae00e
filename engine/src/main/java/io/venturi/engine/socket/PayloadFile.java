package io.venturi.engine.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.error.HostException;
import io.venturi.engine.error.NativeException;
import io.venturi.ffi.linux.ClockCalls;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.gen.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A payload in a file that nobody else sees, for sending it without copying it through this process. The file has no
 * name any more once it is open.
 *
 * <p>Thread: the one that sends; {@link #close} after it has ended.
 */
public final class PayloadFile implements AutoCloseable {
    private final MemorySegment offset = Arena.ofAuto().allocate(JAVA_LONG);
    private final MemorySegment state;
    private final int fd;
    private boolean closed;

    private PayloadFile(int fd, MemorySegment state) {
        this.fd = fd;
        this.state = state;
    }

    /**
     * Write it down.
     *
     * @throws HostException   if there is no room for a temporary file
     * @throws NativeException if it cannot be opened
     */
    public static PayloadFile of(MemorySegment payload) {
        MemorySegment state = Libc.callState(Arena.ofAuto());
        try {
            Path path = Files.createTempFile("venturi", ".payload");
            try {
                Files.write(path, payload.toArray(JAVA_BYTE));
                int fd = ClockCalls.open(state, Arena.ofAuto().allocateFrom(path.toString()), Linux.O_RDONLY());
                if (fd < 0) {
                    throw new NativeException("open", path.toString(), -fd, "");
                }
                return new PayloadFile(fd, state);
            } finally {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new HostException("A temporary file for --zero-copy cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** Send the first {@code bytes} of it, as {@link TcpSocket#send} does. */
    @HotPath
    public long sendTo(TcpSocket socket, long bytes) {
        offset.set(JAVA_LONG, 0, 0);
        return socket.sendFile(fd, offset, bytes);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libc.close(state, fd);
        }
    }
}
