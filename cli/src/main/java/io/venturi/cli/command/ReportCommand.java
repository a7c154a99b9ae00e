package io.venturi.cli.command;

import io.venturi.cli.output.BuildInfo;
import io.venturi.cli.output.ResultFile;
import io.venturi.cli.report.HtmlReport;
import io.venturi.cli.result.Result;
import io.venturi.cli.result.ResultReader;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Result files in, a page out. */
@Command(name = "report", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VenturiCommand.Version.class,
        description = {"Make one HTML file of results: charts, tables and how they were measured. It needs no network"
            + " and no other file. Several results stand side by side.",
            "Reads the JSON of venturi rtt, capacity and throughput, of irtt, iperf3 -J and udpst, also as .gz."},
        footer = {"", "Examples:",
            "  venturi rtt host --json --rows > a.json; venturi report a.json",
            "  venturi report before.json after.json -o compared.html",
            "", "Exit status:", "  0 written   2 a result is not understood   3 a file cannot be read or written"})
final class ReportCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "RESULT", description = "Result files; - is standard input.")
    private List<String> files;

    @Option(names = {"-o", "--output"}, defaultValue = "report.html", paramLabel = "FILE",
            description = "Where to; - is standard output. Default: ${DEFAULT-VALUE}.")
    private String output;

    @Option(names = "--title", paramLabel = "TEXT", description = "Title of the page. Default: what was measured.")
    private String title;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (files.contains(output) && !output.equals("-")) {
            throw new ConfigException("-o " + output + " would replace one of the results.");
        }
        List<Result> results = ResultReader.readAll(files, System.in);
        String heading = title != null ? title : results.stream().map(Result::title).distinct().count() == 1
                ? results.getFirst().title() : "Measurements";
        if (output.equals("-")) {
            write(results, heading, spec.commandLine().getOut(), "standard output");
            return ExitCode.OK;
        }
        Path path = Path.of(output);
        try (PrintWriter writer = new PrintWriter(Files.newOutputStream(path), false, StandardCharsets.UTF_8)) {
            write(results, heading, writer, output);
        } catch (IOException e) {
            throw new HostException("Cannot write " + output + ": " + ResultFile.reason(e) + ".", e);
        }
        spec.commandLine().getErr().println("Written: " + path.toAbsolutePath().toUri());
        return ExitCode.OK;
    }

    private static void write(List<Result> results, String heading, PrintWriter to, String name) {
        HtmlReport.write(results, heading, BuildInfo.text(), to);
        to.flush();
        if (to.checkError()) {
            throw new HostException("Writing " + name + " failed: its reader is gone, or the disk is full.", null);
        }
    }
}
