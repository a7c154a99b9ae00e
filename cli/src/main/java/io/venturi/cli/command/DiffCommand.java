package io.venturi.cli.command;

import io.venturi.cli.diff.CompareOptions;
import io.venturi.cli.diff.Comparer;
import io.venturi.cli.diff.Comparison;
import io.venturi.cli.diff.DiffJUnit;
import io.venturi.cli.diff.DiffJson;
import io.venturi.cli.diff.DiffMarkdown;
import io.venturi.cli.diff.DiffText;
import io.venturi.cli.output.ResultFile;
import io.venturi.cli.result.ResultReader;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two sets of result files in, what changed between them out. */
@Command(name = "diff", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VenturiCommand.Version.class,
        customSynopsis = {"venturi diff [OPTIONS] A B", "venturi diff [OPTIONS] A... -- B..."},
        description = {"Tell whether measurements B are worse than measurements A, and how sure that is: the shift"
            + " between them, its interval, and a test that keeps quiet when runs merely scatter.",
            "Give several runs of each side; 8 or more find changes of 5 %% where runs scatter by 2 %%. Reads what"
            + " venturi report reads."},
        footer = {"", "Examples:",
            "  venturi diff before-*.json -- after-*.json",
            "  venturi diff --threshold p99=10%% --absolute p99=50us a*.json -- b*.json",
            "", "Exit status:",
            "  0 compared, and not shown to be worse   1 too few runs to decide",
            "  2 wrong usage, not understood, or not comparable   3 a file cannot be used",
            "  5 B is worse"})
final class DiffCommand implements Callable<Integer> {
    /** Stands for {@code --}, which the parser would swallow; no path can hold it. */
    private static final String BETWEEN = "\0";

    /** Forms of output. */
    enum Format { TEXT, JSON, MARKDOWN, JUNIT }

    @Parameters(arity = "1..*", paramLabel = "RESULT", description = "Result files; - is standard input.")
    private List<String> files;

    @Option(names = "--metrics", split = ",", paramLabel = "NAME",
            description = "What to compare, or all. Fewer are easier to prove. Default: p50, p99, loss; of capacity"
                    + " tests capacity, loss, loaded.p50; of throughput goodput, loss, tcpRtt.")
    private List<String> metrics = List.of();

    @Option(names = "--threshold", paramLabel = "NAME=SHARE",
            description = "Least change that matters, of the old value, such as p99=5%%. Default: 2%%, of losses 0.")
    private Map<String, String> thresholds = Map.of();

    @Option(names = "--absolute", paramLabel = "NAME=AMOUNT",
            description = "Least change that matters, such as p99=200us, loss=0.5%% or capacity=10Mbps; both must be"
                    + " exceeded. Default: 1us of delays, 0.1%% of losses.")
    private Map<String, String> absolutes = Map.of();

    @Option(names = "--level", defaultValue = "0.05", paramLabel = "P",
            description = "Chance that any of the metrics raises a false alarm. Default: ${DEFAULT-VALUE}.")
    private double level;

    @Option(names = "--force", description = "Compare even what was not measured alike.")
    private boolean force;

    @Option(names = "--format", defaultValue = "text", paramLabel = "FORM",
            description = "text, json, markdown or junit. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "Where to. Default: standard output.")
    private Path output;

    @Spec
    private CommandSpec spec;

    /** The words of the command line with {@code --} as something that the parser lets through. */
    static String[] separated(String[] words) {
        String[] changed = words.clone();
        int at = Arrays.asList(changed).indexOf("--");
        if (at >= 0) {
            changed[at] = BETWEEN;
        }
        return changed;
    }

    @Override
    public Integer call() {
        int between = files.indexOf(BETWEEN);
        if (between < 0 && files.size() != 2) {
            throw new ConfigException("Say which results are which: A... -- B..., or exactly two files.");
        }
        List<String> a = between < 0 ? files.subList(0, 1) : files.subList(0, between);
        List<String> b = between < 0 ? files.subList(1, 2) : files.subList(between + 1, files.size());
        if (a.isEmpty() || b.isEmpty()) {
            throw new ConfigException("There is no result " + (a.isEmpty() ? "before" : "after") + " the --.");
        }
        if (!(level > 0 && level < 1)) {
            throw new ConfigException("--level is a chance between 0 and 1.");
        }
        List<String> all = new ArrayList<>(a);
        all.addAll(b);
        if (all.stream().filter("-"::equals).count() > 1) {
            throw new ConfigException("- stands for standard input and can be given once only.");
        }
        CompareOptions options = new CompareOptions(metrics, read(thresholds, "--threshold", DiffCommand::share),
                read(absolutes, "--absolute", DiffCommand::amount), level, force);
        Comparison comparison = new Comparer(options).compare(ResultReader.readAll(a, System.in),
                ResultReader.readAll(b, System.in));
        write(comparison);
        return comparison.worse() ? ExitCode.WORSE : comparison.undecidable() ? ExitCode.DEGRADED : ExitCode.OK;
    }

    private void write(Comparison comparison) {
        if (output == null) {
            print(comparison, spec.commandLine().getOut(), "standard output");
            return;
        }
        try (PrintWriter writer = new PrintWriter(Files.newOutputStream(output), false, StandardCharsets.UTF_8)) {
            print(comparison, writer, output.toString());
        } catch (IOException e) {
            throw new HostException("Cannot write " + output + ": " + ResultFile.reason(e) + ".", e);
        }
    }

    private void print(Comparison comparison, PrintWriter to, String name) {
        switch (format) {
            case TEXT -> DiffText.print(comparison, to);
            case JSON -> DiffJson.print(comparison, to);
            case MARKDOWN -> DiffMarkdown.print(comparison, to);
            case JUNIT -> DiffJUnit.print(comparison, to);
        }
        to.flush();
        if (to.checkError()) {
            throw new HostException("Writing " + name + " failed: its reader is gone, or the disk is full.", null);
        }
    }

    private static Map<String, Double> read(Map<String, String> words, String option,
                                            Function<String, Double> reader) {
        Map<String, Double> values = new HashMap<>();
        words.forEach((metric, word) -> {
            try {
                values.put(metric, reader.apply(word));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(option + " " + metric + "=" + word + " is not understood. Examples: p99=5%,"
                        + " p99=200us, loss=0.5%, capacity=10Mbps.", e);
            }
        });
        return values;
    }

    private static double share(String word) {
        if (!word.endsWith("%")) {
            throw new IllegalArgumentException(word);
        }
        return positive(word.substring(0, word.length() - 1)) / 100;
    }

    /** In ns, bits per second, percent or as a count, by its unit. */
    private static double amount(String word) {
        String unit = word.replaceFirst("^[0-9.]+", "").strip().toLowerCase(Locale.ROOT);
        double factor = switch (unit) {
            case "", "%", "ns", "bps" -> 1;
            case "us", "kbps" -> 1e3;
            case "ms", "mbps" -> 1e6;
            case "s", "gbps" -> 1e9;
            default -> throw new IllegalArgumentException(word);
        };
        return factor * positive(word.substring(0, word.length() - word.replaceFirst("^[0-9.]+", "").length()));
    }

    private static double positive(String word) {
        double value = Double.parseDouble(word.strip());
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(word);
        }
        return value;
    }
}
