package io.venturi.cli.result;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A value of a JSON document that knows where it stood. What is missing is a value too, so that readers can walk down
 * and ask at the end: numbers are then NaN, texts and lists empty. A value of the wrong type is an error with its
 * place.
 */
public final class Json {
    private static final Json MISSING = new Json("", "", 0, 0, null, false);

    private final String file;
    private final String path;
    private final int line;
    private final int column;
    private final Object value;
    private final boolean present;

    Json(String file, String path, int line, int column, Object value) {
        this(file, path, line, column, value, true);
    }

    private Json(String file, String path, int line, int column, Object value, boolean present) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.column = column;
        this.value = value;
        this.present = present;
    }

    /** There, and not {@code null}. */
    public boolean present() {
        return present && value != null;
    }

    /** A member of this object; missing if there is none of that name. */
    public Json get(String name) {
        if (!present()) {
            return MISSING;
        }
        return value instanceof Map<?, ?> members
                ? members.get(name) instanceof Json found ? found : MISSING : wrong("an object");
    }

    /** A member further down. */
    public Json at(String first, String... further) {
        Json found = get(first);
        for (String name : further) {
            found = found.get(name);
        }
        return found;
    }

    /** A member that this kind of result always has. */
    public Json need(String name) {
        Json found = get(name);
        if (!found.present()) {
            throw new BadResultException(file, line, column, "'" + name + "' is missing" + within());
        }
        return found;
    }

    /** The members of an array; none if it is missing. */
    @SuppressWarnings("unchecked") // the reader puts only values of this class into lists
    public List<Json> items() {
        return !present() ? List.of() : value instanceof List<?> list ? (List<Json>) list : wrong("an array");
    }

    /** The members of an object, in their order; none if it is missing. */
    @SuppressWarnings("unchecked") // the reader puts only names and values of this class into maps
    public Map<String, Json> members() {
        return !present() ? Map.of() : value instanceof Map<?, ?> map ? (Map<String, Json>) map : wrong("an object");
    }

    public boolean isArray() {
        return value instanceof List<?>;
    }

    public boolean isObject() {
        return value instanceof Map<?, ?>;
    }

    /** NaN if missing. */
    public double number() {
        return !present() ? Double.NaN : value instanceof Number number ? number.doubleValue() : wrong("a number");
    }

    public OptionalDouble optional() {
        return present() ? OptionalDouble.of(number()) : OptionalDouble.empty();
    }

    /** An integer that may need more than the 53 bits of a double, such as a wall clock in ns; 0 if missing. */
    public long integer() {
        return !present() ? 0 : value instanceof Number number ? number.longValue() : this.<Long>wrong("a number");
    }

    /** Empty if missing. */
    public String text() {
        return !present() ? "" : value instanceof String text ? text : wrong("a string");
    }

    /** Whatever single value it is, as text; empty if missing, an object or an array. */
    public String anyText() {
        return !present() || isArray() || isObject() ? "" : value.toString();
    }

    /** False if missing. */
    public boolean flag() {
        return present() && (value instanceof Boolean flag ? flag : this.<Boolean>wrong("true or false"));
    }

    private <T> T wrong(String expected) {
        throw new BadResultException(file, line, column, expected + " was expected" + within());
    }

    private String within() {
        return path.isEmpty() ? "" : " at " + path;
    }

    /** An error about this value. */
    BadResultException error(String what) {
        return new BadResultException(file, line, column, what + within());
    }
}
