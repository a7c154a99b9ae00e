package io.venturi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of processes from the kernel's accounts, whole: a JVM's start and compilers included. */
final class CpuTime {
    /** USER_HZ, which is 100 on all architectures that run this. */
    private static final double TICK_MS = 10;
    private static final int USER = 11;
    private static final int CHILDREN_USER = 13;

    private CpuTime() {
    }

    /** Of all processes started here that have ended, ms. */
    static double ofEnded() throws IOException {
        return of("self", CHILDREN_USER);
    }

    /** Of a process that runs, ms. */
    static double of(Child child) throws IOException {
        return of("" + child.pid(), USER);
    }

    private static double of(String process, int field) throws IOException {
        String stat = Files.readString(Path.of("/proc", process, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])) * TICK_MS;
    }
}
