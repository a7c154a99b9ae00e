package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import java.nio.file.Path;

/** When the probes of a test are sent, in terms of its interval. The text form is what users write. */
public sealed interface SendPattern {

    /** One probe every interval (RFC 3432). */
    SendPattern ISOCHRONOUS = new Isochronous();

    /** One probe every interval (RFC 3432). */
    record Isochronous() implements SendPattern {
        @Override
        public String toString() {
            return "isochronous";
        }
    }

    /** Gaps of an exponential distribution whose mean is the interval (RFC 2330 section 11.1.1). */
    record Poisson() implements SendPattern {
        @Override
        public String toString() {
            return "poisson";
        }
    }

    /**
     * Some probes every interval, one shortly after the other.
     *
     * @param probes in one train, 2 to 1024
     * @param gapNs  from the beginning of one to that of the next, 0 for back to back
     */
    record Trains(int probes, long gapNs) implements SendPattern {
        private static final int MOST_PROBES = 1024;

        public Trains {
            if (probes < 2 || probes > MOST_PROBES) {
                throw new ConfigException("A burst or train has 2 to " + MOST_PROBES + " probes, not " + probes + ".");
            }
            if (gapNs < 0) {
                throw new ConfigException("The gap inside a train cannot be negative.");
            }
        }

        /** From the first to the last probe of a train, ns; {@link Long#MAX_VALUE} if that is too long to say. */
        long spanNs() {
            return gapNs > Long.MAX_VALUE / probes ? Long.MAX_VALUE : (probes - 1) * gapNs;
        }

        @Override
        public String toString() {
            String gap = Durations.format(gapNs);
            return gapNs == 0 ? "burst:" + probes : probes == 2 ? "pairs:" + gap : "train:" + probes + ":" + gap;
        }
    }

    /** As a file says; the interval does not matter. */
    record Listed(SendTimes times) implements SendPattern {
        @Override
        public String toString() {
            return "file:" + times.name();
        }
    }

    /**
     * Parse {@code isochronous}, {@code poisson}, {@code burst:N}, {@code pairs:GAP}, {@code train:N:GAP} or
     * {@code file:PATH}; the file is read.
     *
     * @throws ConfigException if it is none of these, or the file is not as it should be
     */
    static SendPattern parse(String text) {
        String[] parts = text.split(":", 2);
        String rest = parts.length == 2 ? parts[1] : "";
        return switch (parts[0]) {
            case "isochronous" -> plain(text, rest, ISOCHRONOUS);
            case "poisson" -> plain(text, rest, new Poisson());
            case "burst" -> new Trains(number(text, rest), 0);
            case "pairs" -> new Trains(2, Durations.parse(rest));
            case "train" -> train(text, rest.split(":", 2));
            case "file" -> new Listed(SendTimes.read(Path.of(rest)));
            default -> throw unknown(text);
        };
    }

    private static SendPattern plain(String text, String rest, SendPattern pattern) {
        if (!rest.isEmpty()) {
            throw unknown(text);
        }
        return pattern;
    }

    private static SendPattern train(String text, String[] parts) {
        if (parts.length < 2) {
            throw unknown(text);
        }
        return new Trains(number(text, parts[0]), Durations.parse(parts[1]));
    }

    private static int number(String text, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new ConfigException("\"" + text + "\": \"" + digits + "\" is no number of probes.", e);
        }
    }

    private static ConfigException unknown(String text) {
        return new ConfigException("\"" + text + "\" is no schedule. Write isochronous, poisson, burst:N, pairs:GAP,"
                + " train:N:GAP or file:PATH.");
    }
}
