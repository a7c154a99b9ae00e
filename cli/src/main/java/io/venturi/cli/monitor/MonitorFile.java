package io.venturi.cli.monitor;

import io.venturi.cli.config.SecretFile;
import io.venturi.cli.output.ResultFile;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.plan.RttPlan.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * Targets and alert rules from a TOML file. Everything else is told by options.
 *
 * @param targets tables {@code [[target]]} with {@code host} and, if wanted, {@code name}, {@code protocol},
 *                {@code load-host} and {@code key-file}
 * @param alerts  array {@code alerts}
 * @param failOn  array {@code fail-on}
 */
public record MonitorFile(List<MonitorTarget> targets, List<AlertRule> alerts, List<AlertRule> failOn) {
    /** Without a file. */
    public static final MonitorFile NONE = new MonitorFile(List.of(), List.of(), List.of());

    private static final Set<String> TOP = Set.of("target", "alerts", "fail-on");
    private static final Set<String> OF_TARGET = Set.of("host", "name", "protocol", "load-host", "key-file");

    public MonitorFile {
        targets = List.copyOf(targets);
        alerts = List.copyOf(alerts);
        failOn = List.copyOf(failOn);
    }

    /**
     * Read.
     *
     * @param key for targets without a {@code key-file}
     * @throws ConfigException if it says what makes no sense, with the place
     */
    public static MonitorFile read(Path file, byte[] key) {
        TomlParseResult toml;
        try {
            toml = Toml.parse(file);
        } catch (IOException e) {
            throw new HostException("Cannot read " + file + ": " + ResultFile.reason(e) + ".", e);
        }
        if (toml.hasErrors()) {
            throw new ConfigException(file + ", " + toml.errors().getFirst().position() + ": "
                    + toml.errors().getFirst().getMessage());
        }
        requireKnown(file, "", toml, TOP);
        List<MonitorTarget> targets = new ArrayList<>();
        TomlArray tables = array(file, toml, "target");
        for (int i = 0; i < tables.size(); i++) {
            if (!(tables.get(i) instanceof TomlTable table)) {
                throw new ConfigException(file + ": targets are tables: [[target]].");
            }
            targets.add(target(file, i + 1, table, key));
        }
        return new MonitorFile(targets, rules(file, toml, "alerts"), rules(file, toml, "fail-on"));
    }

    private static MonitorTarget target(Path file, int number, TomlTable table, byte[] key) {
        String where = "target " + number;
        requireKnown(file, where + ": ", table, OF_TARGET);
        String host = text(file, where, table, "host", "");
        String protocol = text(file, where, table, "protocol", "irtt").toUpperCase(Locale.ROOT);
        String keyFile = text(file, where, table, "key-file", "");
        if (!protocol.equals("IRTT") && !protocol.equals("STAMP")) {
            throw new ConfigException(file + ", " + where + ": protocol is \"irtt\" or \"stamp\".");
        }
        if (host.isEmpty()) {
            throw new ConfigException(file + ", " + where + ": host is missing.");
        }
        return new MonitorTarget(text(file, where, table, "name", host), host, Protocol.valueOf(protocol),
                text(file, where, table, "load-host", ""), keyFile.isEmpty() ? key : key(file.resolveSibling(keyFile)));
    }

    private static byte[] key(Path file) {
        return SecretFile.firstLine(file, "key file").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Path file, String where, TomlTable table, String name, String otherwise) {
        Object value = table.get(name);
        if (value != null && !(value instanceof String)) {
            throw new ConfigException(file + ", " + where + ": " + name + " is a text in quotes.");
        }
        return value == null ? otherwise : (String) value;
    }

    private static List<AlertRule> rules(Path file, TomlTable toml, String name) {
        List<AlertRule> rules = new ArrayList<>();
        TomlArray texts = array(file, toml, name);
        for (int i = 0; i < texts.size(); i++) {
            if (!(texts.get(i) instanceof String text)) {
                throw new ConfigException(file + ": " + name + " is a list of texts in quotes.");
            }
            rules.add(AlertRule.parse(text));
        }
        return rules;
    }

    private static TomlArray array(Path file, TomlTable toml, String name) {
        if (toml.contains(name) && !toml.isArray(name)) {
            throw new ConfigException(file + ": " + (name.equals("target") ? "targets are tables: [[target]]."
                    : name + " is a list of texts in quotes."));
        }
        return toml.getArrayOrEmpty(name);
    }

    private static void requireKnown(Path file, String where, TomlTable table, Set<String> known) {
        table.keySet().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new ConfigException(file + ": " + where + "there is no setting " + name + ", only "
                    + String.join(", ", known.stream().sorted().toList()) + ".");
        });
    }
}
