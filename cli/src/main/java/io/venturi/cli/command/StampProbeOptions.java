package io.venturi.cli.command;

import picocli.CommandLine.Option;

/** How STAMP probes look and what they ask for. */
final class StampProbeOptions {
    @Option(names = "--tlvs", description = "Ask the reflector which probes reached it, whether its kernel stamps"
            + " them, and when its replies really left; reflectors that do not know such extensions (RFC 8972) may"
            + " not answer.")
    private boolean tlvs;

    @Option(names = "--ptp-event", description = "Send probes from and to UDP port 319, behind the 44 bytes of a PTP"
            + " event message: many network cards stamp no other packets as they arrive. The server: venturi serve"
            + " --stamp :319. Needs root or CAP_NET_BIND_SERVICE.")
    private boolean ptpEvents;

    boolean tlvs() {
        return tlvs;
    }

    boolean ptpEvents() {
        return ptpEvents;
    }
}
