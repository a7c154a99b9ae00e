package io.venturi.dist;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Packs the program, its run time and the few system libraries below that into an image, without a container engine.
 */
public final class OciImage {
    private static final AbsoluteUnixPath HOME = AbsoluteUnixPath.get("/usr/lib/venturi");
    /** The launcher's options; there is no shell in the image to start it. */
    private static final List<String> JAVA = List.of("/usr/lib/venturi/runtime/bin/java", "-XX:-UsePerfData",
            "-XX:+DisplayVMOutputToStderr", "-XX:+UseSerialGC", "-Xms256m", "-Xmx256m", "-jar",
            "/usr/lib/venturi/venturi.jar");
    private static final Set<Port> PORTS = Set.of(Port.udp(2112), Port.udp(862), Port.udp(24601), Port.udp(5201),
            Port.tcp(5201));

    private OciImage() {
    }

    /** Arguments: directory of the run time, directory of the system's files, jar, version, time, file to write. */
    public static void main(String[] args) throws Exception {
        Path runtime = Path.of(args[0]);
        Path system = Path.of(args[1]);
        Path jar = Path.of(args[2]);
        Instant built = Instant.parse(args[4]);
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        Jib.fromScratch().setFormat(ImageFormat.OCI)
                .setPlatforms(Set.of(new Platform(arm ? "arm64" : "amd64", "linux")))
                .addFileEntriesLayer(layer("system", system, AbsoluteUnixPath.get("/"), built))
                .addFileEntriesLayer(layer("runtime", runtime, HOME.resolve("runtime"), built))
                .addFileEntriesLayer(FileEntriesLayer.builder().setName("program")
                        .addEntry(jar, HOME.resolve("venturi.jar"), FilePermissions.DEFAULT_FILE_PERMISSIONS, built)
                        .build())
                .setEntrypoint(JAVA).setProgramArguments("serve").setUser("65532:65532").setExposedPorts(PORTS)
                .addEnvironmentVariable("HOME", "/tmp").setCreationTime(built)
                .addLabel("org.opencontainers.image.title", "venturi")
                .addLabel("org.opencontainers.image.version", args[3])
                .addLabel("org.opencontainers.image.licenses", "Apache-2.0")
                .containerize(Containerizer.to(TarImage.at(Path.of(args[5])).named("venturi:" + args[3]))
                        .setOfflineMode(true).setToolName("venturi dist")
                        .setBaseImageLayersCache(Path.of(args[5] + ".cache"))
                        .setApplicationLayersCache(Path.of(args[5] + ".cache")));
    }

    private static FileEntriesLayer layer(String name, Path from, AbsoluteUnixPath to, Instant built)
            throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Path inside = from.relativize(file);
                if (!inside.toString().isEmpty()) {
                    layer.addEntry(file, to.resolve(inside), permissions(file, inside), built);
                }
            }
        }
        return layer.build();
    }

    private static FilePermissions permissions(Path file, Path inside) {
        if (Files.isDirectory(file)) {
            return FilePermissions.fromOctalString(inside.toString().equals("tmp") ? "777" : "755");
        }
        return FilePermissions.fromOctalString(Files.isExecutable(file) ? "755" : "644");
    }
}
