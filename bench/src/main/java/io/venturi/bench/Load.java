package io.venturi.bench;

import java.util.List;

/**
 * What the comparisons of load were asked for.
 *
 * @param seconds length of one run
 * @param cases   those to measure, empty for all
 * @param paths   of throughput: loopback, veth
 * @param rates   of the shaped links whose rate is to be found, Mbit/s
 * @param iperf3  the program
 * @param udpst   the program, empty if none was named
 */
record Load(int seconds, List<String> cases, List<String> paths, List<Integer> rates, String iperf3, String udpst) {
    static final Load DEFAULT = new Load(5, List.of(), ThroughputComparison.PATHS, List.of(10, 100, 500, 1000),
            "iperf3", "");

    /** Those of {@code all} to measure. */
    List<String> cases(List<String> all) {
        return all.stream().filter(name -> cases.isEmpty() || cases.contains(name)).toList();
    }

    Load seconds(int value) {
        return new Load(value, cases, paths, rates, iperf3, udpst);
    }

    Load cases(String list) {
        return new Load(seconds, words(list, Setting.CASES), paths, rates, iperf3, udpst);
    }

    Load paths(String list) {
        return new Load(seconds, cases, words(list, ThroughputComparison.PATHS), rates, iperf3, udpst);
    }

    Load rates(String list) {
        return new Load(seconds, cases, paths, List.of(list.split(",")).stream()
                .map(text -> Setting.number(text, 1, 100_000)).toList(), iperf3, udpst);
    }

    Load iperf3(String program) {
        return new Load(seconds, cases, paths, rates, program, udpst);
    }

    Load udpst(String program) {
        return new Load(seconds, cases, paths, rates, iperf3, program);
    }

    private static List<String> words(String list, List<String> known) {
        List<String> words = List.of(list.split(","));
        words.stream().filter(word -> !known.contains(word)).findFirst().ifPresent(word -> {
            throw new IllegalArgumentException(word + " is none of " + String.join(", ", known));
        });
        return words;
    }
}
