package io.venturi.bench;

import java.util.SortedSet;
import java.util.List;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks that were compiled in. */
final class Benchmarks {

    private Benchmarks() {
    }

    static int count() {
        SortedSet<BenchmarkListEntry> all = BenchmarkList.defaultList().find(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of(".*"), List.of());
        return all.stream().mapToInt(entry -> entry.getParams().orElse(java.util.Map.of()).values().stream()
                .mapToInt(values -> values.length).reduce(1, (a, b) -> a * b)).sum();
    }
}
