package io.venturi.engine.socket;

import io.venturi.engine.annotation.HotPath;
import java.lang.foreign.MemorySegment;

/** Sends what it is given behind the head of a {@link PtpEvent}. Thread: the lane that owns the socket. */
public final class PtpEventTransmitter implements Transmitter {
    private final Transmitter below;
    private final MemorySegment[] behind;
    private int number;

    /** @param below whose slots have room for the head as well */
    public PtpEventTransmitter(Transmitter below) {
        this.below = below;
        this.behind = new MemorySegment[below.capacity()];
        for (int i = 0; i < behind.length; i++) {
            PtpEvent.write(below.slot(i));
            behind[i] = below.slot(i).asSlice(PtpEvent.HEADER_BYTES);
        }
    }

    @Override
    public int capacity() {
        return below.capacity();
    }

    @Override
    public MemorySegment slot(int index) {
        return behind[index];
    }

    @Override
    public void length(int index, int bytes) {
        below.length(index, bytes + PtpEvent.HEADER_BYTES);
    }

    @HotPath
    @Override
    public int flush(int count) {
        for (int i = 0; i < count; i++) {
            PtpEvent.sequence(below.slot(i), number++);
        }
        return below.flush(count);
    }

    @Override
    public long accepted() {
        return below.accepted();
    }
}
