package io.venturi.ffi.linux;

/**
 * Requests of ethtool(8) that SIOCETHTOOL carries, and sizes and offsets, in bytes, of their structures; the request
 * itself is an int at 0 in each, all fields used here are ints or text. Written by hand after linux/ethtool.h;
 * {@code native-src/abi-host.c} holds the same from the C compiler.
 */
public final class EthtoolStructs {
    public static final int ETHTOOL_GCOALESCE = 0xe;
    public static final int ETHTOOL_SCOALESCE = 0xf;
    public static final int ETHTOOL_GRINGPARAM = 0x10;
    public static final int ETHTOOL_SRINGPARAM = 0x11;
    public static final int ETHTOOL_GTSO = 0x1e;
    public static final int ETHTOOL_GGSO = 0x23;
    public static final int ETHTOOL_GFLAGS = 0x25;
    public static final int ETHTOOL_GGRO = 0x2b;
    public static final int ETHTOOL_GDRVINFO = 3;
    public static final int ETH_FLAG_LRO = 0x8000;

    /** {@code struct ethtool_ringparam}. */
    public static final int ETHTOOL_RINGPARAM = 36;
    public static final int ETHTOOL_RINGPARAM_RX_MAX_PENDING = 4;
    public static final int ETHTOOL_RINGPARAM_TX_MAX_PENDING = 16;
    public static final int ETHTOOL_RINGPARAM_RX_PENDING = 20;
    public static final int ETHTOOL_RINGPARAM_TX_PENDING = 32;

    /** {@code struct ethtool_coalesce}. */
    public static final int ETHTOOL_COALESCE = 92;
    public static final int ETHTOOL_COALESCE_RX_COALESCE_USECS = 4;
    public static final int ETHTOOL_COALESCE_USE_ADAPTIVE_RX_COALESCE = 40;
    public static final int ETHTOOL_COALESCE_RX_COALESCE_USECS_HIGH = 72;

    /** {@code struct ethtool_value}. */
    public static final int ETHTOOL_VALUE = 8;
    public static final int ETHTOOL_VALUE_DATA = 4;

    /** {@code struct ethtool_drvinfo}. */
    public static final int ETHTOOL_DRVINFO = 196;
    public static final int ETHTOOL_DRVINFO_DRIVER = 4;

    private EthtoolStructs() {
    }
}
