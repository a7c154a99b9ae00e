package io.venturi.examples;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.venturi.engine.metric.ProtocolFigure;
import io.venturi.engine.plan.ProtocolDescription;
import io.venturi.engine.plan.ProtocolOption;
import io.venturi.engine.plan.ProtocolOptions;
import io.venturi.engine.spi.DatagramEndpoint;
import io.venturi.engine.spi.DatagramProtocol;
import io.venturi.engine.spi.StreamHost;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Numbered datagrams in groups, each followed by the exclusive or of them all: one that is lost comes back. */
public final class ParityProtocol implements DatagramProtocol {
    private static final int NUMBER = 0;   // of this datagram, from 1
    private static final int GROUP = 8;    // place in the stream of the group's first block
    private static final int INDEX = 16;   // of data: place in the group; of parity: -1 - blocks in the group
    private static final int LENGTH = 18;  // of the payload; of parity: exclusive or of the lengths
    private static final int HEADER = 20;

    @Override
    public ProtocolDescription description() {
        return new ProtocolDescription("parity", "Groups of datagrams with one of parity each: repairs single losses.",
                List.of(ProtocolOption.integer("group", 10, 2, 64, "datagrams", "That share one of parity."),
                        ProtocolOption.integer("drop", 0, 0, 1_000_000, "", "Lose one of so many; 0: none.")),
                List.of(ProtocolFigure.count("repaired", "blocks", "Lost and brought back.").shownLive())).numbering();
    }

    @Override
    public int datagramBytes(ProtocolOptions options, int blockBytes) {
        return HEADER + blockBytes;
    }

    @Override
    public DatagramEndpoint open(StreamHost host, ProtocolOptions options) {
        return new End(host, (int) options.integer("group"), (int) options.integer("drop"));
    }

    private static final class End implements DatagramEndpoint {
        private final StreamHost host;
        private final int group;
        private final int drop;
        private final byte[] parity; // of the group under way
        private final byte[] mixed;  // into it, last
        private final MemorySegment repair; // parity, for the engine
        private int parityLength;
        private long first;     // block of the group under way
        private int covered;    // blocks of the group sent so far
        private long received;  // those of the group that came, a bit each
        private long number;
        private long lastNs;
        private long repaired;

        End(StreamHost host, int group, int drop) {
            this.host = host;
            this.group = group;
            this.drop = drop;
            parity = new byte[host.blockBytes()];
            mixed = new byte[host.blockBytes()];
            repair = MemorySegment.ofArray(parity);
        }

        @Override
        public void advance(long nowNs) {
            for (MemorySegment datagram; host.sends() && (datagram = host.claim()) != null; ) {
                boolean full = covered == group || nowNs >= dueNs();
                int length = full ? host.blockBytes() : host.take(datagram, HEADER, host.blockBytes());
                if (length == 0) {
                    return;
                }
                datagram.set(JAVA_LONG_UNALIGNED, NUMBER, ++number);
                datagram.set(JAVA_LONG_UNALIGNED, GROUP, first);
                datagram.set(JAVA_SHORT_UNALIGNED, INDEX, (short) (full ? -1 - covered : covered));
                datagram.set(JAVA_SHORT_UNALIGNED, LENGTH, (short) (full ? parityLength : length));
                if (full) {
                    MemorySegment.copy(parity, 0, datagram, JAVA_BYTE, HEADER, length);
                    startGroup(first + covered);
                } else {
                    mixIn(datagram, length);
                    covered++;
                    lastNs = nowNs;
                }
                host.sent(number);
                if (drop == 0 || number % drop != 0) {
                    host.commit(HEADER + length);
                }
            }
        }

        private void startGroup(long newFirst) {
            first = newFirst;
            repair.fill((byte) 0);
            parityLength = 0;
            covered = 0;
            received = 0;
        }

        private void mixIn(MemorySegment datagram, int length) {
            MemorySegment.copy(datagram, JAVA_BYTE, HEADER, mixed, 0, length);
            for (int i = 0; i < length; i++) {
                parity[i] ^= mixed[i];
            }
            parityLength ^= datagram.get(JAVA_SHORT_UNALIGNED, LENGTH);
        }

        @Override
        public void onDatagram(MemorySegment datagram, int bytes, long nowNs) {
            int index = datagram.get(JAVA_SHORT_UNALIGNED, INDEX);
            long group = datagram.get(JAVA_LONG_UNALIGNED, GROUP);
            if (host.sends() || bytes < HEADER || bytes > HEADER + host.blockBytes() || group < first) {
                return; // not ours, or of a group that is over
            }
            host.arrived(datagram.get(JAVA_LONG_UNALIGNED, NUMBER), bytes, 0);
            if (group > first) {
                startGroup(group);
            }
            if (index >= 0 && (received >> index & 1) == 0) {
                received |= 1L << index;
                mixIn(datagram, bytes - HEADER);
                host.deliver((first + index) * host.blockBytes(), datagram, HEADER, bytes - HEADER);
            } else if (-1 - index == Long.bitCount(received) + 1) { // parity, and all but one of what it covers
                mixIn(datagram, bytes - HEADER);
                host.deliver((first + Long.numberOfTrailingZeros(~received)) * host.blockBytes(), repair, 0,
                        Math.clamp(parityLength, 0, host.blockBytes()));
                received = -1;
                repaired++;
            }
        }

        @Override
        public long dueNs() {
            return covered > 0 ? lastNs + 20_000_000 : Long.MAX_VALUE; // then a group that is not full gets its parity
        }

        @Override
        public boolean isDrained() {
            return covered == 0;
        }

        @Override
        public void figures(double[] values) {
            values[0] = repaired;
        }
    }
}
