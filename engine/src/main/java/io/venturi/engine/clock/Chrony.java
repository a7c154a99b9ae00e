package io.venturi.engine.clock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a running chronyd says of the clock it keeps, asked with {@code chronyc -c tracking}, a child process that is
 * ended after {@value #LIMIT_MS} ms at the latest.
 *
 * @param referenceId    identifier of the source, hexadecimal
 * @param source         name or address of the source
 * @param stratum        1 for a clock beside a reference; 0 if not synchronised
 * @param systemOffsetNs what the system clock is off by and chronyd is slewing away; positive if it is slow
 * @param frequencyPpm   by how much the clock would be wrong without chronyd; negative if slow
 * @param skewPpm        error bound of that
 * @param rootDelayNs    round trip to the reference
 * @param rootDispersionNs what is added up on the way there
 * @param synchronised   the leap status is not "not synchronised"
 */
public record Chrony(String referenceId, String source, int stratum, long systemOffsetNs, double frequencyPpm,
                     double skewPpm, long rootDelayNs, long rootDispersionNs, boolean synchronised) {
    static final int LIMIT_MS = 1_500;
    private static final int FIELDS = 14;
    private static final String NOT_SYNCHRONISED = "Not synchronised";
    /** 127.127.1.1: chronyd serves its own clock, which nothing keeps. */
    private static final String LOCAL_REFERENCE = "7F7F0101";
    private static final double MOST_S = 1e9;

    /** Bound of the system clock's error by chronyd's own account, ns. */
    public long errorBoundNs() {
        return Math.abs(systemOffsetNs) + rootDelayNs / 2 + rootDispersionNs;
    }

    /** Ask. */
    public static Reading<Chrony> query() {
        return query(List.of("chronyc", "-n", "-c", "tracking"));
    }

    static Reading<Chrony> query(List<String> command) {
        try {
            Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
            child.getOutputStream().close();
            if (!child.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS)) {
                child.destroyForcibly();
                return Reading.missing("no answer within " + LIMIT_MS + " ms");
            }
            String text = new String(child.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
            return child.exitValue() == 0 ? parse(text.strip())
                    : Reading.missing("no answer: " + clause(text));
        } catch (IOException e) {
            return Reading.missing("no chrony here: chronyc cannot be run");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reading.missing("interrupted while chronyc was asked");
        }
    }

    /** One line of {@code chronyc -c tracking}. */
    static Reading<Chrony> parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length < FIELDS) {
            return Reading.missing("chronyc said what is not understood: " + clause(line));
        }
        try {
            boolean synchronised = !fields[13].startsWith(NOT_SYNCHRONISED) && !fields[0].equals(LOCAL_REFERENCE)
                    && !fields[0].equals("00000000");
            return Reading.of(new Chrony(fields[0], fields[1].isEmpty() ? fields[0] : fields[1],
                    Integer.parseInt(fields[2]), ns(fields[4]), number(fields[7]), number(fields[9]),
                    Math.abs(ns(fields[10])), Math.abs(ns(fields[11])), synchronised));
        } catch (NumberFormatException e) {
            return Reading.missing("chronyc said what is not understood: " + clause(line));
        }
    }

    private static long ns(String seconds) {
        return Math.round(number(seconds) * 1e9);
    }

    private static double number(String text) {
        double value = Double.parseDouble(text);
        if (!(Math.abs(value) < MOST_S)) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    /** The beginning of what a program said, fit for one line. */
    private static String clause(String text) {
        String line = text.strip().replaceAll("\\s+", " ").replaceAll("[^ -~]", "?");
        return line.isEmpty() ? "it said nothing" : line.length() > 80 ? line.substring(0, 80) : line;
    }
}
