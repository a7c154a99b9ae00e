package io.venturi.engine.metric;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The result of a search for loss-free throughput.
 *
 * @param server    that sent the frames back
 * @param mtu       of the interface here, 0 if unknown
 * @param results   by frame size
 * @param stopped   before all sizes were done
 */
public record LossSearchReport(InetSocketAddress server, int mtu, long startWallNs, long endWallNs,
                               List<LossSearchResult> results, boolean stopped) {
    public LossSearchReport {
        results = List.copyOf(results);
    }
}
