package io.venturi.cli.config;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that count: the one asked for, or the user's and the host's. */
final class ConfigPlaces {
    private static final Path OF_HOST = Path.of("/etc/venturi/config.toml");

    private final Path asked;
    private final List<Path> usual = new ArrayList<>();

    /** @param asked instead of the usual ones; null for these */
    ConfigPlaces(Path asked, Environment environment) {
        this.asked = asked;
        environment.find("XDG_CONFIG_HOME").map(Path::of).filter(Path::isAbsolute)
                .or(() -> environment.find("HOME").map(home -> Path.of(home, ".config")))
                .ifPresent(base -> usual.add(base.resolve("venturi/config.toml")));
        usual.add(OF_HOST);
    }

    /** Where files are looked for; what is in the earlier ones counts more. */
    List<Path> all() {
        return asked == null ? usual : List.of(asked);
    }

    /**
     * The files that are there and say something.
     *
     * @throws ConfigException if the one asked for is not there, or one is no TOML
     * @throws HostException   if one cannot be read: what it says must not be left out without a word
     */
    List<ConfigFile> read() {
        List<ConfigFile> files = new ArrayList<>();
        for (Path path : all()) {
            text(path).filter(ConfigPlaces::saysSomething).ifPresent(text -> files.add(new ConfigFile(path, text)));
        }
        return files;
    }

    /** Which of them there are. */
    List<ConfigSurvey.Place> survey() {
        return all().stream().map(path -> new ConfigSurvey.Place(path, text(path)
                .map(text -> saysSomething(text) ? "read" : "says nothing").orElse("not there"))).toList();
    }

    private Optional<String> text(Path path) {
        try {
            return Optional.of(Files.readString(path));
        } catch (NoSuchFileException e) {
            if (asked != null) {
                throw new ConfigException("There is no configuration file " + path + ".");
            }
            return Optional.empty();
        } catch (MalformedInputException e) {
            throw new ConfigException(path + " is not UTF-8 text, as TOML has to be.", e);
        } catch (IOException e) {
            throw new HostException("Cannot read the configuration file " + path + ": " + e.getClass().getSimpleName()
                    + " " + e.getMessage() + ".", e);
        }
    }

    /** A file of comments, such as the one that packages install, is not worth loading a parser. */
    private static boolean saysSomething(String text) {
        return text.lines().map(String::strip).anyMatch(line -> !line.isEmpty() && !line.startsWith("#"));
    }
}
