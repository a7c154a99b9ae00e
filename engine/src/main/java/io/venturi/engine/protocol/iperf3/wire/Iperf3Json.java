package io.venturi.engine.protocol.iperf3.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON document as peers write it: names without regard to case, -1 also as 2^64-1, null for a number that was none.
 * Values are maps, lists, strings, longs, doubles and booleans.
 */
public final class Iperf3Json {
    private static final int MOST_DEPTH = 64;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build()).build();

    /** By name in lower case, in order. */
    private final Map<String, Member> members;

    /** A value and its name as it was written. */
    private record Member(String name, Object value) {
    }

    private Iperf3Json(Map<String, Member> members) {
        this.members = members;
    }

    /** A document is not JSON, or not of the form it should have. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        public MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Read one object.
     *
     * @throws MalformedException if it is none
     */
    public static Iperf3Json read(byte[] document) throws MalformedException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("not a JSON object");
            }
            Iperf3Json object = new Iperf3Json(object(parser));
            if (parser.nextToken() != null) {
                throw new MalformedException("something follows the JSON object");
            }
            return object;
        } catch (JacksonException e) {
            throw new MalformedException(e.getOriginalMessage());
        }
    }

    private static Map<String, Member> object(JsonParser parser) {
        Map<String, Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.putIfAbsent(name.toLowerCase(Locale.ROOT), new Member(name, value(parser)));
        }
        return members;
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> new Iperf3Json(object(parser));
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue().longValue(); // 2^64-1 is how some write -1
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> 0L; // null stands for a number that was none
        };
    }

    private static List<Object> array(JsonParser parser) {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser));
        }
        return values;
    }

    /** True if the member is there, whatever its value: so peers tell a flag. */
    public boolean has(String name) {
        return members.containsKey(name.toLowerCase(Locale.ROOT));
    }

    private Object value(String name) {
        Member member = members.get(name.toLowerCase(Locale.ROOT));
        return member == null ? null : member.value();
    }

    /** True if the member is there and a number. */
    public boolean isNumber(String name) {
        return value(name) instanceof Number;
    }

    /** An integer, or {@code absent} if there is none, or what is there is no number. */
    public long integer(String name, long absent) {
        return value(name) instanceof Number number ? number.longValue() : absent;
    }

    /** A number, or {@code absent}. */
    public double number(String name, double absent) {
        return value(name) instanceof Number number ? number.doubleValue() : absent;
    }

    /** A text, or empty. */
    public String text(String name) {
        return value(name) instanceof String text ? text : "";
    }

    /** The objects of an array; empty if there is none. Whatever else it holds is left out. */
    public List<Iperf3Json> objects(String name) {
        List<Iperf3Json> objects = new ArrayList<>();
        if (value(name) instanceof List<?> list) {
            for (Object value : list) {
                if (value instanceof Iperf3Json object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    /** An object, or null. */
    public Iperf3Json object(String name) {
        return value(name) instanceof Iperf3Json object ? object : null;
    }

    /** Names of the members as they were written, in order. */
    public List<String> names() {
        return members.values().stream().map(Member::name).toList();
    }

    /** The document again, compact. */
    public String encode() {
        return new String(write(json -> writeMembers(json, members)), StandardCharsets.UTF_8);
    }

    private static void writeMembers(JsonGenerator json, Map<String, Member> members) {
        members.values().forEach(member -> {
            json.writeName(member.name());
            writeValue(json, member.value());
        });
    }

    private static void writeValue(JsonGenerator json, Object value) {
        switch (value) {
            case Iperf3Json object -> {
                json.writeStartObject();
                writeMembers(json, object.members);
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(element -> writeValue(json, element));
                json.writeEndArray();
            }
            case String text -> json.writeString(text);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            default -> throw new IllegalStateException("a JSON value of " + value.getClass());
        }
    }

    /** An object of one text. */
    public static byte[] write(String name, String text) {
        return write(json -> json.writeStringProperty(name, text));
    }

    /** Write one object in compact form; {@code content} writes its members. */
    public static byte[] write(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
