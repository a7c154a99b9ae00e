package io.venturi.engine.testing;

import io.venturi.engine.socket.Transmitter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A transmitter of one slot whose kernel is a test. Allocates nothing itself. */
public final class ScriptedTransmitter implements Transmitter {

    /** The kernel. */
    public interface Kernel {
        /** A datagram, stamp id {@code id}, is handed over: 0 to take it, else a positive errno. */
        int take(MemorySegment datagram, int length, long id);
    }

    private final MemorySegment slot = Arena.ofAuto().allocate(65_536);
    private final Kernel kernel;
    private int length;
    private long accepted;
    private long launchTime;

    public ScriptedTransmitter(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public int capacity() {
        return 1;
    }

    @Override
    public MemorySegment slot(int index) {
        return slot;
    }

    @Override
    public void length(int index, int bytes) {
        length = bytes;
    }

    @Override
    public void launchAt(int index, long time) {
        launchTime = time;
    }

    /** When the datagram at hand is to leave, 0 if nobody said. */
    public long launchTime() {
        return launchTime;
    }

    @Override
    public int flush(int count) {
        int errno = kernel.take(slot, length, accepted);
        launchTime = 0;
        if (errno != 0) {
            return -errno;
        }
        accepted++;
        return 1;
    }

    @Override
    public long accepted() {
        return accepted;
    }
}
