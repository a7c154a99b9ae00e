package io.venturi.engine.protocol.kcp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/** One end of a conversation in virtual time, whoever wrote it. */
interface KcpPeer {

    /** Take up to {@code bytes}, as many as the windows allow. */
    int write(byte[] from, int at, int bytes);

    /** All that is in order. */
    byte[] read();

    void input(byte[] datagram, long nowNs);

    /** Do what is due. */
    void advance(long nowNs);

    long dueNs(long nowNs);

    boolean isDrained();

    /** The end under test. */
    final class Ours implements KcpPeer, KcpOutput {
        final KcpSession session;
        private final Consumer<byte[]> network;
        private final MemorySegment slot;
        private final MemorySegment readBuffer;
        private boolean blocked;

        Ours(KcpOptions options, Consumer<byte[]> network) {
            this.network = network;
            slot = Arena.ofAuto().allocate(options.mtuBytes());
            readBuffer = Arena.ofAuto().allocate((long) options.receiveWindow() * options.segmentBytes());
            session = new KcpSession(KcpPair.CONVERSATION, options, this, Arena.ofAuto());
        }

        /** From now on the output has no room, or has it again. */
        void block(boolean newBlocked) {
            blocked = newBlocked;
        }

        @Override
        public MemorySegment claim() {
            return blocked ? null : slot;
        }

        @Override
        public void commit(int bytes) {
            network.accept(slot.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
        }

        @Override
        public int write(byte[] from, int at, int bytes) {
            return session.write(MemorySegment.ofArray(from), at, bytes);
        }

        @Override
        public byte[] read() {
            int bytes = session.read(readBuffer, 0, (int) readBuffer.byteSize());
            return readBuffer.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
        }

        @Override
        public void input(byte[] datagram, long nowNs) {
            session.input(MemorySegment.ofArray(datagram), datagram.length, nowNs);
        }

        @Override
        public void advance(long nowNs) {
            if (nowNs >= session.dueNs()) {
                session.flush(nowNs);
            }
        }

        @Override
        public long dueNs(long nowNs) {
            return session.dueNs();
        }

        @Override
        public boolean isDrained() {
            return session.isDrained();
        }
    }
}
