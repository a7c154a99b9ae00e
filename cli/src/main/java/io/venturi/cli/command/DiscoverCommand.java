package io.venturi.cli.command;

import io.venturi.cli.discovery.Discovery;
import io.venturi.cli.discovery.DiscoveryOutput;
import io.venturi.cli.discovery.FoundServer;
import io.venturi.engine.error.ConfigException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the servers that announce themselves. */
@Command(name = "discover", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VenturiCommand.Version.class,
        description = "List the servers on the local links that announce themselves (`venturi serve --announce`), by"
                + " DNS-SD over multicast DNS, and how to test with each. Anyone on the link can announce anything.",
        footer = {"", "Exit status:", "  0 some were found   1 none   3 no link takes multicast"})
final class DiscoverCommand implements Callable<Integer> {
    private static final long MOST_NS = 60_000_000_000L;

    @Option(names = "--timeout", defaultValue = "3s", paramLabel = "DUR", converter = Converters.DurationNs.class,
            description = "How long to listen, up to 1m. Default: ${DEFAULT-VALUE}.")
    private long timeoutNs;

    @Option(names = "--json", description = "The result as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (timeoutNs <= 0 || timeoutNs > MOST_NS) {
            throw new ConfigException("--timeout is above 0 and at most 1m.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Discovery discovery = new Discovery();
        Interrupts.on(discovery::stop);
        List<FoundServer> servers = discovery.find(timeoutNs / 1_000_000);
        if (json) {
            DiscoveryOutput.json(servers, out);
        } else {
            DiscoveryOutput.text(servers, out);
        }
        out.flush();
        if (servers.isEmpty()) {
            spec.commandLine().getErr().println("No server announced itself. Servers do so with `venturi serve"
                    + " --announce`, and only to hosts on the same link.");
            return ExitCode.DEGRADED;
        }
        return ExitCode.OK;
    }
}
