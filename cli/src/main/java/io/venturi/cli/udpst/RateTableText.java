package io.venturi.cli.udpst;

import io.venturi.engine.api.CapacityRates;
import io.venturi.engine.metric.CapacityRate;
import java.io.PrintStream;
import java.util.List;

/** The table of sending rates. */
final class RateTableText {
    private static final int LEAST_RANDOM_IPV4 = 52;
    private static final int IPV6_LONGER = 20;

    private RateTableText() {
    }

    static void print(Options options, PrintStream out) {
        int shorter = Banner.ipv6(options);
        List<CapacityRate> table = CapacityRates.table(options.jumbo(), options.traditionalMtu(), false);
        out.printf("Sending Rate Table for %s (Dual Transmitters, Referenced by Index)...%n",
                shorter == 0 ? "IPv4" : "IPv6");
        out.println("Index) TxInt(us) Payload Burst  + TxInt(us) Payload Burst   Add-On  = Mbps(L3/IP)");
        table.forEach(rate -> out.println(row(rate, shorter)));
        if (!options.jumbo()) {
            out.println("NOTE: Disabling jumbo datagram sizes may impede rates above 1 Gbps");
        }
    }

    private static String row(CapacityRate rate, int shorter) {
        CapacityRate.Transmitter fast = rate.fast();
        CapacityRate.Transmitter slow = rate.slow();
        String addOn = rate.randomAddOn()
                ? (LEAST_RANDOM_IPV4 - shorter) + "-" + (rate.addOnBytes() - shorter)
                : String.valueOf(payload(rate.addOnBytes(), shorter));
        return "%5d) %8d %8d %5d  + %8d %8d %5d %8s %2s %10.2f".formatted(rate.row(), fast.intervalUs(),
                payload(fast.payloadBytes(), shorter), fast.burst(), slow.intervalUs(),
                payload(slow.payloadBytes(), shorter), slow.burst(), addOn, rate.randomAddOn() ? "~=" : "=",
                rate.bitsPerSecond() / 1e6);
    }

    private static int payload(int bytes, int shorter) {
        return bytes == 0 ? 0 : bytes - shorter;
    }
}
