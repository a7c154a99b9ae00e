package io.venturi.engine.api;

import io.venturi.engine.metric.Safepoints;
import io.venturi.engine.metric.Safepoints.Safepoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JVM logs of its safepoints ({@code -Xlog:safepoint=info:file=...:timenanos:filecount=0}), if the launcher
 * had it do so and named the file in {@value #PROPERTY}. The thread that ends a safepoint writes the line, so nothing
 * of it is on the measuring thread.
 *
 * <p>Thread: any.
 */
final class SafepointLog {
    /** Names the file. */
    static final String PROPERTY = "venturi.safepoints";

    private static final int MOST_TOLD = 1_000;
    private static final int CHUNK_BYTES = 1 << 16;
    /** The time is CLOCK_MONOTONIC, when the line was written: at the end of the safepoint. */
    private static final Pattern LINE =
            Pattern.compile("\\[(\\d{1,18})ns] Safepoint \"([^\"]*)\".*\\bTotal: +(\\d{1,18}) ns.*");
    private static final SafepointLog OWN = open(System.getProperty(PROPERTY));

    private final FileChannel log; // null where there is none

    private SafepointLog(FileChannel log) {
        this.log = log;
    }

    /** That of this JVM. */
    static SafepointLog own() {
        return OWN;
    }

    /** Open a log; null, or one that cannot be opened, is one in which nothing is observed. */
    static SafepointLog open(String file) {
        if (file == null) {
            return new SafepointLog(null);
        }
        try {
            return new SafepointLog(FileChannel.open(Path.of(file)));
        } catch (IOException e) {
            return new SafepointLog(null);
        }
    }

    /** Those that fell, in part at least, into the time from {@code startNs} to {@code endNs}, CLOCK_MONOTONIC. */
    Safepoints between(long startNs, long endNs) {
        if (log == null) {
            return Safepoints.UNKNOWN;
        }
        try {
            return parse(read(), startNs, endNs);
        } catch (IOException e) {
            return Safepoints.UNKNOWN;
        }
    }

    private String read() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (long at = 0; log.read(chunk, at) > 0; at = text.size()) {
            text.write(chunk.array(), 0, chunk.position());
            chunk.clear();
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    static Safepoints parse(String text, long startNs, long endNs) {
        List<Safepoint> all = new ArrayList<>();
        long count = 0;
        long totalNs = 0;
        for (String line : text.split("\n")) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            long lengthNs = Long.parseLong(matcher.group(3));
            long beganNs = Long.parseLong(matcher.group(1)) - lengthNs;
            if (beganNs + lengthNs < startNs || beganNs > endNs) {
                continue;
            }
            count++;
            totalNs += lengthNs;
            if (all.size() < MOST_TOLD) {
                all.add(new Safepoint(matcher.group(2), beganNs - startNs, lengthNs));
            }
        }
        return new Safepoints(true, count, totalNs, all);
    }
}
