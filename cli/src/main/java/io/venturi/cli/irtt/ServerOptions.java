package io.venturi.cli.irtt;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.RttPlan.Precision;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ServePlan.AllowedStamps;
import io.venturi.engine.plan.ServePlan.Irtt;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What {@code irtt server} was asked for. */
final class ServerOptions {
    static final Set<String> SWITCHES = Set.of("no-dscp", "set-src-ip", "thread", "4", "6", "help", "version");
    static final Set<String> VALUED = Set.of("b", "d", "i", "l", "hmac", "syslog", "timeout", "pburst", "fill",
            "allow-fills", "tstamp", "ttl");

    private ServerOptions() {
    }

    /** Arguments that are no flags mean nothing to a server. */
    static ServePlan plan(GoFlags flags) {
        if (flags.value("syslog") != null) {
            throw Refusal.test("SyslogNotSupported", "events go to standard output only; pipe it to logger(1)");
        }
        try {
            return new ServePlan(list(flags.value("b", ":2112")), Values.family(flags), policy(flags),
                    flags.number("ttl", 0, 0, 255), Precision.DEFAULT);
        } catch (ConfigException e) {
            throw Refusal.value(e.getMessage());
        }
    }

    private static Irtt policy(GoFlags flags) {
        return new Irtt(Values.durationNs(flags.value("d", "0")), Values.durationNs(flags.value("i", "10ms")),
                flags.number("l", 0, 0, Integer.MAX_VALUE), Values.key(flags.value("hmac", "")),
                Values.durationNs(flags.value("timeout", "1m")), flags.number("pburst", 5, 0, Integer.MAX_VALUE),
                Values.fill(flags.value("fill", Values.DEFAULT_PATTERN)), list(flags.value("allow-fills", "rand")),
                Values.oneOf(AllowedStamps.class, flags.value("tstamp", "dual"), "InvalidAllowStampString"),
                !flags.on("no-dscp"), Irtt.DEFAULT.maxSessions(), Irtt.DEFAULT.maxSessionsPerAddress());
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",")).filter(part -> !part.isEmpty()).toList();
    }
}
