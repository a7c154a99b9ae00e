package io.venturi.bench;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** JMH with this project's JVM options and its allocation profiler; takes JMH's own arguments. */
public final class Jmh {

    private Jmh() {
    }

    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        new Runner(new OptionsBuilder()
                .parent(new CommandLineOptions(args))
                .jvmArgs(JvmArgs.jmh().toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .build()).run();
    }
}
