package io.venturi.engine.spi;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.ProtocolDescription;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.jar.JarFile;

/** The protocols there are: those of the class path and those of jars that the user names. Immutable. */
public final class Protocols {
    private static final String SERVICE = "META-INF/services/" + DatagramProtocol.class.getName();

    private final Map<String, Entry> byName = new TreeMap<>();
    /** Kept open: protocols load classes when they need them. */
    private final List<URLClassLoader> loaders = new ArrayList<>();

    private record Entry(DatagramProtocol protocol, ProtocolDescription description, String origin) {
    }

    private Protocols() {
    }

    /**
     * Those of the class path and of these jars.
     *
     * @throws ConfigException if a jar cannot be used: which one, why, and what to do
     */
    public static Protocols load(Collection<String> plugins) {
        Protocols protocols = new Protocols();
        protocols.add(DatagramProtocol.class.getClassLoader(), "the class path");
        plugins.stream().distinct().forEach(protocols::addJar);
        return protocols;
    }

    private void addJar(String name) {
        Path path = Path.of(name);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new ConfigException("Plugin " + name + " is not a file that can be read.");
        }
        try (JarFile jar = new JarFile(path.toFile())) {
            if (jar.getEntry(SERVICE) == null) {
                throw new ConfigException("Plugin " + name + " names no protocol: it has no " + SERVICE
                        + ", in which the class of the protocol stands.");
            }
        } catch (IOException e) {
            throw new ConfigException("Plugin " + name + " is no jar: " + e.getMessage() + ".", e);
        }
        try {
            URLClassLoader loader = new URLClassLoader(new URL[] {path.toUri().toURL()},
                    DatagramProtocol.class.getClassLoader());
            loaders.add(loader);
            add(loader, "plugin " + name);
        } catch (MalformedURLException e) {
            throw new ConfigException("Plugin " + name + " has no usable path: " + e.getMessage() + ".", e);
        }
    }

    private void add(ClassLoader loader, String origin) {
        int before = byName.size();
        try {
            Iterator<ServiceLoader.Provider<DatagramProtocol>> found =
                    ServiceLoader.load(DatagramProtocol.class, loader).stream().iterator();
            while (found.hasNext()) {
                ServiceLoader.Provider<DatagramProtocol> provider = found.next();
                if (provider.type().getClassLoader() == loader) {
                    add(provider.get(), origin);
                }
            }
        } catch (UnsupportedClassVersionError e) {
            throw new ConfigException("The protocol in " + origin + " was compiled for a newer Java than this one, "
                    + Runtime.version().feature() + ": " + e.getMessage() + ".", e);
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            if (e instanceof ConfigException own) {
                throw own;
            }
            throw new ConfigException("The protocol in " + origin + " cannot be used: "
                    + (e.getCause() == null ? e : e.getCause()) + ".", e);
        }
        if (byName.size() == before) {
            throw new ConfigException("There is no protocol in " + origin + ": the class that " + SERVICE
                    + " names is not in it.");
        }
    }

    private void add(DatagramProtocol protocol, String origin) {
        ProtocolDescription description = protocol.description();
        Entry old = byName.putIfAbsent(description.name(), new Entry(protocol, description, origin));
        if (old != null) {
            throw new ConfigException("Protocol " + description.name() + " is in " + old.origin() + " and in " + origin
                    + ": leave out one of them.");
        }
    }

    /** The protocol of that name. */
    public Optional<DatagramProtocol> find(String name) {
        return Optional.ofNullable(byName.get(name)).map(Entry::protocol);
    }

    /** All, by name. */
    public List<ProtocolDescription> descriptions() {
        return byName.values().stream().map(Entry::description).toList();
    }

    /** All names, for messages. */
    public String names() {
        return String.join(", ", byName.keySet());
    }
}
