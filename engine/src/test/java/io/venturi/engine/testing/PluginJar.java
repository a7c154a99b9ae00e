package io.venturi.engine.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.engine.spi.DatagramProtocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes jars with protocols from their source. */
public final class PluginJar {
    /** Where a jar names its protocols. */
    public static final String SERVICE = "META-INF/services/" + DatagramProtocol.class.getName();

    private PluginJar() {
    }

    /** A protocol of this name whose endpoint's {@code advance} does this. */
    public static String protocol(String name, String advance) {
        return """
                package plugin;
                import io.venturi.engine.plan.*;
                import io.venturi.engine.spi.*;
                import java.lang.foreign.MemorySegment;
                import java.util.List;
                public class Mine implements DatagramProtocol {
                    public ProtocolDescription description() {
                        return new ProtocolDescription("%s", "For tests.", List.of(), List.of());
                    }
                    public int blockBytes(ProtocolOptions options) { return 100; }
                    public int datagramBytes(ProtocolOptions options, int blockBytes) { return blockBytes; }
                    public DatagramEndpoint open(StreamHost host, ProtocolOptions options) {
                        return new DatagramEndpoint() {
                            public void advance(long nowNs) { %s }
                            public void onDatagram(MemorySegment datagram, int bytes, long nowNs) { }
                            public long dueNs() { return Long.MAX_VALUE; }
                        };
                    }
                }
                """.formatted(name, advance);
    }

    /** Compile {@code plugin.Mine} and put it into a jar that names {@code service}, or nothing if that is empty. */
    public static Path of(Path jar, String source, String service) {
        Map<String, byte[]> entries = new LinkedHashMap<>(compile(source));
        if (!service.isEmpty()) {
            entries.put(SERVICE, service.getBytes(StandardCharsets.UTF_8));
        }
        return write(jar, entries);
    }

    /** A jar with these entries. */
    public static Path write(Path jar, Map<String, byte[]> entries) {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return jar;
    }

    /** Class files by their names in a jar. */
    public static Map<String, byte[]> compile(String source) {
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            String engine = Path.of(DatagramProtocol.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
            boolean done = compiler.getTask(null, keeping(files, classes), null, List.of("-cp", engine, "-proc:none"),
                    null, List.of(source(source))).call();
            assertEquals(true, done, source);
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
        Map<String, byte[]> entries = new LinkedHashMap<>();
        classes.forEach((name, bytes) -> entries.put(name, bytes.toByteArray()));
        return entries;
    }

    private static SimpleJavaFileObject source(String text) {
        return new SimpleJavaFileObject(URI.create("string:///plugin/Mine.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static JavaFileManager keeping(StandardJavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
        return new ForwardingJavaFileManager<JavaFileManager>(files) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind,
                                                       javax.tools.FileObject sibling) {
                String entry = name.replace('.', '/') + ".class";
                return new SimpleJavaFileObject(URI.create("string:///" + entry), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return classes.computeIfAbsent(entry, _ -> new ByteArrayOutputStream());
                    }
                };
            }
        };
    }
}
