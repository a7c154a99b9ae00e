package io.venturi.cli.udpst;

import io.venturi.cli.output.ResultFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys by id: an {@code id,key} per line, separated by commas, blanks or tabs; {@code #} begins a comment. */
final class KeyFile {
    private static final int MOST_KEYS = 256;
    private static final int LONGEST_KEY = 64;

    private KeyFile() {
    }

    /** @throws Refusal if it cannot be read, or any line is none of these */
    static Map<Integer, String> read(String name) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(name), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw Refusal.keyFile("FOPEN ERROR: <" + name + "> No such file or directory");
        } catch (IOException e) {
            throw Refusal.keyFile("FOPEN ERROR: <" + name + "> " + ResultFile.reason(e));
        }
        Map<Integer, String> keys = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String entry = lines.get(i).replaceFirst("#.*", "").replaceFirst("^[, \t]+", "");
            if (!entry.isBlank()) {
                add(entry.split("[, \t\r]+"), keys, " (line " + (i + 1) + ")");
            }
        }
        if (keys.isEmpty()) {
            throw Refusal.keyFile("ERROR: No authentication keys found in key file");
        }
        return keys;
    }

    private static void add(String[] fields, Map<Integer, String> keys, String where) {
        if (fields.length < 2) {
            throw Refusal.keyFile("ERROR: Key file entry has insufficient field count" + where);
        }
        int id;
        try {
            id = Integer.decode(fields[0]);
        } catch (NumberFormatException e) {
            throw Refusal.keyFile("ERROR: Key file entry has invalid numeric ID" + where);
        }
        if (id < 0 || id > 255) {
            throw Refusal.keyFile("ERROR: Key file entry has out-of-range ID" + where);
        }
        if (keys.containsKey(id)) {
            throw Refusal.keyFile("ERROR: Key file entry has duplicate ID" + where);
        }
        if (fields[1].length() > LONGEST_KEY) {
            throw Refusal.keyFile("ERROR: Key file entry has oversized key" + where);
        }
        if (keys.size() == MOST_KEYS) {
            throw Refusal.keyFile("ERROR: Key file has more than " + MOST_KEYS + " entries" + where);
        }
        keys.put(id, fields[1]);
    }
}
