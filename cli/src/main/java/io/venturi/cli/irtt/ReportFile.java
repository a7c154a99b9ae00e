package io.venturi.cli.irtt;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the statistics of a JSON document back, ours or the classic tool's of any release, plain or gzip. The rows are
 * passed over, so their number does not matter. Percentages are computed anew: some releases wrote impossible ones.
 */
final class ReportFile {
    private static final int GZIP_FIRST_BYTE = 0x1f;
    /** The classic tool's numbers for a server that ended the test: the one in its first release, and the later one. */
    private static final Map<String, String> ENDINGS = Map.of("-2070", IrttStats.CLOSED_BY_SERVER,
            String.valueOf(IrttJson.SERVER_CLOSED), IrttStats.CLOSED_BY_SERVER);

    private final JsonParser json;
    private final Map<Series, DurationStats> series = new EnumMap<>(Series.class);
    private final Map<String, Long> totals = new HashMap<>();
    private final Map<String, Long> bps = new HashMap<>();
    private Map<String, Long> params = Map.of();
    private String sendError = "";
    private String receiveError = "";

    private ReportFile(JsonParser json) {
        this.json = json;
    }

    /**
     * Does not close the stream.
     *
     * @throws IOException if it cannot be read or holds no statistics
     * @throws tools.jackson.core.JacksonException if it cannot be read or is no JSON
     */
    static IrttStats read(InputStream in) throws IOException {
        BufferedInputStream start = new BufferedInputStream(in);
        start.mark(1);
        int first = start.read();
        start.reset();
        InputStream text = first == GZIP_FIRST_BYTE ? new GZIPInputStream(start) : start;
        try (JsonParser json = JsonFactory.builder().build().createParser(ObjectReadContext.empty(), text)) {
            return new ReportFile(json).document();
        }
    }

    private IrttStats document() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("it is no JSON object");
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "config" -> config();
                case "send_err" -> sendError = error();
                case "receive_err" -> receiveError = error();
                case "stats" -> stats();
                default -> json.skipChildren();
            }
        }
        if (totals.isEmpty()) {
            throw new IOException("it holds no statistics of a test");
        }
        return new IrttStats(series, totals(), sendError, receiveError);
    }

    private void config() {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean wanted = json.currentName().equals("params");
            json.nextToken();
            if (wanted) {
                params = numbers();
            } else {
                json.skipChildren();
            }
        }
    }

    private void stats() {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (isLong(value)) {
                totals.put(name, json.getLongValue());
            } else if (value == JsonToken.START_OBJECT) {
                object(name, numbers());
            }
        }
    }

    private void object(String name, Map<String, Long> values) {
        for (Series one : Series.values()) {
            if (one.key().equals(name)) {
                series.put(one, new DurationStats(get(values, "total"), get(values, "n"), get(values, "min"),
                        get(values, "max"), get(values, "mean"), get(values, "median"), get(values, "stddev"),
                        get(values, "variance")));
            }
        }
        if (values.containsKey("bps")) {
            bps.put(name, values.get("bps"));
        }
    }

    private Totals totals() {
        long duplicates = get(totals, "duplicates");
        return new Totals(get(totals, "packets_sent"), get(totals, "packets_received") - duplicates, duplicates, 0, 0,
                get(totals, "late_packets"), get(totals, "server_packets_received"), get(totals, "timer_misses"),
                get(params, "interval"), (int) get(params, "length"), get(totals, "bytes_sent"),
                get(totals, "bytes_received"), get(bps, "send_rate"), get(bps, "receive_rate"), get(totals, "wait"),
                get(totals, "duration"));
    }

    private static long get(Map<String, Long> values, String name) {
        return values.getOrDefault(name, 0L);
    }

    /** The whole numbers of the object that begins here; what else is in it is passed over. */
    private Map<String, Long> numbers() {
        Map<String, Long> numbers = new HashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (isLong(json.nextToken())) {
                numbers.put(name, json.getLongValue());
            } else {
                json.skipChildren();
            }
        }
        return numbers;
    }

    /** Percentages may be written as whole numbers, and wrong ones do not fit. */
    private boolean isLong(JsonToken value) {
        return value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    /** What the error object that begins here says; an empty one is a test stopped by its user. */
    private String error() {
        Map<String, String> parts = new HashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                parts.put(name, json.getString());
            } else {
                json.skipChildren();
            }
        }
        if (parts.containsKey("Code")) {
            return ENDINGS.getOrDefault(parts.get("Code"), "error code " + parts.get("Code"));
        }
        return parts.isEmpty() ? ""
                : parts.getOrDefault("Op", "") + " " + parts.getOrDefault("Net", "") + ": "
                + parts.getOrDefault("Err", "socket error");
    }
}
