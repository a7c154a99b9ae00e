package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Send times from a file: on each line a time since the start of the test, and if wanted the length of that probe in
 * bytes, such as {@code 1.5ms 200}. Empty lines, and what follows a {@code #}, do not count.
 *
 * <p>Immutable.
 */
public final class SendTimes {
    /** More would be a file of hundreds of megabytes. */
    private static final int MOST = 10_000_000;

    private final String name;
    private final long[] offsetsNs;
    private final int[] lengths;
    private final boolean withLengths;

    private SendTimes(String name, List<Long> offsets, List<Integer> lengths) {
        this.name = name;
        this.offsetsNs = offsets.stream().mapToLong(Long::longValue).toArray();
        this.lengths = lengths.stream().mapToInt(Integer::intValue).toArray();
        this.withLengths = Arrays.stream(this.lengths).anyMatch(length -> length >= 0);
    }

    /**
     * Read a file.
     *
     * @throws ConfigException if it cannot be read, or a line is not as it should be: then that line is named
     */
    public static SendTimes read(Path file) {
        try {
            return parse(file.toString(), Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            throw new ConfigException("There is no file " + file + " to take the send times from.", e);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " is no text: send times are lines such as \"1.5ms 200\".", e);
        } catch (IOException e) {
            throw new ConfigException("The send times cannot be read from " + file + ": " + e.getMessage(), e);
        }
    }

    /** The same of lines that somebody else has read; {@code name} is that of the file, for messages. */
    public static SendTimes parse(String name, List<String> lines) {
        List<Long> offsets = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        long previousNs = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            String[] words = line.split("\\s+");
            previousNs = offset(name, i + 1, words, previousNs);
            offsets.add(previousNs);
            lengths.add(words.length == 2 ? length(name, i + 1, words[1]) : -1);
        }
        if (offsets.isEmpty() || offsets.size() > MOST) {
            throw new ConfigException(name + " has " + (offsets.isEmpty() ? "no send time" : "more than " + MOST
                    + " send times") + ": write one on each line, such as \"1.5ms\" or \"1.5ms 200\".");
        }
        return new SendTimes(name, offsets, lengths);
    }

    private static long offset(String name, int line, String[] words, long previousNs) {
        if (words.length > 2) {
            throw wrong(name, line, "a time and if wanted a length stand on a line, not " + words.length + " words.");
        }
        long ns;
        try {
            ns = Durations.parse(words[0]);
        } catch (ConfigException e) {
            throw wrong(name, line, e.getMessage());
        }
        if (ns < previousNs) {
            throw wrong(name, line, "times are since the start of the test and never go back: " + words[0] + " is "
                    + (ns < 0 ? "before the start." : "before that of the line above, "
                            + Durations.format(previousNs) + "."));
        }
        return ns;
    }

    private static int length(String name, int line, String word) {
        try {
            int length = Integer.parseInt(word);
            if (length >= 0 && length <= Lengths.MOST_BYTES) {
                return length;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw wrong(name, line, "the length is the UDP payload in bytes, 0 to " + Lengths.MOST_BYTES + ", not "
                + word + ".");
    }

    private static ConfigException wrong(String name, int line, String what) {
        return new ConfigException(name + " line " + line + ": " + what);
    }

    /** Where they were read. */
    public String name() {
        return name;
    }

    /** How many there are, at least 1. */
    public int count() {
        return offsetsNs.length;
    }

    /** Time {@code i} since the start of the test, ns, never less than the one before it. */
    public long offsetNs(int i) {
        return offsetsNs[i];
    }

    /** The length that stands beside time {@code i}, -1 if none does. */
    public int lengthBytes(int i) {
        return lengths[i];
    }

    /** True if a length stands beside one of them. */
    public boolean withLengths() {
        return withLengths;
    }

    /** How many come before {@code durationNs}. */
    int countBefore(long durationNs) {
        int least = 0;
        int most = offsetsNs.length;
        while (least < most) {
            int middle = (least + most) >>> 1;
            if (offsetsNs[middle] < durationNs) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        return least;
    }
}
