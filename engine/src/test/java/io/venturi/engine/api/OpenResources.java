package io.venturi.engine.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this process holds open. */
final class OpenResources {

    private OpenResources() {
    }

    /** Sockets of the network, by their descriptors: the JDK keeps a local one of its own from some close on. */
    static long sockets() throws IOException {
        Set<String> local = local();
        long sockets = 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = target(descriptor);
                sockets += target.startsWith("socket:") && !local.contains(target) ? 1 : 0;
            }
        }
        return sockets;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return ""; // closed meanwhile
        }
    }

    /** Unix domain sockets, of all processes. Columns: Num, RefCount, Protocol, Flags, Type, St, Inode. */
    private static Set<String> local() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/net/unix"))) {
            return lines.skip(1).map(line -> "socket:[" + line.trim().split(" +")[6] + "]").collect(Collectors.toSet());
        }
    }

    /** Names of live threads that measure, analyse or serve. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).map(Thread::getName)
                .filter(name -> name.startsWith("venturi") || name.startsWith("analyst")).toList();
    }
}
