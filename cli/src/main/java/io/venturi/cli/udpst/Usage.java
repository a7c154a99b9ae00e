package io.venturi.cli.udpst;

/** How to call it. */
final class Usage {
    static final String TEXT = """
            UDP Speed Test
            Usage: udpst [option]... [server[:port]]...

            With -u or -d it is a client and tests against the servers named; without
            both it is a server, on all addresses or on the one named.

            Options (C: client only, S: server only, R: asked by a client, limit of a server):
            C  -u | -d       Direction of the load: up from here, or down to here
               -4, -6        IPv4 only, IPv6 only
            C  -C n[-max]    Connections: n are needed, max are tried (1 to 24) [one per server]
            S  -x            Run in the background
            S  -1            End after one test
               -e            Show socket errors that overload makes usual
               -v            Tell more
               -s            No line per sub-interval
            C  -f format     json, jsonb (only the output) or jsonf (with line breaks)
               -j            No jumbo datagrams above 1 Gbit/s; both ends must agree
               -T            Datagrams for an MTU of 1500 bytes; both ends must agree
               -D            Tell each feedback and rate adjustment too (with -v)
            R  -X            Random payload instead of zeros
               -S            Print the table of sending rates and end
               -O [+]file    Write stamps of received load as CSV: of each RTT sample,
                             with + of each datagram
               -B mbps       Bandwidth: needed by a client, there is at a server
               -r            Show the loss ratio instead of the share delivered
            C  -i [-]n       Sum up the first n sub-intervals apart; with - the rate is
                             not adjusted in them
            C  -o            Adjust by one-way delay instead of round-trip time
            R  -m value      TOS or traffic class byte, 0 to 255 or 0x00 to 0xff [0]
            C  -R            Reordered and duplicate datagrams count as errors
               -a key        Shared key, at most 64 characters
            C  -y id         Number of the key [0]
               -K file       File of keys, id,key in each line
            S  -G file       Write statistics of the server as JSON every 5 minutes
               -n            Datagrams the kernel refuses leave a gap in the numbers
            R  -I [@]n       Row of the table of sending rates to stay at, with @ to start from
            R  -t seconds    Length of the test, 5 to 3600 [10, server 3600]
            C  -P ms         Length of a sub-interval, 100 to 10000 [1000]
               -p port       Control port [24601]
            C  -A B|C        Algorithm that adjusts the rate [B]
               -b bytes      Socket buffers to ask for, 0 for those of the system [1024000]
            C  -L ms         Delay variation up to which the rate rises [30]
            C  -U ms         Delay variation from which it falls [90]
            C  -F ms         Time between feedback messages, 5 to 250 [50]
            C  -c n          Congested feedbacks until the search becomes slow [3]
            C  -h rows       Fast step [10]
            C  -q n          Sequence errors tolerated per feedback [10]
            C  -E interface  Show the rate of this interface
            C  -M            It decides which sub-interval is the maximum
            S  -l file       Log file of -x
            S  -k KB         Its size; a full one becomes file.old [1000]
            C  -Z n          ECN: congestion once more than (n-1)/255 are marked CE

            Servers are names, IPv4 or IPv6 addresses: host, 192.0.2.1:24601, 2001:db8::1,
            [2001:db8::1]:24601.
            """;

    private Usage() {
    }
}
