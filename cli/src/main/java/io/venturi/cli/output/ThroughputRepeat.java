package io.venturi.cli.output;

import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.LatencyPlan;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ThroughputPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The command line that repeats a throughput test. */
final class ThroughputRepeat {

    private ThroughputRepeat() {
    }

    /** @param own the server was one of this process, and is gone: another such is to be measured */
    static String of(ThroughputPlan plan, boolean own) {
        List<String> words = new ArrayList<>(List.of("venturi", "throughput"));
        add(words, !own, plan.target().peer());
        words.add(switch (plan.flow().direction()) {
            case UP -> "--up";
            case DOWN -> "--down";
            case BOTH -> "--at-once";
        });
        load(plan, words);
        ThroughputPlan.Limits limits = plan.limits();
        add(words, limits.duration().isPositive(), "--duration " + Durations.format(limits.duration().toNanos()));
        add(words, limits.bytes() > 0, "--bytes " + limits.bytes());
        add(words, limits.blocks() > 0, "--blocks " + limits.blocks());
        add(words, limits.omitSeconds() > 0, "--omit " + limits.omitSeconds() + "s");
        words.add("--interval " + Durations.format(plan.reporting().intervalNs()));
        path(plan, own, words);
        socket(plan, words);
        add(words, !plan.access().user().isEmpty(), "--user " + plan.access().user()
                + " --password-file FILE --public-key FILE");
        add(words, plan.access().pkcs1(), "--old-padding");
        LatencyPlan latency = plan.latency();
        words.add("--latency " + latency.mode().name().toLowerCase(Locale.ROOT));
        add(words, latency.mode() != LatencyPlan.Mode.OFF, "--latency-port " + latency.port());
        return String.join(" ", words);
    }

    private static void load(ThroughputPlan plan, List<String> words) {
        ThroughputPlan.Load load = plan.load();
        boolean udp = plan.flow().protocol() == ThroughputProtocol.UDP;
        add(words, udp, "--udp");
        ThroughputPlan.Extension extension = plan.extension();
        add(words, !extension.protocol().isEmpty(), "--protocol " + extension.protocol());
        new TreeMap<>(extension.options()).forEach((name, value) -> words.add("--option " + name + "=" + value));
        extension.plugins().forEach(plugin -> words.add("--plugin " + plugin));
        words.add("--streams " + plan.flow().streams());
        add(words, load.bitsPerSecond() > 0 || udp, "--rate " + rate(load.bitsPerSecond(), plan));
        add(words, load.burstBlocks() > 0, "--burst " + load.burstBlocks());
        add(words, load.blockBytes() > 0, "--length " + load.blockBytes());
        add(words, load.socketPacingRate() > 0, "--pacing-rate " + rate(load.socketPacingRate(), plan));
        add(words, load.zeroCopy(), "--zero-copy");
        add(words, load.discardReceived(), "--discard");
        add(words, load.segmentation(), "--segmentation");
    }

    private static String rate(long ofEach, ThroughputPlan plan) {
        return ofEach == 0 ? "max" : ofEach * plan.flow().streams() + "bps";
    }

    private static void path(ThroughputPlan plan, boolean own, List<String> words) {
        ThroughputPlan.Target target = plan.target();
        add(words, target.family() == RttPlan.Family.IPV4, "-4");
        add(words, target.family() == RttPlan.Family.IPV6, "-6");
        add(words, !own, "--port " + target.defaultPort());
        add(words, !target.local().isEmpty(), "--local " + target.local());
        add(words, target.streamPort() > 0, "--local-port " + target.streamPort());
        add(words, !target.device().isEmpty(), "--interface " + target.device());
    }

    private static void socket(ThroughputPlan plan, List<String> words) {
        ThroughputPlan.Socket socket = plan.socket();
        add(words, socket.trafficClass() > 0, "--tos " + socket.trafficClass());
        add(words, socket.flowLabel() > 0, "--flow-label " + socket.flowLabel());
        add(words, socket.dontFragment(), "--no-fragment");
        add(words, !socket.congestion().isEmpty(), "--congestion " + socket.congestion());
        add(words, socket.windowBytes() > 0, "--window " + socket.windowBytes());
        add(words, socket.maxSegment() > 0, "--mss " + socket.maxSegment());
        add(words, socket.noDelay(), "--no-delay");
        add(words, socket.multipath(), "--mptcp");
        add(words, plan.precision().cpu() >= 0, "--cpu " + plan.precision().cpu());
        add(words, plan.precision().fifoPriority() > 0, "--fifo " + plan.precision().fifoPriority());
        add(words, plan.precision().lockMemory(), "--mlock");
    }

    private static void add(List<String> words, boolean wanted, String option) {
        if (wanted) {
            words.add(option);
        }
    }
}
