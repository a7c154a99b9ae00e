package io.venturi.cli.iperf3;

import io.venturi.cli.posix.GetOpt;
import io.venturi.cli.posix.GetOpt.Argument;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The options of the classic tool, in the order in which its complaints name them. */
enum Flag {
    PORT('p', Argument.REQUIRED, Role.BOTH, "port"),
    FORMAT('f', Argument.REQUIRED, Role.BOTH, "format"),
    INTERVAL('i', Argument.REQUIRED, Role.BOTH, "interval"),
    DAEMON('D', Argument.NONE, Role.SERVER, "daemon"),
    ONE_OFF('1', Argument.NONE, Role.SERVER, "one-off"),
    VERBOSE('V', Argument.NONE, Role.BOTH, "verbose"),
    JSON('J', Argument.NONE, Role.BOTH, "json"),
    JSON_STREAM(Argument.NONE, Role.BOTH, "json-stream"),
    JSON_STREAM_FULL(Argument.NONE, Role.BOTH, "json-stream-full-output"),
    VERSION('v', Argument.NONE, Role.BOTH, "version"),
    SERVER('s', Argument.NONE, Role.BOTH, "server"),
    CLIENT('c', Argument.REQUIRED, Role.BOTH, "client"),
    UDP('u', Argument.NONE, Role.CLIENT, "udp"),
    BITRATE('b', Argument.REQUIRED, Role.CLIENT, "bitrate", "bandwidth"),
    SERVER_BITRATE_LIMIT(Argument.REQUIRED, Role.SERVER, "server-bitrate-limit"),
    SERVER_MAX_DURATION(Argument.REQUIRED, Role.SERVER, "server-max-duration"),
    TIME('t', Argument.REQUIRED, Role.CLIENT, "time"),
    BYTES('n', Argument.REQUIRED, Role.CLIENT, "bytes"),
    BLOCKS('k', Argument.REQUIRED, Role.CLIENT, "blockcount"),
    LENGTH('l', Argument.REQUIRED, Role.CLIENT, "length"),
    PARALLEL('P', Argument.REQUIRED, Role.CLIENT, "parallel"),
    REVERSE('R', Argument.NONE, Role.CLIENT, "reverse"),
    BIDIR(Argument.NONE, Role.CLIENT, "bidir"),
    WINDOW('w', Argument.REQUIRED, Role.CLIENT, "window"),
    BIND('B', Argument.REQUIRED, Role.BOTH, "bind"),
    BIND_DEVICE(Argument.REQUIRED, Role.BOTH, "bind-dev"),
    CLIENT_PORT(Argument.REQUIRED, Role.BOTH, "cport"),
    MAX_SEGMENT('M', Argument.REQUIRED, Role.CLIENT, "set-mss"),
    NO_DELAY('N', Argument.NONE, Role.CLIENT, "no-delay"),
    IPV4('4', Argument.NONE, Role.BOTH, "version4"),
    IPV6('6', Argument.NONE, Role.BOTH, "version6"),
    TOS('S', Argument.REQUIRED, Role.CLIENT, "tos"),
    DSCP(Argument.REQUIRED, Role.CLIENT, "dscp"),
    FLOW_LABEL('L', Argument.REQUIRED, Role.CLIENT, "flowlabel"),
    ZERO_COPY('Z', Argument.NONE, Role.CLIENT, "zerocopy"),
    SKIP_RX_COPY(Argument.NONE, Role.CLIENT, "skip-rx-copy"),
    OMIT('O', Argument.REQUIRED, Role.CLIENT, "omit"),
    FILE('F', Argument.REQUIRED, Role.BOTH, "file"),
    REPEATING_PAYLOAD(Argument.NONE, Role.CLIENT, "repeating-payload"),
    TIMESTAMPS(Argument.OPTIONAL, Role.BOTH, "timestamps"),
    MULTIPATH('m', Argument.NONE, Role.BOTH, "mptcp"),
    DEBUG('d', Argument.OPTIONAL, Role.BOTH, "debug"),
    HELP('h', Argument.NONE, Role.BOTH, "help"),
    AFFINITY('A', Argument.REQUIRED, Role.BOTH, "affinity"),
    TITLE('T', Argument.REQUIRED, Role.CLIENT, "title"),
    EXTRA_DATA(Argument.REQUIRED, Role.CLIENT, "extra-data"),
    CONGESTION('C', Argument.REQUIRED, Role.CLIENT, "congestion", "linux-congestion"),
    PID_FILE('I', Argument.REQUIRED, Role.BOTH, "pidfile"),
    LOG_FILE(Argument.REQUIRED, Role.BOTH, "logfile"),
    FORCE_FLUSH(Argument.NONE, Role.BOTH, "forceflush"),
    SERVER_OUTPUT(Argument.NONE, Role.CLIENT, "get-server-output"),
    COUNTERS_64(Argument.NONE, Role.CLIENT, "udp-counters-64bit"),
    SEGMENTATION(Argument.NONE, Role.CLIENT, "gsro"),
    NO_FQ_PACING(Argument.NONE, Role.CLIENT, "no-fq-socket-pacing"),
    DONT_FRAGMENT(Argument.NONE, Role.CLIENT, "dont-fragment"),
    USER(Argument.REQUIRED, Role.CLIENT, "username"),
    PUBLIC_KEY(Argument.REQUIRED, Role.CLIENT, "rsa-public-key-path"),
    PRIVATE_KEY(Argument.REQUIRED, Role.SERVER, "rsa-private-key-path"),
    USERS(Argument.REQUIRED, Role.SERVER, "authorized-users-path"),
    SKEW(Argument.REQUIRED, Role.SERVER, "time-skew-threshold"),
    PKCS1(Argument.NONE, Role.BOTH, "use-pkcs1-padding"),
    FQ_RATE(Argument.REQUIRED, Role.CLIENT, "fq-rate"),
    PACING_TIMER(Argument.REQUIRED, Role.CLIENT, "pacing-timer"),
    CONNECT_TIMEOUT(Argument.REQUIRED, Role.CLIENT, "connect-timeout"),
    IDLE_TIMEOUT(Argument.REQUIRED, Role.SERVER, "idle-timeout"),
    RECEIVE_TIMEOUT(Argument.REQUIRED, Role.BOTH, "rcv-timeout"),
    SEND_TIMEOUT(Argument.REQUIRED, Role.BOTH, "snd-timeout"),
    KEEP_ALIVE(Argument.OPTIONAL, Role.BOTH, "cntl-ka");

    /** Whose option it is. */
    enum Role { BOTH, CLIENT, SERVER }

    /** No letter that anyone can type; stands for the long options without a short one. */
    private static final char PRIVATE = '\uE000';

    static final List<GetOpt.Long> LONGS = Arrays.stream(values()).flatMap(flag -> flag.names.stream()
            .map(name -> new GetOpt.Long(name, flag.letter, flag.argument))).toList();
    static final String LETTERS = Arrays.stream(values()).filter(flag -> flag.letter < PRIVATE)
            .map(flag -> flag.letter + (flag.argument == Argument.REQUIRED ? ":" : "")).collect(Collectors.joining());
    private static final Map<Character, Flag> BY_LETTER =
            Arrays.stream(values()).collect(Collectors.toMap(flag -> flag.letter, Function.identity()));

    private final char letter;
    private final Argument argument;
    private final Role role;
    private final List<String> names;

    Flag(char letter, Argument argument, Role role, String... names) {
        this.letter = letter;
        this.argument = argument;
        this.role = role;
        this.names = List.of(names);
    }

    Flag(Argument argument, Role role, String name) {
        this.letter = (char) ('\uE000' + ordinal());
        this.argument = argument;
        this.role = role;
        this.names = List.of(name);
    }

    static Flag of(char letter) {
        return BY_LETTER.get(letter);
    }

    Role role() {
        return role;
    }

    /** As it is written out. */
    String text() {
        return "--" + names.getFirst();
    }
}
