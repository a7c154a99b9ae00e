package io.venturi.cli.iperf3;

/** How to call it. */
final class Usage {
    static final String SHORT = """
            Usage: iperf3 [-s|-c host] [options]
            Try `iperf3 --help' for more information.""";

    static final String TEXT = """
            Usage: iperf3 [-s|-c host] [options]
                   iperf3 [-h|--help] [-v|--version]

            Sizes (SIZE) take K, M, G, T for powers of 1024, rates (RATE) for powers of 1000.

            Server or client:
              -p, --port N                 control and data port [5201]
              -f, --format k|m|g|t|K|M|G|T unit of rates: bits, or bytes by capital letters
              -i, --interval S             seconds between reports, 0 for the last only [1]
              -I, --pidfile FILE           process number into this file
              -A, --affinity N[,M]         run on CPU N; the server on M (client only)
              -B, --bind HOST[%DEV]        local address, and interface
                  --bind-dev DEV           local interface
              -4, --version4               IPv4 only
              -6, --version6               IPv6 only
              -V, --verbose                tell more
              -J, --json                   one JSON document
                  --json-stream            a line of JSON for each event
                  --json-stream-full-output  and the document at the end
                  --logfile FILE           append the output to this file
                  --forceflush             write out each line at once (always so)
                  --timestamps[=FORMAT]    time in front of each line, as strftime formats it
                  --rcv-timeout MS         give up without data for so long [120000]
                  --snd-timeout MS         give up with data unacknowledged for so long (client)
                  --cntl-ka                keep-alive probes on the control connection (client)
              -m, --mptcp                  MPTCP (client)
              -v, --version                name and version
              -h, --help                   this text

            Server:
              -s, --server                 be a server
              -D, --daemon                 in the background
              -1, --one-off                end after one test
                  --idle-timeout S         start anew, with -1 end, after so long without a client
                  --server-bitrate-limit RATE[/S]  most that a test may carry, on average over S [5]
                  --server-max-duration S  longest test
                  --rsa-private-key-path FILE, --authorized-users-path FILE
                                           let only these users in
                  --time-skew-threshold S  most that their clocks may be off [10]
                  --use-pkcs1-padding      take the old padding too

            Client:
              -c, --client HOST[%DEV]      be a client of this server
              -u, --udp                    UDP instead of TCP
              -b, --bitrate RATE[/N]       of each stream, in bursts of N; 0 for no limit
                                           [UDP 1048576, TCP 0]
                  --fq-rate RATE           let the kernel pace each stream
                  --pacing-timer US        for the pacing of old servers [1000]
              -t, --time S                 length of the test [10]
              -n, --bytes SIZE             end after so many bytes instead
              -k, --blockcount SIZE        end after so many writes or datagrams instead
              -l, --length SIZE            of a write or datagram [128K, UDP what the path carries]
              -P, --parallel N             streams [1]
              -R, --reverse                the server sends
                  --bidir                  both send
              -O, --omit S                 leave out so many seconds at the beginning
              -w, --window SIZE            socket buffers
              -C, --congestion NAME        congestion control
              -M, --set-mss N              segment size
              -N, --no-delay               no Nagle algorithm
              -S, --tos N                  TOS byte; decimal, 0octal or 0xhex
                  --dscp N|NAME            DSCP
              -L, --flowlabel N            IPv6 flow label, 1 to 0xfffff
              -Z, --zerocopy               send without copying
                  --skip-rx-copy           receive without copying
                  --gsro                   UDP in trains (segmentation offload)
                  --dont-fragment          DF of UDP over IPv4
                  --udp-counters-64bit     64-bit sequence numbers
                  --repeating-payload      digits instead of random bytes
                  --cport N                local port of the first stream
                  --connect-timeout MS     for the control connection
              -T, --title TEXT             in front of each line
                  --extra-data TEXT        into the JSON
                  --get-server-output      show the server's report too
                  --username NAME, --rsa-public-key-path FILE
                                           who asks; password from IPERF3_PASSWORD or typed

            Not here: --file, --debug, SCTP.""";

    private Usage() {
    }
}
