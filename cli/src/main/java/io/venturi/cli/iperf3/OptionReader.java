package io.venturi.cli.iperf3;

import io.venturi.cli.iperf3.Options.Form;
import io.venturi.cli.posix.GetOpt;
import io.venturi.cli.posix.GetOpt.Given;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From words to {@link Options}. Each option is checked as it comes, then all together, in the order of the classic
 * tool, since scripts read its messages.
 */
final class OptionReader {
    private static final String CALENDAR = "%c ";
    private static final int MOST_SECONDS = 86_400;
    private static final long MOST_TIMEOUT_MS = 86_400_000;
    private static final int MOST_CPU = 1024;
    private static final Map<String, Integer> NAMED_CLASSES = Map.of("lowdelay", 16, "throughput", 8, "reliability", 4,
            "ef", 46 << 2, "va", 44 << 2);

    private final Values values = new Values();

    private OptionReader() {
    }

    /** @throws Refusal if it cannot be run as asked */
    static Options read(List<String> args) {
        OptionReader reader = new OptionReader();
        for (Given option : GetOpt.parse(Flag.LETTERS, Flag.LONGS, args).options()) {
            if (option.wrong()) {
                throw Refusal.option(option.complaint());
            }
            Flag flag = Flag.of(option.letter());
            reader.values.clientOption |= flag.role() == Flag.Role.CLIENT;
            reader.values.serverOption |= flag.role() == Flag.Role.SERVER;
            if (!reader.common(flag, option.value()) && !reader.ofServer(flag, option.value())) {
                reader.ofClient(flag, option.value());
            }
        }
        return new Planner(reader.values).options();
    }

    /** Take an option of both roles; false if it is none. */
    private boolean common(Flag flag, String value) {
        switch (flag) {
            case SERVER -> role(true, null);
            case CLIENT -> role(false, value);
            case PORT -> values.port = port(value);
            case FORMAT -> values.unit = unit(value);
            case INTERVAL -> values.intervalSeconds = interval(value);
            case VERBOSE -> values.verbose = true;
            case JSON -> values.json = true;
            case JSON_STREAM -> values.stream = values.stream == null ? Form.JSON_STREAM : values.stream;
            case JSON_STREAM_FULL -> values.stream = Form.JSON_STREAM_AND_DOCUMENT;
            case BIND -> bind(value);
            case BIND_DEVICE -> values.device = value;
            case CLIENT_PORT -> values.clientPort = port(value);
            case IPV4 -> family(true);
            case IPV6 -> family(false);
            case TIMESTAMPS -> values.timestamps = value.isEmpty() ? CALENDAR : value;
            case PKCS1 -> values.pkcs1 = true;
            case MULTIPATH -> values.multipath = true;
            case AFFINITY -> affinity(value);
            case PID_FILE -> values.pidFile = Path.of(value);
            case LOG_FILE -> values.logFile = Path.of(value);
            case FORCE_FLUSH, VERSION, HELP -> { } // always; the last two are answered before
            case RECEIVE_TIMEOUT -> values.receiveTimeoutMs = timeout(value, 100, "receive");
            case SEND_TIMEOUT -> values.sendTimeoutMs = timeout(value, 0, "send");
            case KEEP_ALIVE -> keepAlive(value);
            case FILE -> absent(flag, "data comes from memory and goes nowhere");
            case DEBUG -> absent(flag, "there is no debugging output");
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean ofServer(Flag flag, String value) {
        switch (flag) {
            case DAEMON -> values.daemon = true;
            case ONE_OFF -> values.once = true;
            case IDLE_TIMEOUT -> values.idleSeconds = (int) within(Numbers.integer(value), 1, MOST_SECONDS,
                    "idle timeout parameter is not positive or larger than allowed limit");
            case SERVER_BITRATE_LIMIT -> limit(value);
            case SERVER_MAX_DURATION -> values.maxSeconds = duration(value);
            case PRIVATE_KEY -> values.privateKey = value;
            case USERS -> values.users = value;
            case SKEW -> values.skewSeconds = (int) within(Numbers.integer(value), 1, Integer.MAX_VALUE,
                    "skew threshold must be a positive number");
            default -> {
                return false;
            }
        }
        return true;
    }

    private void ofClient(Flag flag, String value) {
        switch (flag) {
            case UDP -> values.udp = true;
            case BITRATE -> bitrate(value);
            case TIME -> values.seconds = duration(value);
            case BYTES -> values.bytes = Math.max(0, Numbers.size(value));
            case BLOCKS -> values.blocks = Math.max(0, Numbers.size(value));
            case LENGTH -> values.length = Numbers.size(value);
            case PARALLEL -> values.streams = (int) within(Numbers.integer(value), 1, 128,
                    "invalid number of parallel streams (min = 1, max = 128)");
            case REVERSE -> direction(true);
            case BIDIR -> direction(false);
            case WINDOW -> values.window = within(Numbers.size(value), 0, 536_870_912,
                    "socket buffer size too large (maximum = 536870912 bytes)");
            case MAX_SEGMENT -> values.maxSegment = (int) within(Numbers.integer(value), 0, 32_767,
                    "TCP MSS too large (maximum = 32767 bytes)");
            case NO_DELAY -> values.noDelay = true;
            case TOS -> values.trafficClass = (int) within(Numbers.prefixed(value), 0, 255,
                    "bad TOS value (must be between 0 and 255 inclusive)");
            case DSCP -> values.trafficClass = dscp(value);
            case FLOW_LABEL -> values.flowLabel = (int) within(Numbers.prefixed(value), 1, 0xfffff,
                    "unable to set IPv6 flow label");
            case ZERO_COPY -> values.zeroCopy = true;
            case SKIP_RX_COPY -> values.skipReceiveCopy = true;
            case OMIT -> values.omitSeconds = (int) within(Numbers.integer(value), 0, 600,
                    "bogus value for --omit (maximum = 600 seconds)");
            case REPEATING_PAYLOAD -> values.repeatingPayload = true;
            case CONNECT_TIMEOUT -> values.connectTimeoutMs = Numbers.integer(value);
            default -> otherOfClient(flag, value);
        }
    }

    private void otherOfClient(Flag flag, String value) {
        switch (flag) {
            case TITLE -> values.title = value;
            case EXTRA_DATA -> values.extraData = value;
            case CONGESTION -> values.congestion = value;
            case SERVER_OUTPUT -> values.serverOutput = true;
            case COUNTERS_64 -> values.counters64 = true;
            case SEGMENTATION -> values.segmentation = true;
            case NO_FQ_PACING -> values.fqRate = 0;
            case DONT_FRAGMENT -> values.dontFragment = true;
            case USER -> values.user = value;
            case PUBLIC_KEY -> values.publicKey = value;
            case FQ_RATE -> values.fqRate = Numbers.rate(value);
            case PACING_TIMER -> values.pacingTimerUs = (int) Math.clamp(Numbers.rate(value), 0, Integer.MAX_VALUE);
            default -> throw new AssertionError(flag);
        }
    }

    private void role(boolean server, String host) {
        if (server ? values.client != null : values.server) {
            throw Refusal.parameter("cannot be both server and client");
        }
        values.server = server;
        if (!server) {
            int percent = host.indexOf('%');
            boolean device = percent > 0 && !host.toLowerCase(Locale.ROOT).startsWith("fe80:");
            values.client = device ? host.substring(0, percent) : host;
            values.device = device ? host.substring(percent + 1) : values.device;
        }
    }

    private void bind(String value) {
        int percent = value.indexOf('%');
        values.bind = percent < 0 ? value : value.substring(0, percent);
        values.device = percent < 0 ? values.device : value.substring(percent + 1);
    }

    private static int port(String value) {
        return (int) within(Numbers.integer(value), 1, 65_535, "port number must be between 1 and 65535 inclusive");
    }

    private static char unit(String value) {
        if (value.isEmpty() || "kmgtKMGT".indexOf(value.charAt(0)) < 0) {
            throw Refusal.parameter("bad format specifier (valid formats are in the set [kmgtKMGT])");
        }
        return value.charAt(0);
    }

    private static double interval(String value) {
        double seconds = Numbers.real(value);
        if (seconds != 0 && (seconds < 0.1 || seconds > 60)) {
            throw Refusal.parameter("invalid report interval (min = 0.1, max = 60 seconds)");
        }
        return seconds;
    }

    /** The last of both wins. */
    private void family(boolean ipv4) {
        values.ipv4 = ipv4;
        values.ipv6 = !ipv4;
    }

    private void affinity(String value) {
        int comma = value.indexOf(',');
        values.cpu = cpu(comma < 0 ? value : value.substring(0, comma));
        if (comma >= 0) {
            values.serverCpu = cpu(value.substring(comma + 1));
            values.clientOption = true;
        }
    }

    private static int cpu(String value) {
        if (value.isEmpty() || !Character.isDigit(value.charAt(0)) || Numbers.integer(value) > MOST_CPU) {
            throw Refusal.parameter("unable to set CPU affinity: ");
        }
        return (int) Numbers.integer(value);
    }

    private static long timeout(String value, long least, String which) {
        return within(Numbers.integer(value), least, MOST_TIMEOUT_MS,
                which + " timeout value is incorrect or not in range: ");
    }

    private void keepAlive(String value) {
        if (!value.isEmpty()) {
            String[] parts = value.split("/");
            long idle = Numbers.integer(parts[0]);
            long full = parts.length < 3 ? 0 : Numbers.integer(parts[1]) * Numbers.integer(parts[2]);
            if (idle > 0 && idle <= full) {
                throw Refusal.parameter("control connection Keepalive period should be larger than the full retry"
                        + " period (interval * count): ");
            }
            absent(Flag.KEEP_ALIVE, "with values of its own; without them it turns on those of the host");
        }
        values.keepAlive = true;
    }

    private void limit(String value) {
        int slash = value.indexOf('/');
        values.limitBitsPerSecond = Numbers.rate(slash < 0 ? value : value.substring(0, slash));
        double seconds = slash < 0 ? 5 : Numbers.real(value.substring(slash + 1));
        if (seconds != 0 && (seconds < 0.1 || seconds > 60)) {
            throw Refusal.parameter("invalid time interval for calculating average data rate");
        }
        values.limitSeconds = seconds == 0 ? 5 : seconds;
    }

    private static int duration(String value) {
        return (int) within(Numbers.integer(value), 0, MOST_SECONDS,
                "test duration valid values are 0 to 86400 seconds");
    }

    private void bitrate(String value) {
        int slash = value.indexOf('/');
        values.bitsPerSecond = Math.max(0, Numbers.rate(slash < 0 ? value : value.substring(0, slash)));
        if (slash >= 0) {
            values.burst = (int) within(Numbers.integer(value.substring(slash + 1)), 1, 1000,
                    "invalid burst count (maximum = 1000)");
        }
    }

    private void direction(boolean reverse) {
        values.reverse |= reverse;
        values.bidirectional |= !reverse;
        if (values.reverse && values.bidirectional) {
            throw Refusal.parameter("cannot be both reverse and bidirectional");
        }
    }

    private static int dscp(String value) {
        String name = value.toLowerCase(Locale.ROOT);
        if (NAMED_CLASSES.containsKey(name)) {
            return NAMED_CLASSES.get(name);
        } else if (name.matches("af[1-4][1-3]")) {
            return (name.charAt(2) - '0') << 5 | (name.charAt(3) - '0') << 3;
        } else if (name.matches("cs[0-7]")) {
            return (name.charAt(2) - '0') << 5;
        }
        return (int) within(Numbers.prefixed(value), 0, 63, "bad DSCP value (numeric: 0-63 inclusive, symbolic: one of"
                + " [af11-13, af21-23, af31-33, af41-43, cs1-7, ef, va, lowdelay, throughput, reliability])") << 2;
    }

    private static long within(long value, long least, long most, String otherwise) {
        if (value < least || value > most) {
            throw Refusal.parameter(otherwise);
        }
        return value;
    }

    /** Told once all options are known to make sense. */
    private void absent(Flag flag, String why) {
        values.absent = values.absent != null ? values.absent
                : Refusal.parameter(flag.text() + " cannot be had here: " + why);
    }
}
