/* What the C compiler says of EthtoolStructs.java. HostAbiTest compares, by name. */
#include <linux/ethtool.h>

#include <stddef.h>
#include <stdint.h>

/* Read over the foreign memory API: name at 0, value at 8, stride 16. */
struct host_abi_entry {
    const char *name;
    int64_t value;
};

_Static_assert(sizeof(struct host_abi_entry) == 16, "HostAbiTest reads 64-bit entries");

#define EXPORTED __attribute__((visibility("default")))

EXPORTED const struct host_abi_entry venturi_host_abi[] = {
    {"ETHTOOL_GCOALESCE", ETHTOOL_GCOALESCE},
    {"ETHTOOL_SCOALESCE", ETHTOOL_SCOALESCE},
    {"ETHTOOL_GRINGPARAM", ETHTOOL_GRINGPARAM},
    {"ETHTOOL_SRINGPARAM", ETHTOOL_SRINGPARAM},
    {"ETHTOOL_GTSO", ETHTOOL_GTSO},
    {"ETHTOOL_GGSO", ETHTOOL_GGSO},
    {"ETHTOOL_GFLAGS", ETHTOOL_GFLAGS},
    {"ETHTOOL_GGRO", ETHTOOL_GGRO},
    {"ETHTOOL_GDRVINFO", ETHTOOL_GDRVINFO},
    {"ETH_FLAG_LRO", ETH_FLAG_LRO},
    {"ETHTOOL_RINGPARAM", sizeof(struct ethtool_ringparam)},
    {"ETHTOOL_RINGPARAM_RX_MAX_PENDING", offsetof(struct ethtool_ringparam, rx_max_pending)},
    {"ETHTOOL_RINGPARAM_TX_MAX_PENDING", offsetof(struct ethtool_ringparam, tx_max_pending)},
    {"ETHTOOL_RINGPARAM_RX_PENDING", offsetof(struct ethtool_ringparam, rx_pending)},
    {"ETHTOOL_RINGPARAM_TX_PENDING", offsetof(struct ethtool_ringparam, tx_pending)},
    {"ETHTOOL_COALESCE", sizeof(struct ethtool_coalesce)},
    {"ETHTOOL_COALESCE_RX_COALESCE_USECS", offsetof(struct ethtool_coalesce, rx_coalesce_usecs)},
    {"ETHTOOL_COALESCE_USE_ADAPTIVE_RX_COALESCE", offsetof(struct ethtool_coalesce, use_adaptive_rx_coalesce)},
    {"ETHTOOL_COALESCE_RX_COALESCE_USECS_HIGH", offsetof(struct ethtool_coalesce, rx_coalesce_usecs_high)},
    {"ETHTOOL_VALUE", sizeof(struct ethtool_value)},
    {"ETHTOOL_VALUE_DATA", offsetof(struct ethtool_value, data)},
    {"ETHTOOL_DRVINFO", sizeof(struct ethtool_drvinfo)},
    {"ETHTOOL_DRVINFO_DRIVER", offsetof(struct ethtool_drvinfo, driver)},
};

EXPORTED const int64_t venturi_host_abi_count = sizeof venturi_host_abi / sizeof venturi_host_abi[0];
