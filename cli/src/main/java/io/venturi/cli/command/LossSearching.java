package io.venturi.cli.command;

import io.venturi.cli.output.Figures;
import io.venturi.cli.output.LossSearchJson;
import io.venturi.cli.output.LossSearchText;
import io.venturi.cli.output.ResultFile;
import io.venturi.engine.api.LossSearch;
import io.venturi.engine.api.Server;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import io.venturi.engine.metric.LossSearchReport;
import io.venturi.engine.plan.LossSearchPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code venturi capacity --search loss}: options in, plan out, report to a renderer. */
final class LossSearching {
    /** Options of the command that mean something here. */
    private static final Set<String> COMMON = Set.of("--search", "--start-rate", "-4", "-6", "--local", "--interface",
            "--dscp", "--tos", "--key", "--key-file", "--wakeup", "--cpu", "--fifo", "--mlock", "--json", "--output",
            "--quiet", "--config", "--profile", "--dry-run");
    /** Options that mean something only here. */
    private static final Set<String> OWN =
            Set.of("--frame-sizes", "--loss-ratio", "--trial", "--repeat", "--resolution");
    private static final double DEFAULT_START = 10e6;

    private final CommandSpec spec;
    private final CapacityOptions.LossFree options;
    private final CapacityOptions.Rate rate;
    private final CapacityOptions.Packets packets;
    private final CapacityOptions.Output output;
    private final RttPlan.Precision precision;
    private final byte[] key;

    LossSearching(CommandSpec spec, CapacityOptions.LossFree options, CapacityOptions.Rate rate,
                  CapacityOptions.Packets packets, CapacityOptions.Output output, RttPlan.Precision precision,
                  byte[] key) {
        this.spec = spec;
        this.options = options;
        this.rate = rate;
        this.packets = packets;
        this.output = output;
        this.precision = precision;
        this.key = key;
    }

    /**
     * Check that options of the two kinds of search are not mixed.
     *
     * @throws ConfigException if they are
     */
    static void requireUnmixed(CommandSpec spec, CapacityOptions.Method method) {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptionsSet()) {
            String name = option.longestName();
            boolean loss = method == CapacityOptions.Method.LOSS;
            if (loss && Set.of("--up", "--down", "--both").contains(name)) {
                throw new ConfigException(name + " does not go with --search loss: its frames are sent back, so both"
                        + " ways are loaded at once. Leave it out; the result tells on which way frames were lost.");
            }
            if (loss && !COMMON.contains(name) && !OWN.contains(name)) {
                throw new ConfigException(name + " does not go with --search loss. `venturi capacity --help` lists what"
                        + " does under \"Loss-free throughput\".");
            }
            if (!loss && OWN.contains(name)) {
                throw new ConfigException(name + " is for --search loss.");
            }
        }
    }

    /** What would be done to the only one of these, or to this host itself. */
    LossSearchPlan plan(List<String> hosts) {
        if (hosts.size() > 1) {
            throw new ConfigException("--search loss measures one HOST, not " + hosts.size() + ".");
        }
        return plan(hosts.isEmpty() ? "127.0.0.1" : hosts.getFirst());
    }

    int run(List<String> hosts) {
        LossSearchPlan checked = plan(hosts);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter talk = output.json ? spec.commandLine().getErr() : out;
        try (ResultFile file = ResultFile.open(output.file);
                Server own = hosts.isEmpty() ? embedded() : null) {
            LossSearchPlan plan = own == null ? checked : plan(Figures.address(own.addresses().getFirst()));
            if (!output.quiet) {
                talk.println(own == null ? "Searching loss-free throughput to " + hosts.getFirst()
                        + ", which has to run `venturi serve --min-interval 0`"
                        : "No HOST given: measuring a server inside this process, over loopback.");
                talk.flush();
            }
            LossSearch search = new LossSearch(plan, new LossSearchText(talk, output.quiet));
            Interrupts.on(search::stop);
            LossSearchReport report = search.run();
            LossSearchText.print(plan, report, talk);
            talk.flush();
            if (output.json) {
                LossSearchJson.write(plan, report, out);
                out.flush();
            }
            file.write(stream -> LossSearchJson.write(plan, report, stream));
            if (out.checkError()) {
                throw new HostException("Standard output could not be written: its reader is gone, or the disk is"
                        + " full.", null);
            }
            return report.results().stream().anyMatch(result -> result.framesPerSecond() > 0) ? ExitCode.OK
                    : ExitCode.DEGRADED;
        }
    }

    private LossSearchPlan plan(String target) {
        if (packets.dscp != 0 && packets.tos != 0) {
            throw new ConfigException("--dscp and --tos exclude each other: --tos is the whole byte.");
        }
        RttPlan.Family family = packets.ipv4 == packets.ipv6 ? RttPlan.Family.ANY
                : packets.ipv4 ? RttPlan.Family.IPV4 : RttPlan.Family.IPV6;
        return new LossSearchPlan(new RttPlan.Target(target, family, packets.local, packets.device),
                options.frameSizes == null ? List.of() : options.frameSizes, options.lossRatio, options.trialNs,
                options.repeat, options.resolution,
                rate.startBitsPerSecond == null ? DEFAULT_START : rate.startBitsPerSecond,
                packets.dscp + packets.tos, key, precision);
    }

    private Server embedded() {
        ServePlan.Irtt any = ServePlan.Irtt.DEFAULT;
        ServePlan.Irtt unrestricted = new ServePlan.Irtt(0, 0, 0, key, any.timeoutNs(), any.packetBurst(), any.fill(),
                any.allowFills(), any.allowedStamps(), true, 1, 1);
        return Server.start(new ServePlan(List.of(packets.ipv6 && !packets.ipv4 ? "[::1]:0" : "127.0.0.1:0"),
                RttPlan.Family.ANY, unrestricted, 0,
                new RttPlan.Precision(RttPlan.Wakeup.HYBRID, false, -1, 0, false, 0)), (who, code, detail) -> { });
    }
}
