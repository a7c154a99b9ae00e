package io.venturi.cli.irtt;

/** Texts that tell how to call the commands. */
final class Usage {
    private static final String OVERVIEW = """
            irtt: round-trip times, one-way delays and loss, measured with evenly spaced UDP packets

            Usage:

                    irtt command [arguments]
                    irtt help command

            Commands:

                    client   measure against a server
                    server   answer clients
                    report   print the summary of a JSON file
                    version  print versions
            """;

    private static final String CLIENT = """
            Usage: client [flags] host|host:port

            Flags (those with a long name take their value after "="):

            -d duration      how long to send (default 1m0s, endless with -s)
            -i duration      time between packets (default 1s)
            -l length        bytes of UDP payload per packet, raised to what the header needs (default 0)
            -s               streaming: no end and no summary, only the last packets are kept
            --stream-buflen=n  packets kept with -s (default: those of 3 seconds)
            -o file          write JSON to a file: x.json as it is, x.json.gz compressed, x.gz and x
                             become x.json.gz; - is standard output, other text then goes to stderr
            -r               raw: for each reply "seqno rtt receive-delay send-delay ipdv dup late" on
                             standard output, times in ms, NaN if not known; other text goes to stderr
            -q               quiet: neither events nor a line per packet, only the summary
            -Q               really quiet: nothing but errors
            -n               no test: agree on the parameters with the server, then stop
            --stats=what     what the server tells about received packets (default both)
                             none, count (how many), window (which of the last 64), both
            --tstamp=when    when the server takes time stamps (default both)
                             none, send, receive, both, midpoint (one between receive and send)
            --clock=which    clocks the server stamps with: wall, monotonic, both (default both)
            --dscp=n         TOS or traffic class byte of packets in both directions, 0x for hex
                             (default 0; EF is 0xb8, CS1 is 0x20)
            --df=setting     do-not-fragment bit: default (of the system), false, true
            --wait=rule      how long to wait for replies after the last packet (default 3x4s)
                             3x4s: 3 times the longest round trip, 4s if there was none
                             3r4s: 3 times the mean round trip, 4s if there was none
                             500ms: always this long
            --timer=name     how to wait between packets (default comp)
                             simple: sleep; comp, hybrid:f: sleep, and spin just before the packet is
                             due; busy: spin
            --tcomp=rule     avg, win:n, exp:a; understood, but this timer needs no correction
            --fill=fill      payload of packets (default none)
                             none: zeroes; rand: random bytes; pattern:hex: these bytes again and again
            --fill-one       the same payload in all packets
            --sfill=fill     ask the server for this payload in replies
            --local=address  send from this address, address:port or :port (default :0)
            --hmac=key       sign packets with this key, 0x for hex; the server needs the same
            -4, -6           only IPv4, only IPv6
            --timeouts=list  waits between attempts to open, each at least 200ms (default 1s,2s,4s,8s)
            --ttl=n          TTL or hop limit (default 0: of the system)
            --loose          accept it if the server grants less than asked for
            --thread         understood; packets are always sent by an operating system thread
            -h               this help
            -v, --version    versions

            """;

    private static final String SERVER = """
            Usage: server [flags]

            Flags (those with a long name take their value after "="):

            -b addresses     where to listen (default ":2112"), with commas between: :port, host,
                             host:port, %iface, %iface:port; * in iface stands for anything
            -d duration      longest test allowed, 0 for any (default 0)
            -i duration      shortest interval allowed, 0 for any (default 10ms)
            -l length        longest packet allowed in bytes, 0 for any (default 0)
            --hmac=key       answer only packets signed with this key, 0x for hex
            --timeout=duration  forget clients that send nothing for so long, 0 for never (default 1m0s);
                             intervals above a quarter of it are shortened
            --pburst=n       packets let through faster than -i allows (default 5)
            --fill=fill      payload of replies if the client asks for none (default pattern:69727474)
                             none: the client's own; rand: random bytes; pattern:hex: these bytes
            --allow-fills=list  fills clients may ask for, * stands for anything (default rand)
            --tstamp=modes   time stamps allowed: none, single, dual (default dual)
            --no-dscp        do not let clients choose the TOS or traffic class of replies
            --set-src-ip     understood; replies always come from the address the client used
            --ttl=n          TTL or hop limit of replies (default 0: of the system)
            --thread         understood; packets are always answered by an operating system thread
            -4, -6           only IPv4, only IPv6
            -h               this help
            -v, --version    versions

            """;

    private static final String REPORT = """
            Usage: report file

            Prints the summary of a JSON file written by a client, plain or gzip; - is standard input.
            """;

    private static final String FORMS = """
            Hosts are names, IPv4 or IPv6 addresses: example.net, 192.0.2.1:2112, 2001:db8::1,
            [2001:db8::1]:2112, [fe80::1%eth0]. The default port is 2112.

            Durations are numbers with a unit: ns, us, ms, s, m, h; such as 500us, 1.5s or 1m30s.
            """;

    private Usage() {
    }

    /** Of a command, or of all if it is none of them. */
    static String of(String command) {
        return switch (command) {
            case "client" -> CLIENT + FORMS;
            case "server" -> SERVER + FORMS;
            case "report" -> REPORT;
            default -> OVERVIEW;
        };
    }
}
