package io.venturi.engine.socket;

import static io.venturi.ffi.linux.gen.Linux.SOF_TIMESTAMPING_RAW_HARDWARE;
import static io.venturi.ffi.linux.gen.Linux.SOF_TIMESTAMPING_RX_SOFTWARE;
import static io.venturi.ffi.linux.gen.Linux.SOF_TIMESTAMPING_TX_HARDWARE;
import static io.venturi.ffi.linux.gen.Linux.SOF_TIMESTAMPING_TX_SOFTWARE;

import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.ethtool_ts_info;
import java.lang.foreign.MemorySegment;

/**
 * What the driver of an interface says can be stamped: ethtool_ts_info.
 *
 * @param flags     SOF_TIMESTAMPING_*
 * @param phcIndex  number of the card's clock, -1 if it has none
 * @param txTypes   bits by hwtstamp_tx_types
 * @param rxFilters bits by hwtstamp_rx_filters
 */
public record StampAbility(int flags, int phcIndex, int txTypes, int rxFilters) {
    private static final int PTP = 1 << Linux.HWTSTAMP_FILTER_PTP_V2_L4_EVENT()
            | 1 << Linux.HWTSTAMP_FILTER_PTP_V2_EVENT();

    /** @param info a filled {@code struct ethtool_ts_info} */
    public static StampAbility of(MemorySegment info) {
        return new StampAbility(ethtool_ts_info.so_timestamping(info), ethtool_ts_info.phc_index(info),
                ethtool_ts_info.tx_types(info), ethtool_ts_info.rx_filters(info));
    }

    /** The kernel stamps what is sent. */
    public boolean transmitsSoftware() {
        return (flags & SOF_TIMESTAMPING_TX_SOFTWARE()) != 0;
    }

    /** The kernel stamps what arrives. */
    public boolean receivesSoftware() {
        return (flags & SOF_TIMESTAMPING_RX_SOFTWARE()) != 0;
    }

    /** The card can stamp what is sent. */
    public boolean transmitsHardware() {
        int needed = SOF_TIMESTAMPING_TX_HARDWARE() | SOF_TIMESTAMPING_RAW_HARDWARE();
        return phcIndex >= 0 && (flags & needed) == needed && (txTypes & 1 << Linux.HWTSTAMP_TX_ON()) != 0;
    }

    /** The card can stamp every packet that arrives. */
    public boolean receivesAll() {
        return filters(Linux.HWTSTAMP_FILTER_ALL());
    }

    /** The card can stamp arriving PTP event messages over UDP. */
    public boolean receivesPtp() {
        return (rxFilters & PTP) != 0;
    }

    /** Every probe can be stamped by the card, both ways. */
    public boolean wholeHardware() {
        return transmitsHardware() && receivesAll();
    }

    boolean filters(int filter) {
        return (rxFilters & 1 << filter) != 0;
    }
}
