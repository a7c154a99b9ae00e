package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How long probes are: UDP payload in bytes, raised to what the fields of a protocol need, so that 0 is just that. A
 * pure function of the number of a send time, so that it does not matter which of them were missed.
 */
public sealed interface Lengths {
    /** Largest UDP payload. */
    int MOST_BYTES = 65_507;

    /**
     * Seven of the least length, four of 548 and one of 1452 bytes: packets of the simple internet mix, whose largest
     * fits 1500 bytes with either IP version.
     */
    Lengths IMIX = new Listed(new int[] {0, 548, 0, 0, 548, 0, 1452, 0, 548, 0, 548, 0});

    /** The length at send time {@code slot}, 0 and up. Allocates nothing. */
    int bytes(long slot);

    /** The greatest there is. */
    int most();

    /** All the same. */
    record Fixed(int bytes) implements Lengths {
        public Fixed {
            require(bytes);
        }

        @Override
        public int bytes(long slot) {
            return bytes;
        }

        @Override
        public int most() {
            return bytes;
        }

        @Override
        public String toString() {
            return Integer.toString(bytes);
        }
    }

    /** Any from {@code least} to {@code most}, each as likely as any other; the same ones for the same seed. */
    record Uniform(int least, int most, long seed) implements Lengths {
        public Uniform {
            require(least);
            require(most);
            if (least > most) {
                throw new ConfigException("A range of lengths goes up: " + most + "-" + least + ", not " + least + "-"
                        + most + ".");
            }
        }

        @Override
        public int bytes(long slot) {
            long random = RandomSequence.at(~seed, slot) >>> 32; // not the one that a send time is made of
            return least + (int) (random * (most - least + 1) >>> 32);
        }

        @Override
        public String toString() {
            return least + "-" + most;
        }
    }

    /** These in turn. */
    final class Listed implements Lengths {
        private final int[] bytes;

        public Listed(int[] bytes) {
            this.bytes = bytes.clone();
            for (int length : bytes) {
                require(length);
            }
        }

        @Override
        public int bytes(long slot) {
            return bytes[(int) (slot % bytes.length)];
        }

        @Override
        public int most() {
            return Arrays.stream(bytes).max().orElse(0);
        }

        @Override
        public String toString() {
            return this == IMIX ? "imix"
                    : Arrays.stream(bytes).mapToObj(Integer::toString).collect(Collectors.joining(","));
        }
    }

    /** What stands beside the send times of a file, and another length where nothing does. */
    record Beside(SendTimes times, int otherwise) implements Lengths {
        @Override
        public int bytes(long slot) {
            int bytes = times.lengthBytes((int) slot);
            return bytes < 0 ? otherwise : bytes;
        }

        @Override
        public int most() {
            int most = 0;
            for (int i = 0; i < times.count(); i++) {
                most = Math.max(most, bytes(i));
            }
            return most;
        }

        @Override
        public String toString() {
            return "file:" + times.name();
        }
    }

    /**
     * Parse {@code 64}, {@code 64-1400}, {@code 64,576,1400} or {@code imix}.
     *
     * @param seed of a range
     * @throws ConfigException if it is none of these
     */
    static Lengths parse(String text, long seed) {
        try {
            int dash = text.indexOf('-');
            if (text.equals("imix")) {
                return IMIX;
            }
            if (dash > 0) {
                return new Uniform(Integer.parseInt(text.substring(0, dash)),
                        Integer.parseInt(text.substring(dash + 1)), seed);
            }
            int[] bytes = Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
            return bytes.length == 1 ? new Fixed(bytes[0]) : new Listed(bytes);
        } catch (NumberFormatException e) {
            throw new ConfigException("\"" + text + "\" is no length. Write bytes of UDP payload: 64, a range as"
                    + " 64-1400, some in turn as 64,576,1400, or imix.", e);
        }
    }

    private static void require(int bytes) {
        if (bytes < 0 || bytes > MOST_BYTES) {
            throw new ConfigException("The length is the UDP payload in bytes, 0 to " + MOST_BYTES + ", not " + bytes
                    + ".");
        }
    }
}
