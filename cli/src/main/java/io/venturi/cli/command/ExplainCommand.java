package io.venturi.cli.command;

import io.venturi.cli.explain.Explanation;
import io.venturi.cli.explain.MetricBook;
import io.venturi.cli.explain.MetricEntry;
import io.venturi.engine.error.ConfigException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A name in, what docs/metrics.md says of it out. */
@Command(name = "explain", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VenturiCommand.Version.class,
        description = "Explain a metric: definition, formula, source, unit, what is good, and where it is in the JSON."
                + " Without a name, list them.",
        footer = {"", "Examples:", "  venturi explain", "  venturi explain ipdv", "  venturi explain one-way delay"})
final class ExplainCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "METRIC", description = "Such as loss, ipdv or round trip.")
    private List<String> words = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        MetricBook book = MetricBook.read();
        Explanation explanation = new Explanation(out);
        if (words.isEmpty()) {
            explanation.list(book.entries());
        } else {
            String wanted = String.join(" ", words);
            List<MetricEntry> found = book.find(wanted);
            if (found.isEmpty()) {
                List<String> near = book.speakingOf(wanted);
                throw new ConfigException("There is no metric '" + wanted + "'." + (near.isEmpty() ? ""
                        : " It is spoken of under " + String.join(", ", near) + ".") + " `venturi explain` lists all.");
            }
            explanation.print(found.getFirst());
        }
        out.flush();
        return ExitCode.OK;
    }
}
