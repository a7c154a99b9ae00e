package io.venturi.engine.protocol.irtt.wire;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.error.ConfigException;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * What the payload of echoes consists of, written anew for every packet without allocating. Receivers never check it.
 * {@code toString} gives the descriptor that {@link #parse} reads.
 *
 * <p>Owned by one thread: patterns and random numbers go on from packet to packet.
 */
public sealed interface Fill {
    /** Descriptor of a server's own fill, unless it was given another: the pattern "irtt". */
    String DEFAULT_PATTERN = "pattern:69727474";

    /** Overwrite the payload bytes {@code from} (inclusive) to {@code to} (exclusive). */
    void fill(MemorySegment packet, int from, int to);

    /**
     * A fill from its descriptor: {@code none}, {@code rand}, {@code pattern:HEX}, or {@code pattern} for the default.
     * Empty for anything else; a pattern has at least one byte.
     */
    static Optional<Fill> parse(String descriptor) {
        return switch (descriptor) {
            case "none" -> Optional.of(new None());
            case "rand" -> Optional.of(new Random(ThreadLocalRandom.current().nextLong()));
            case "pattern" -> parse(DEFAULT_PATTERN);
            default -> Pattern.parse(descriptor);
        };
    }

    /**
     * A fill from the descriptor a user gave.
     *
     * @throws ConfigException if it is none
     */
    static Fill of(String descriptor) {
        return parse(descriptor).orElseThrow(() -> new ConfigException(
                "fill %s is unknown: use none, rand or pattern:HEX".formatted(descriptor)));
    }

    /** Leaves the payload as it is. */
    final class None implements Fill {
        @Override
        public void fill(MemorySegment packet, int from, int to) {
        }

        @Override
        public String toString() {
            return "none";
        }
    }

    /** Pseudo-random bytes that do not compress; not for secrets. */
    final class Random implements Fill {
        private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L; // step of SplittableRandom's sequence
        private long state;

        /** @param seed equal seeds give equal bytes */
        public Random(long seed) {
            state = seed;
        }

        @Override
        @HotPath
        public void fill(MemorySegment packet, int from, int to) {
            int at = from;
            for (; at + Long.BYTES <= to; at += Long.BYTES) {
                packet.set(IrttMessage.LONG, at, next());
            }
            for (long rest = next(); at < to; at++, rest >>>= Byte.SIZE) {
                packet.set(JAVA_BYTE, at, (byte) rest);
            }
        }

        private long next() {
            state += GOLDEN_GAMMA;
            long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
            return mixed ^ mixed >>> 31;
        }

        @Override
        public String toString() {
            return "rand";
        }
    }

    /** Repeats a few bytes; where one packet ends in the pattern, the next goes on. */
    final class Pattern implements Fill {
        private static final String PREFIX = "pattern:";
        private static final int CHUNK_BYTES = 256; // copied at once, at least

        private final MemorySegment repeated;
        private final int patternBytes;
        private int phase;

        private Pattern(byte[] pattern) {
            patternBytes = pattern.length;
            byte[] many = new byte[CHUNK_BYTES + patternBytes];
            for (int i = 0; i < many.length; i++) {
                many[i] = pattern[i % patternBytes];
            }
            repeated = MemorySegment.ofArray(many);
        }

        private static Optional<Fill> parse(String descriptor) {
            if (!descriptor.startsWith(PREFIX) || descriptor.length() == PREFIX.length()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Pattern(
                        HexFormat.of().parseHex(descriptor, PREFIX.length(), descriptor.length())));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }

        @Override
        @HotPath
        public void fill(MemorySegment packet, int from, int to) {
            for (int at = from; at < to; ) {
                int bytes = Math.min(to - at, CHUNK_BYTES);
                MemorySegment.copy(repeated, phase, packet, at, bytes);
                phase = (phase + bytes) % patternBytes;
                at += bytes;
            }
        }

        @Override
        public String toString() {
            return PREFIX + HexFormat.of().formatHex(repeated.asSlice(0, patternBytes).toArray(JAVA_BYTE));
        }
    }
}
