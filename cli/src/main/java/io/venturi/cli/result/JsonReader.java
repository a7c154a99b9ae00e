package io.venturi.cli.result;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Reads documents into {@link Json}, except for long arrays at the top, whose items are handed on one by one. */
final class JsonReader {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String file;
    private final JsonParser parser;
    private final Map<String, Consumer<Json>> streamed;

    private JsonReader(String file, JsonParser parser, Map<String, Consumer<Json>> streamed) {
        this.file = file;
        this.parser = parser;
        this.streamed = streamed;
    }

    /**
     * The documents of a stream: one, or several in a row.
     *
     * @param streamed what takes the items of the arrays of these names in a document; those are not in the result
     * @throws BadResultException if it is no JSON, or cannot be read
     */
    static List<Json> read(String file, InputStream in, Map<String, Consumer<Json>> streamed) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            JsonReader reader = new JsonReader(file, parser, streamed);
            List<Json> documents = new ArrayList<>();
            while (parser.nextToken() != null) {
                documents.add(reader.value("", 0));
            }
            return documents;
        } catch (StreamReadException e) {
            TokenStreamLocation at = e.getLocation();
            throw new BadResultException(file, at == null ? 0 : at.getLineNr(), at == null ? 0 : at.getColumnNr(),
                    "this is not JSON: " + e.getOriginalMessage());
        } catch (JacksonIOException e) {
            throw new BadResultException(file, 0, 0, "cannot be read: " + e.getCause().getMessage());
        }
    }

    private Json value(String path, int depth) {
        TokenStreamLocation at = parser.currentTokenLocation();
        Object value = switch (parser.currentToken()) {
            case START_OBJECT -> object(path, depth);
            case START_ARRAY -> array(path, depth);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? (Object) parser.getDoubleValue() : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
        return new Json(file, path, at.getLineNr(), at.getColumnNr(), value);
    }

    private Map<String, Json> object(String path, int depth) {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken first = parser.nextToken();
            Consumer<Json> taker = depth == 0 ? streamed.get(name) : null;
            if (taker != null && first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    taker.accept(value(name, depth + 2));
                }
            } else {
                members.put(name, value(path.isEmpty() ? name : path + "." + name, depth + 1));
            }
        }
        return members;
    }

    private List<Json> array(String path, int depth) {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(path + "[" + items.size() + "]", depth + 1));
        }
        return items;
    }
}
