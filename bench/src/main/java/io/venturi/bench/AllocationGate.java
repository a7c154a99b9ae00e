package io.venturi.bench;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every benchmark for a moment and fails if one allocates. The times of such short runs mean nothing.
 *
 * <p>Exit status: 0 nothing allocates, 1 something does, 2 a benchmark did not run.
 */
public final class AllocationGate {
    /**
     * JMH's own allocations between two iterations come to some KB, which is far below this per operation; the smallest
     * object of a benchmark's own is 16 bytes.
     */
    private static final double LIMIT_BYTES = 0.5;
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private AllocationGate() {
    }

    public static void main(String[] args) throws RunnerException {
        var options = new OptionsBuilder()
                .forks(1)
                .warmupIterations(4).warmupTime(TimeValue.milliseconds(250))
                .measurementIterations(4).measurementTime(TimeValue.milliseconds(100))
                .timeout(TimeValue.seconds(20))
                .timeUnit(TimeUnit.NANOSECONDS)
                .verbosity(VerboseMode.SILENT)
                .jvmArgs(JvmArgs.jmh().toArray(String[]::new))
                .addProfiler(GCProfiler.class);
        List.of(args).forEach(options::include);
        Collection<RunResult> results = new Runner(options.build()).run();
        int failed = 0;
        for (RunResult result : results) {
            failed |= judge(result);
        }
        int expected = args.length == 0 ? Benchmarks.count() : 1;
        if (results.size() < expected) {
            System.out.println("Only " + results.size() + " of " + expected + " benchmarks ran.");
            failed |= 2;
        }
        System.exit(failed);
    }

    /** The least allocating iteration counts: before it, a compiler may not have been done. */
    private static int judge(RunResult result) {
        double bytes = Double.POSITIVE_INFINITY;
        for (var run : result.getBenchmarkResults()) {
            for (IterationResult iteration : run.getIterationResults()) {
                var allocated = iteration.getSecondaryResults().get(ALLOCATED);
                bytes = Math.min(bytes, allocated == null ? Double.POSITIVE_INFINITY : allocated.getScore());
            }
        }
        boolean good = bytes <= LIMIT_BYTES;
        String name = result.getParams().getBenchmark().replaceFirst("^.*\\.(\\w+\\.\\w+)$", "$1");
        for (String param : result.getParams().getParamsKeys()) {
            name += " " + param + "=" + result.getParams().getParam(param);
        }
        System.out.printf("%-44s %10.3f B/op  %s%n", name, bytes, good ? "ok" : "ALLOCATES");
        return good ? 0 : 1;
    }
}
