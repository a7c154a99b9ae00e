package io.venturi.cli.udpst;

import io.venturi.cli.posix.GetOpt;
import io.venturi.cli.posix.GetOpt.Given;
import io.venturi.cli.udpst.Options.Format;
import io.venturi.engine.plan.CapacityPlan.Algorithm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * From words to {@link Options}. The order in which things are found wrong is that of the classic tool, since scripts
 * read its messages.
 */
final class OptionReader {
    private static final String LETTERS = "ud46C:x1evsf:jTDXSO:B:ri:oRa:y:K:m:G:nI:t:P:p:A:b:L:U:F:c:h:q:E:Ml:k:Z:?";
    private static final Map<Character, String> CLIENT_ONLY = Map.ofEntries(
            Map.entry('C', "Multi-connection count only set by client"),
            Map.entry('f', "Ouput format options only available to client"),
            Map.entry('i', "Bimodal option only available to client"),
            Map.entry('o', "One-Way Delay option only set by client"),
            Map.entry('R', "Option to ignore Out-of-Order/Duplicates only set by client"),
            Map.entry('y', "Authentication key ID only set by client"),
            Map.entry('P', "Sub-interval period only set by client"),
            Map.entry('A', "Rate adjustment algorithm only set by client"),
            Map.entry('L', "Low delay variation threshold only set by client"),
            Map.entry('U', "Upper delay variation threshold only set by client"),
            Map.entry('F', "Status feedback/trial interval only set by client"),
            Map.entry('c', "Congestion slow adjustment threshold only set by client"),
            Map.entry('h', "High-speed delta only set by client"),
            Map.entry('q', "Sequence error threshold only set by client"),
            Map.entry('E', "Local interface option only available to client"),
            Map.entry('M', "Maximum from local interface only available to client"),
            Map.entry('Z', "ECN CE threshold only set by client"));
    private static final Map<Character, String> SERVER_ONLY = Map.of(
            'x', "Execution as daemon only valid when server",
            '1', "One test execution only valid when server",
            'l', "Log file only valid when server",
            'k', "Log file maximum size only valid when server",
            'G', "Performance statistics file only valid when server");
    private static final int LONGEST_KEY = 64;

    private final Values values = new Values();

    private OptionReader() {
    }

    /** @throws Refusal if it cannot be run as asked, or help is wanted */
    static Options read(List<String> args, Consumer<String> complaint) {
        GetOpt parsed = GetOpt.parse(LETTERS, List.of(), args).readTwice();
        OptionReader reader = new OptionReader();
        reader.role(parsed);
        for (Given option : parsed.options()) {
            if (option.wrong()) {
                complaint.accept(option.complaint());
            }
            if (option.wrong() || option.letter() == '?') {
                throw Refusal.help();
            }
            reader.take(option.letter(), option.value());
        }
        return new OptionChecks(reader.values).options(parsed.words());
    }

    /** What the rules of the others depend on. */
    private void role(GetOpt parsed) {
        for (Given option : parsed.options()) {
            values.up |= option.letter() == 'u';
            values.down |= option.letter() == 'd';
        }
        if (values.up && values.down) {
            throw Refusal.usage("Upstream and Downstream options are mutually exclusive");
        }
        if (values.client() && parsed.words().isEmpty()) {
            throw Refusal.usage("Server hostname or IP address required when client");
        }
        if (!values.client() && parsed.words().size() > 1) {
            throw Refusal.usage("Server only allows one local bind address or hostname");
        }
    }

    private void take(char letter, String value) {
        if (!values.client() && CLIENT_ONLY.containsKey(letter)) {
            throw Refusal.usage(CLIENT_ONLY.get(letter));
        }
        if (values.client() && SERVER_ONLY.containsKey(letter)) {
            throw Refusal.usage(SERVER_ONLY.get(letter));
        }
        if (value.isEmpty() && LETTERS.indexOf(letter + ":") < 0) {
            turnOn(letter);
        } else {
            set(letter, value);
        }
    }

    private void turnOn(char letter) {
        switch (letter) {
            case '4' -> family(true);
            case '6' -> family(false);
            case 'x' -> values.daemon = true;
            case '1' -> values.once = true;
            case 'e' -> values.socketErrors = true;
            case 'v' -> values.verbose = true;
            case 's' -> values.summaryOnly = true;
            case 'j' -> values.jumbo = false;
            case 'T' -> values.traditionalMtu = true;
            case 'D' -> values.debug = true;
            case 'X' -> values.randomPayload = true;
            case 'S' -> values.rateTable = true;
            case 'r' -> values.lossRatio = true;
            case 'o' -> values.oneWayDelay = true;
            case 'R' -> values.ignoreReordered = false;
            case 'n' -> values.reuseRefused = false;
            case 'M' -> values.interfaceDecides = true;
            default -> { } // u and d: known already
        }
    }

    /** The last of both wins. */
    private void family(boolean ipv4) {
        values.ipv4 = ipv4;
        values.ipv6 = !ipv4;
    }

    private void set(char letter, String value) {
        switch (letter) {
            case 'C' -> connections(value);
            case 'f' -> values.format = format(value);
            case 'O' -> metadata(value);
            case 'B' -> values.bandwidthMbps = within(leading(value), 0, values.client() ? 32_767 : 100_000);
            case 'i' -> bimodal(value);
            case 'a' -> values.key = key(value);
            case 'y' -> values.keyId = within(leading(value), 0, 255);
            case 'K' -> values.keyFile = value;
            case 'm' -> values.trafficClass = within(octet(value), 0, 255);
            case 'G' -> values.statisticsFile = value;
            case 'I' -> index(value);
            case 't' -> values.testSeconds = within(leading(value), 5, 3_600);
            case 'P' -> values.subIntervalMs = within(leading(value), 100, 10_000);
            case 'p' -> values.port = within(leading(value), 1, 65_535);
            case 'A' -> algorithm(value);
            case 'b' -> values.socketBuffer = within(leading(value), 0, 16_777_216);
            case 'L' -> values.lowerMs = within(leading(value), 1, 10_000);
            case 'U' -> values.upperMs = within(leading(value), 1, 10_000);
            case 'F' -> values.trialMs = within(leading(value), 5, 250);
            case 'c' -> values.slowThreshold = within(leading(value), 1, 65_535);
            case 'h' -> values.fastStep = within(leading(value), 1, 255);
            case 'q' -> values.sequenceErrors = within(leading(value), 0, 65_535);
            case 'E' -> values.rateOf = value;
            case 'l' -> values.logFile = value;
            case 'k' -> values.logKiloBytes = within(leading(value), 10, 1_000_000);
            case 'Z' -> values.ceThreshold = within(leading(value), 1, 255);
            default -> throw new AssertionError(letter);
        }
    }

    private void connections(String value) {
        int dash = value.indexOf('-');
        values.minConnections = within(leading(dash < 0 ? value : value.substring(0, dash)), 1, 24);
        values.maxConnections = dash < 0 ? 0 : within(leading(value.substring(dash + 1)), 1, 24);
    }

    private static Format format(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "json" -> Format.JSON;
            case "jsonb" -> Format.JSON_BRIEF;
            case "jsonf" -> Format.JSON_FORMATTED;
            default -> throw Refusal.usage("'" + value + "' is not a valid output format");
        };
    }

    private void metadata(String value) {
        if (values.up) {
            throw Refusal.usage("Client output file only valid for downstream testing");
        }
        values.everyDatagram = value.startsWith("+");
        values.metadataFile = values.everyDatagram ? value.substring(1) : value;
    }

    private void bimodal(String value) {
        values.frozen = value.startsWith("-");
        values.firstMode = within(leading(values.frozen ? value.substring(1) : value), 1, 36_000);
    }

    private static String key(String value) {
        if (value.length() > LONGEST_KEY) {
            throw Refusal.usage("Authentication key exceeds 64 characters");
        }
        return value;
    }

    private void index(String value) {
        values.startRow = value.startsWith("@");
        values.row = within(leading(values.startRow ? value.substring(1) : value), 0, 1_152);
    }

    private void algorithm(String value) {
        switch (value) {
            case "B", "b" -> values.algorithm = Algorithm.B;
            case "C", "c" -> values.algorithm = Algorithm.C;
            default -> throw Refusal.usage("'" + value + "' is not a valid rate adjustment algorithm");
        }
    }

    /** The digits with which a text begins, 0 if it begins with none. */
    static int leading(String text) {
        return number(text, 10);
    }

    private static int octet(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("0x") ? number(text.substring(2), 16) : number(text, 10);
    }

    private static int number(String text, int radix) {
        String rest = text.stripLeading();
        boolean negative = rest.startsWith("-");
        int at = negative || rest.startsWith("+") ? 1 : 0;
        long value = 0;
        for (; at < rest.length() && Character.digit(rest.charAt(at), radix) >= 0; at++) {
            value = Math.min(Integer.MAX_VALUE, value * radix + Character.digit(rest.charAt(at), radix));
        }
        return (int) (negative ? -value : value);
    }

    static int within(int value, int least, int most) {
        if (value < least || value > most) {
            throw Refusal.usage("Parameter <" + value + "> out-of-range (" + least + "-" + most + ")");
        }
        return value;
    }
}
