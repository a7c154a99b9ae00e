package io.venturi.cli.irtt;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.ClockChoice;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.plan.Durations;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.RttPlan.DontFragment;
import io.venturi.engine.plan.RttPlan.Marks;
import io.venturi.engine.plan.RttPlan.PeerClock;
import io.venturi.engine.plan.RttPlan.Precision;
import io.venturi.engine.plan.RttPlan.Probes;
import io.venturi.engine.plan.RttPlan.Replies;
import io.venturi.engine.plan.RttPlan.Target;
import java.util.List;
import java.util.Set;

/**
 * What {@code irtt client} was asked for.
 *
 * @param file      where the JSON goes as written by the user, {@code -} for standard output, null for nowhere
 * @param noTest    open and close only
 * @param streaming no end, no summary
 * @param raw       numbers instead of sentences for each reply
 * @param timer     as it stands in the JSON
 * @param thread    as it stands in the JSON; the measuring threads are always operating system threads
 */
record ClientOptions(RttPlan plan, String file, Verbosity verbosity, boolean noTest, boolean streaming, boolean raw,
                     Timer timer, boolean thread) {
    static final Set<String> SWITCHES = Set.of("s", "r", "q", "Q", "n", "fill-one", "4", "6", "loose", "thread", "help",
            "version");
    static final Set<String> VALUED = Set.of("d", "i", "l", "o", "stream-buflen", "stats", "tstamp", "clock", "dscp",
            "df", "wait", "timer", "tcomp", "fill", "sfill", "local", "hmac", "timeouts", "ttl");

    private static final long LEAST_OPEN_TIMEOUT_NS = 200_000_000;
    private static final long STREAM_NS = 3_000_000_000L;
    private static final int MAX_FILL_CHARS = 32;

    /** How much is printed: everything; only the summary; nothing but errors. */
    enum Verbosity { ALL, QUIET, SILENT }

    /** What the replies are asked to tell about the received requests. */
    enum Statistics { NONE, COUNT, WINDOW, BOTH }

    static ClientOptions of(GoFlags flags) {
        boolean streaming = flags.on("s");
        boolean raw = flags.on("r");
        String file = flags.value("o");
        if (flags.rest().size() != 1) {
            throw Refusal.usage("");
        }
        if (file != null && streaming) {
            throw Refusal.value("-o needs a test that ends, and -s asks for one that does not");
        }
        if (raw && "-".equals(file)) {
            throw Refusal.value("-r and -o - both want standard output; write the JSON to a file");
        }
        averaging(flags.value("tcomp", "exp"));
        Timer timer = Timer.parse(flags.value("timer", "comp"));
        return new ClientOptions(plan(flags, streaming, timer), file, verbosity(flags), flags.on("n"), streaming, raw,
                timer, flags.on("thread"));
    }

    private static Verbosity verbosity(GoFlags flags) {
        if (flags.on("Q")) {
            return Verbosity.SILENT;
        }
        return flags.on("q") ? Verbosity.QUIET : Verbosity.ALL;
    }

    private static RttPlan plan(GoFlags flags, boolean streaming, Timer timer) {
        Probes probes = probes(flags, streaming);
        String local = flags.value("local", ":0");
        Target target = new Target(flags.rest().getFirst(), Values.family(flags), local.equals(":0") ? "" : local, "");
        DontFragment df = Values.oneOf(DontFragment.class, flags.value("df", "default"), "InvalidDFString");
        Marks marks = new Marks(flags.number("dscp", 0, 0, 255), flags.number("ttl", 0, 0, 255), df);
        String timeouts = flags.value("timeouts");
        Precision precision = new Precision(timer.wakeup(), false, -1, 0, false,
                flags.on("n") ? 0 : Precision.DEFAULT.warmUp());
        try {
            return new RttPlan(target, probes, replies(flags), marks,
                    timeouts == null ? RttPlan.OPEN_TIMEOUTS : openTimeouts(timeouts),
                    Values.wait(flags.value("wait", "3x4s")), flags.on("loose"), Values.key(flags.value("hmac", "")),
                    precision, keepRows(flags, streaming, probes.intervalNs()), ClockChoice.NONE);
        } catch (ConfigException e) {
            throw Refusal.value(e.getMessage());
        }
    }

    private static Probes probes(GoFlags flags, boolean streaming) {
        String duration = flags.value("d");
        long untilStopped = streaming ? RttPlan.ENDLESS : 60_000_000_000L;
        long durationNs = duration == null ? untilStopped : Values.durationNs(duration);
        long intervalNs = Values.durationNs(flags.value("i", "1s"));
        if (intervalNs <= 0) {
            throw Refusal.test("IntervalNonPositive", "interval (" + Durations.format(intervalNs) + ") must be > 0");
        }
        if (durationNs <= 0) {
            throw Refusal.test("DurationNonPositive", "duration (" + Durations.format(durationNs) + ") must be > 0");
        }
        return new Probes(durationNs, intervalNs, flags.number("l", 0, 0, 65_507),
                Values.fill(flags.value("fill", "none")), flags.on("fill-one"));
    }

    private static Replies replies(GoFlags flags) {
        Statistics told = Values.oneOf(Statistics.class, flags.value("stats", "both"), "InvalidReceivedStatsString");
        String fill = flags.value("sfill", "");
        if (fill.length() > MAX_FILL_CHARS) {
            throw Refusal.test("ServerFillTooLong", "server fill has " + fill.length() + " characters, at most "
                    + MAX_FILL_CHARS + " fit");
        }
        if (fill.equals("pattern:")) {
            throw Refusal.value("a fill pattern needs at least one byte, such as pattern:aa55");
        }
        return new Replies(Values.oneOf(PeerStamps.class, flags.value("tstamp", "both"), "InvalidStampAtString"),
                Values.oneOf(PeerClock.class, flags.value("clock", "both"), "InvalidClockString"),
                told == Statistics.COUNT || told == Statistics.BOTH,
                told == Statistics.WINDOW || told == Statistics.BOTH, fill);
    }

    private static List<Long> openTimeouts(String list) {
        List<Long> timeoutsNs = Values.durationsNs(list);
        for (long timeoutNs : timeoutsNs) {
            if (timeoutNs < LEAST_OPEN_TIMEOUT_NS) {
                throw Refusal.test("OpenTimeoutTooShort", "open timeout " + Durations.format(timeoutNs)
                        + " must be >= " + Durations.format(LEAST_OPEN_TIMEOUT_NS));
            }
        }
        return timeoutsNs;
    }

    /** Two rows at least: variation of delay is a difference of neighbours. */
    private static long keepRows(GoFlags flags, boolean streaming, long intervalNs) {
        int rows = flags.number("stream-buflen", 0, 0, Integer.MAX_VALUE);
        if (!streaming) {
            return 0;
        }
        return Math.max(2, rows > 0 ? rows : STREAM_NS / intervalNs);
    }

    /** Our pacer needs no averages of timer errors; the flag is checked and has no effect. */
    private static void averaging(String text) {
        try {
            if (text.equals("avg") || text.equals("win") || text.equals("exp")) {
                return;
            } else if (text.startsWith("win:")) {
                if (Integer.parseInt(text.substring(4)) < 1) {
                    throw Refusal.value("InvalidWinAvgWindow", "an average needs a window of 1 or more: " + text);
                }
            } else if (text.startsWith("exp:")) {
                double alpha = Double.parseDouble(text.substring(4));
                if (!(alpha >= 0 && alpha <= 1)) {
                    throw Refusal.value("InvalidExpAvgAlpha", "the weight of a new value is 0 to 1: " + text);
                }
            } else {
                throw Refusal.value("NoSuchAverager", "no such average: " + text + "; there are avg, win:N and exp:A");
            }
        } catch (NumberFormatException _) {
            throw Refusal.value("\"" + text + "\" has no number after the colon");
        }
    }
}
