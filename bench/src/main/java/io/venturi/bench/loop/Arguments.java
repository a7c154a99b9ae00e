package io.venturi.bench.loop;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code key=value} words of a command. */
record Arguments(String verb, Map<String, String> values) {

    static Arguments parse(String line) {
        String[] words = line.trim().split("\\s+");
        return new Arguments(words[0], Stream.of(words).skip(1).map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }

    long number(String key, long otherwise) {
        String value = values.get(key);
        return value == null ? otherwise : Long.parseLong(value);
    }

    boolean flag(String key) {
        return number(key, 0) != 0;
    }
}
