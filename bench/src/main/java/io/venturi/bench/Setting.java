package io.venturi.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run was asked for.
 *
 * @param pairs      pairs that count, after one that does not; 0 for each comparison's own number
 * @param seconds    length of one run of a loop
 * @param rttSeconds length of one round-trip test
 * @param load       of throughput, pacing and capacity
 * @param cpus       the CPU of the client or only loop, then that of the server; -1 for any
 * @param json       file for the results, null for none
 * @param root       the source tree
 */
record Setting(List<String> names, int pairs, int seconds, int rttSeconds, int[] cpus, Load load, Path json,
               Path root) {
    static final List<String> DEFAULT = List.of("send", "receive", "train", "echo", "sleep", "rtt", "startup");
    static final List<String> ALL = Stream.concat(DEFAULT.stream(), Stream.of("throughput", "pacing", "capacity"))
            .toList();
    static final List<String> CASES = Stream.concat(ThroughputComparison.CASES.stream(),
            CapacityComparison.CASES.stream()).toList();

    static final String USAGE = """
            Usage: bench/run paired [NAME...] [OPTION...]
            Runs venturi and what it is compared with in turn and prints the ratios. NAMEs: %s; default:
            the first seven. throughput, pacing and capacity need root, as they make network namespaces.
              --pairs N        pairs measured after the warm-up pair (default: 11, for rtt 5)
              --seconds S      length of one run of a loop (default: 1)
              --rtt-seconds S  length of one round-trip test (default: 10)
              --load-seconds S length of one run of throughput, pacing or capacity (default: 5)
              --cases LIST     of throughput and capacity: %s
              --paths LIST     of throughput: loopback, veth (default: both)
              --rates LIST     of capacity's case accuracy, Mbit/s (default: 10,100,500,1000)
              --iperf3 PATH    the program (default: iperf3, from PATH)
              --udpst PATH     the program; without it capacity is not measured
              --cpus A,B       client's and server's CPU, -1 for any (default: the last and the first allowed)
              --json FILE      also write every pair to this file
            Exit status: 0 measured, whatever came out; 1 a run failed; 2 wrong usage."""
            .formatted(String.join(", ", ALL), String.join(", ", CASES));

    static Setting parse(String[] args) {
        List<String> names = new ArrayList<>();
        int pairs = 0;
        int seconds = 1;
        int rttSeconds = 10;
        int[] cpus = Machine.defaultCpus();
        Load load = Load.DEFAULT;
        Path json = null;
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                names.add(known(args[i]));
                continue;
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--pairs" -> pairs = number(value, 1, 1000);
                case "--seconds" -> seconds = number(value, 1, 60);
                case "--rtt-seconds" -> rttSeconds = number(value, 1, 600);
                case "--cpus" -> cpus = Stream.of(value.split(",")).mapToInt(Integer::parseInt).toArray();
                case "--load-seconds" -> load = load.seconds(number(value, 1, 600));
                case "--cases" -> load = load.cases(value);
                case "--paths" -> load = load.paths(value);
                case "--rates" -> load = load.rates(value);
                case "--iperf3" -> load = load.iperf3(value);
                case "--udpst" -> load = load.udpst(value);
                case "--json" -> json = Path.of(value);
                default -> throw new IllegalArgumentException("no option " + args[i]);
            }
            i++;
        }
        if (cpus.length != 2) {
            throw new IllegalArgumentException("--cpus takes two numbers");
        }
        return new Setting(names.isEmpty() ? DEFAULT : List.copyOf(names), pairs, seconds, rttSeconds, cpus,
                load, json, Path.of(System.getProperty("venturi.root", ".")).toAbsolutePath());
    }

    private static String known(String name) {
        if (!ALL.contains(name)) {
            throw new IllegalArgumentException("no comparison " + name);
        }
        return name;
    }

    static int number(String text, int least, int most) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(text + " is not " + least + ".." + most);
        }
        return number;
    }

    int clientCpu() {
        return cpus[0];
    }

    int serverCpu() {
        return cpus[1];
    }

    /** The launcher. */
    String venturi() {
        return root.resolve("venturi").toString();
    }

    /** Path of a twin. */
    String twin(String name) {
        return root.resolve("ffi/target/native/twin-" + name).toString();
    }

    /** What is missing for a comparison, with what to do about it; empty if nothing. */
    List<String> missing(String name) {
        List<String> missing = new ArrayList<>();
        boolean loads = List.of("throughput", "pacing", "capacity").contains(name);
        if (!name.equals("rtt") && !name.equals("startup") && !loads && !Files.isExecutable(Path.of(twin("send")))) {
            missing.add("the twins: install cmake, gcc, make and libc6-dev, then: mvn -pl ffi package");
        }
        if (name.equals("echo")) {
            need(missing, "sockperf", "sockperf");
            need(missing, "taskset", "util-linux");
        }
        if (name.equals("rtt")) {
            need(missing, "irtt", "irtt");
        }
        if (loads) {
            missingForLoad(missing, name);
        }
        return missing;
    }

    private void missingForLoad(List<String> missing, String name) {
        need(missing, "ip", "iproute2");
        if (!"root".equals(System.getProperty("user.name"))) {
            missing.add("root, for network namespaces");
        }
        if (!name.equals("capacity")) {
            need(missing, load.iperf3(), "iperf3");
        } else if (load.udpst().isEmpty()) {
            missing.add("a udpst to compare with: name the program with --udpst PATH");
        } else {
            need(missing, load.udpst(), "none; build it from its sources");
        }
    }

    private static void need(List<String> missing, String program, String debianPackage) {
        boolean found = Files.isExecutable(Path.of(program)) || Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (!found) {
            missing.add(program + ": apt-get install " + debianPackage);
        }
    }
}
