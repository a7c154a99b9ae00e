package io.venturi.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON document as maps, lists and values; a path that is not there fails with the path and what there was. */
record Json(Object value) {

    /** Parse one whole document; anything after it is an error. */
    static Json parse(String text) {
        return parse(text, true);
    }

    /** Parse what others wrote, who may use a name twice; the last one stays. */
    static Json parseOfPeer(String text) {
        return parse(text, false);
    }

    private static Json parse(String text, boolean strict) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Object value = read(parser, strict);
            if (parser.nextToken() != null) {
                throw new AssertionError("more follows the document: " + text);
            }
            return new Json(value);
        } catch (RuntimeException e) {
            throw new AssertionError("no valid JSON: " + text, e);
        }
    }

    static Json parse(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object read(JsonParser parser, boolean strict) {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new AssertionError("empty document");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    if (object.put(name, read(parser, strict)) != null && strict) {
                        throw new AssertionError("twice the same name: " + name);
                    }
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(read(parser, strict));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> parser.getNumberValue().longValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> token == JsonToken.VALUE_TRUE;
            case VALUE_NULL -> "null";
            default -> parser.getString();
        };
    }

    /** The value below a dotted path. */
    Json at(String path) {
        Object at = value;
        for (String name : path.split("\\.")) {
            if (!(at instanceof Map<?, ?> object) || !object.containsKey(name)) {
                throw new AssertionError("no " + path + " (at " + name + ") in " + at);
            }
            at = object.get(name);
        }
        return new Json(at);
    }

    boolean has(String name) {
        return value instanceof Map<?, ?> object && object.containsKey(name);
    }

    long number(String path) {
        return (long) at(path).value;
    }

    /** A number with or without a fraction. */
    double real(String path) {
        return ((Number) at(path).value).doubleValue();
    }

    String text(String path) {
        return at(path).value.toString();
    }

    boolean is(String path) {
        return (boolean) at(path).value;
    }

    List<Json> list(String path) {
        return ((List<?>) at(path).value).stream().map(Json::new).toList();
    }

    Map<?, ?> object(String path) {
        return (Map<?, ?>) at(path).value;
    }

    /** The first metric of this name in a report of venturi. */
    Json metric(String name) {
        return list("metrics").stream().filter(metric -> metric.text("metric").equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name + " in " + value));
    }

    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
